/** Notices that a device has fallen silent for longer than its own rhythm explains, and that it speaks again. */
import type { DeviceIdentity } from '../device/device.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../units.ts'
import { DailyLongest } from './daily-longest.ts'
import { Rhythm } from './rhythm.ts'
import type { Detector, Finding, Hearing } from './signal.ts'
import { memoryOf, revived, silenceMemory } from './silence-memory.ts'
import { silenceFinding, speaksAgainFinding } from './silence-words.ts'

export interface SilenceOptions {
  /** No device is called silent sooner, whatever its rhythm (`incidents.silenceMs`); asked at each tick. */
  silenceMs(): number
  /** More devices are not judged, and counted. */
  maxDevices?: number
  /** With less history nobody is judged. */
  leastHistory?: LeastHistory
}

export interface LeastHistory {
  pauses: number
  knownMs: number
}

/** `online`: no end of its session is known. `lost`: its session broke. `away`: it signed off by itself. */
export type Presence = 'online' | 'lost' | 'away'

/** What is known of one device. Times are watch time. */
export interface WatchedDevice {
  name: string
  firstSeenAt: number
  /** Its last sign of life, or when the gateway began to watch again. */
  heardAt: number
  /** The last sign of life that counted for the rhythm: at most one a second does. */
  countedAt: number
  presence: Presence
  /** Not heard yet since the gateway began to watch again: its first pause says nothing about it. */
  sinceStart: boolean
  /** When it was called silent; null while it was not. */
  saidAt: number | null
  rhythm: Rhythm
  absences: DailyLongest
}

/** No rhythm can be seen in a few messages, or in a few minutes. */
const usualHistory: LeastHistory = { pauses: 20, knownMs: hourMs }
/** A burst (a spool that is emptied) is one utterance: else a thousand short pauses would hide the device's real rhythm. */
const oneUtteranceMs = secondMs
/** After a start devices come back one by one, and their own back-off may be minutes long. */
const graceMs = 5 * minuteMs
/** Who signs off is expected back after a weekend, or after what is usual for it. */
const awayMs = 3 * dayMs
/** A device unheard for so long makes room for another. */
const forgetMs = 30 * dayMs

/** The `silence` detector. `memory` is about two thirds of a kilobyte a device. */
export function createSilenceDetector(options: SilenceOptions): Detector {
  return new SilenceDetector(options)
}

class SilenceDetector implements Detector {
  readonly id = 'silence'
  readonly hears: Hearing
  readonly #options: Required<SilenceOptions>
  /** By id, the longest unheard first. */
  readonly #devices = new Map<string, WatchedDevice>()
  #quietUntil = Number.NEGATIVE_INFINITY
  #refused = 0

  constructor(options: SilenceOptions) {
    this.#options = { maxDevices: 10_000, leastHistory: usualHistory, ...options }
    this.hears = {
      'reading.received': ({ device }, now) => this.#hear(device, now),
      'device.online': ({ device }, now) => this.#hear(device, now),
      'device.offline': ({ device, reason }, now) =>
        this.#leave(device, reason === 'disconnected' ? 'away' : 'lost', now),
      'device.revoked': ({ id, name }, now) => {
        const device = this.#devices.get(id)
        this.#devices.delete(id)
        return device?.saidAt == null ? [] : [speaksAgainFinding({ ...device, name }, now, 'revoked')]
      },
    }
  }

