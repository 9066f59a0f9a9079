/** Notes when devices and their certificates are seen, and writes it down in batches: lookups never wait for the disk. */
import { minuteMs, secondMs } from '../core/units.ts'
import type { DeviceRegister } from '../store/device-register.ts'
import type { Member, Roster } from './roster.ts'

export interface Sightings extends Disposable {
  /** Something came of it. */
  device(member: Member): void
  /**
   * A session was opened with this certificate. The first time, the ones before it have had their day: a device that
   * shows its new certificate has stored it.
   */
  certificate(member: Member, fingerprint: string): void
  /** Writes what is new; what cannot be written now is kept for the next time. */
  flush(): void
}

export interface SightingsOptions {
  roster: Roster
  register: Pick<DeviceRegister, 'seen'>
  now(): number
  onProblem(error: unknown): void
}

/** Old certificates are forgotten durably soon after; until then a power cut brings them back, to their own end. */
const certificateDelayMs = 2 * secondMs
/** When a device was last seen may be ten minutes old after a crash: a memory card dies of writes. */
const deviceDelayMs = 10 * minuteMs

export function createSightings({ roster, register, now, onProblem }: SightingsOptions): Sightings {
  const devices = new Map<string, Member>()
  const certificates = new Map<string, number>()
  const replaced = new Set<string>()
  let timer: { handle: NodeJS.Timeout; at: number } | null = null

  function wake(delayMs: number): void {
    const at = performance.now() + delayMs
    if (timer !== null && timer.at <= at) return
    clearTimeout(timer?.handle)
    timer = { handle: setTimeout(flush, delayMs).unref(), at }
  }

  function flush(): void {
    clearTimeout(timer?.handle)
    timer = null
    if (devices.size + certificates.size + replaced.size === 0) return
    const seen = [...devices.values()].map(({ record }) => ({ id: record.id, seenAt: record.seenAt ?? 0 }))
    try {
      register.seen({
        devices: seen,
        certificates: [...certificates].map(([fingerprint, seenAt]) => ({ fingerprint, seenAt })),
        replaced: [...replaced],
      })
      devices.clear()
      certificates.clear()
      replaced.clear()
    } catch (error) {
      onProblem(error)
      wake(deviceDelayMs)
    }
  }

  return {
    device(member) {
      // A device of one reading a second is seen every second; once a minute says as much.
      if (now() - (member.record.seenAt ?? 0) < minuteMs && now() >= (member.record.seenAt ?? 0)) return
      member.record = { ...member.record, seenAt: now() }
      devices.set(member.record.id, member)
      wake(deviceDelayMs)
    },
    certificate(member, fingerprint) {
      const shownNow = member.record.certificates.find((one) => one.fingerprint === fingerprint)
      if (shownNow === undefined || shownNow.seenAt !== null) return
      roster.seeCertificate(member, fingerprint, now())
      certificates.set(fingerprint, now())
      const before = member.record.certificates.slice(
        0,
        member.record.certificates.findIndex((one) => one.fingerprint === fingerprint),
      )
      roster.dropCertificates(
        member,
        before.map((one) => one.fingerprint),
      )
      for (const one of before) replaced.add(one.fingerprint)
      wake(certificateDelayMs)
    },
    flush,
    [Symbol.dispose]() {
      flush()
      clearTimeout(timer?.handle)
    },
  }
}