  tick(now: number): readonly Finding[] {
    const { leastHistory } = this.#options
    const leastMs = this.#options.silenceMs()
    const findings: Finding[] = []
    if (now < this.#quietUntil) return findings
    for (const device of this.#devices.values()) {
      const silentMs = now - device.heardAt
      if (device.saidAt !== null || silentMs <= leastMs) continue
      if (device.presence !== 'away' && !isKnown(device, leastHistory, now)) continue
      const thresholdMs = thresholdOf(device, leastMs)
      if (silentMs <= thresholdMs) continue
      device.saidAt = now
      findings.push(silenceFinding(device, now, thresholdMs))
    }
    return findings
  }

  load() {
    return { subjects: this.#devices.size, refused: this.#refused }
  }

  memory(): unknown {
    return memoryOf(this.#devices)
  }

  remember(memory: unknown, now: number): boolean {
    const parsed = silenceMemory.safeParse(memory)
    if (!parsed.success) return false
    this.#devices.clear()
    for (const entry of parsed.data.devices.slice(0, this.#options.maxDevices))
      this.#devices.set(entry.id, revived(entry, now))
    this.#quietUntil = now + graceMs
    return true
  }

  #hear({ id, name }: DeviceIdentity, now: number): readonly Finding[] {
    const device = this.#devices.get(id) ?? this.#admit(id, name, now)
    if (device === null) return []
    // The order has to be right to a second only, so that a burst costs less.
    if (now - device.heardAt >= oneUtteranceMs) {
      this.#devices.delete(id)
      this.#devices.set(id, device)
    }
    device.name = name
    return heard(device, now)
  }

  #admit(id: string, name: string, now: number): WatchedDevice | null {
    if (this.#devices.size >= this.#options.maxDevices && !makeRoom(this.#devices, now)) {
      this.#refused++
      return null
    }
    const device = newDevice(name, now)
    this.#devices.set(id, device)
    return device
  }

  #leave({ id, name }: DeviceIdentity, presence: Presence, now: number): readonly Finding[] {
    const device = this.#devices.get(id)
    if (device === undefined) return []
    // To sign off is to speak; a lost session is noticed by its absence.
    const findings = presence === 'away' ? this.#hear({ id, name }, now) : []
    device.presence = presence
    return findings
  }
}

function isKnown({ rhythm, firstSeenAt }: WatchedDevice, least: LeastHistory, now: number): boolean {
  return rhythm.count >= least.pauses && now - firstSeenAt >= least.knownMs
}

/** How long it may be silent. With few days the margin is wider. */
function thresholdOf(device: WatchedDevice, silenceMs: number): number {
  if (device.presence === 'away') {
    const { usualMs, days } = device.absences.usual(Number.POSITIVE_INFINITY)
    return Math.max(silenceMs, awayMs, usualMs * marginOf(days))
  }
  const { usualMs, days } = device.rhythm.usual()
  return Math.max(silenceMs, usualMs * marginOf(days))
}

/** Pauses that come by chance have no longest: the more of them were seen, the less the next longest surprises. */
function marginOf(days: number): number {
  return 1.5 + 1.5 / Math.max(days, 1)
}

/** A sign of life: what was learnt from the pause before it, and that an alarm is over. */
function heard(device: WatchedDevice, now: number): readonly Finding[] {
  const findings = device.saidAt === null ? [] : [speaksAgainFinding(device, now, 'heard')]
  const pauseMs = now - device.countedAt
  if (device.sinceStart || pauseMs >= oneUtteranceMs) {
    if (!device.sinceStart) {
      if (device.presence === 'away') device.absences.add(pauseMs, now)
      else device.rhythm.learn(pauseMs, now)
    }
    device.countedAt = now
  }
  device.heardAt = now
  device.presence = 'online'
  device.sinceStart = false
  device.saidAt = null
  return findings
}

/** Who has not been heard for a month can come back as a new device; who keeps reporting is never pushed out. */
function makeRoom(devices: Map<string, WatchedDevice>, now: number): boolean {
  const oldest = devices.entries().next().value
  if (oldest === undefined || now - oldest[1].heardAt < forgetMs) return false
  devices.delete(oldest[0])
  return true
}

function newDevice(name: string, now: number): WatchedDevice {
  return {
    name,
    firstSeenAt: now,
    heardAt: now,
    countedAt: now,
    presence: 'online',
    sinceStart: false,
    saidAt: null,
    rhythm: new Rhythm(),
    absences: new DailyLongest(),
  }
}
