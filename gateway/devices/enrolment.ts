/** Lets a device in by its one-time code, and gives it certificates: the first one, and each after it. */
import type { DeviceIdentity } from '../core/device/device.ts'
import { inviteSecretHash, parseInviteCode } from '../core/device/invite-code.ts'
import type { CertificateRecord } from '../core/device/record.ts'
import type { EnrolmentRequest } from '../core/device/schema.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import { createWrongTries } from '../core/login/wrong-tries.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import { dayMs, hourMs, minuteMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { Authority } from '../pki/authority.ts'
import { trustBundle } from '../pki/bundle.ts'
import type { RandomBytes } from '../pki/certificate.ts'
import { readCertificateRequest } from '../pki/certificate-request.ts'
import { type IssuedCertificate, makeDeviceCertificate } from '../pki/device-certificate.ts'
import type { DeviceRegister } from '../store/device-register.ts'
import type { Member, Roster } from './roster.ts'

export type EnrolmentOutcome =
  | { ok: true; device: DeviceIdentity; chain: string; roots: string }
  /** `retryAfterSeconds` where this address has to wait before it is heard again. */
  | { ok: false; error: GatewayError; retryAfterSeconds?: number }

export interface EnrolmentParts {
  roster: Roster
  register: DeviceRegister
  /** The office's. */
  authority: Authority
  ledger: Ledger
  clock: Clock
  random: RandomBytes
  log: Log
  certificateDays(): number
}

export interface Enrolment {
  /** Throws the STORE_ errors and LEAF_REFUSED; the code can then be used again. */
  enrol(request: EnrolmentRequest, address: string): EnrolmentOutcome
  /** As the port `CertificateRenewal` says. */
  renew(device: DeviceIdentity, request: string): string
}

/** A device renews once in weeks; more than this is a defect, and each costs the disk a sync. */
const maxRenewalsPerHour = 10
/** Beside the certificate in use: one whose answer was lost on its way, and the newest. */
const maxUnseen = 2

/** Every step is synchronous from the look at the code to the write, so that of two who use one code one comes first. */
export function createEnrolment(parts: EnrolmentParts): Enrolment {
  const { roster, register, authority, ledger, clock, log } = parts
  const wrongCodes = createWrongTries(() => clock.monotonic())
  const renewals = new Map<string, { count: number; endsAt: number }>()

  function issue(device: DeviceIdentity, publicKey: Uint8Array): IssuedCertificate {
    const days = parts.certificateDays()
    const now = clock.now()
    return makeDeviceCertificate({
      issuer: authority.issuer(),
      device,
      publicKey,
      days,
      now,
      random: parts.random,
    })
  }

  function wrong(why: Refusal, address: string): EnrolmentOutcome {
    if (wrongCodes.count(address)) log.event('device.code-refused')
    return { ok: false, error: inviteRefused(why) }
  }

  function memberOf(code: string, now: number): Member | Refusal {
    const parsed = parseInviteCode(code)
    const found = parsed === null ? null : roster.bySecretHash(inviteSecretHash(parsed.secret))
    if (found === null) return 'unknown'
    if (found.invite.usedAt !== null) return 'used'
    // A clock that was set back must not give a code a second life.
    const counts = now < found.invite.endsAt && now > found.invite.beginsAt - clockToleranceMs
    return counts ? found.member : 'ended'
  }

  return {
    enrol({ code, csr }, address) {
      const retryAfterSeconds = wrongCodes.secondsBlocked(address)
      if (retryAfterSeconds > 0) return { ok: false, error: inviteRefused('too-many'), retryAfterSeconds }
      const member = memberOf(code, clock.now())
      if (typeof member === 'string') return wrong(member, address)
      const key = keyOf(csr)
      if (key instanceof GatewayError) return { ok: false, error: key }
      const { identity } = member
      const issued = issue(identity, key)
      const certificate = recordOf(issued, clock.now())
      ledger.append({ action: 'device.enrolled', actor: 'gateway', subject: identity.name, facts: {} })
      register.enrol(identity.id, certificate)
      activate(member, certificate)
      roster.addCertificate(member, certificate)
      log.event('device.enrolled', { device: identity.id, days: daysOf(issued, clock.now()) })
      const { pem } = authority.issuer()
      return {
        ok: true,
        device: identity,
        chain: issued.pem + pem,
        roots: trustBundle([authority], clock.now()),
      }
    },
    renew(device, request) {
      const member = roster.byId(device.id)
      if (member === null || member.isCutOff || member.record.state !== 'active')
        throw new GatewayError('DEVICE_UNKNOWN')
      const hour = renewals.get(device.id)
      const current =
        hour && hour.endsAt > clock.monotonic() ? hour : { count: 0, endsAt: clock.monotonic() + hourMs }
      if (current.count >= maxRenewalsPerHour) throw new GatewayError('RENEWAL_TOO_OFTEN')
      renewals.set(device.id, { ...current, count: current.count + 1 })
      const { publicKey } = readCertificateRequest(request)
      const issued = issue(member.identity, publicKey)
      const certificate = recordOf(issued, clock.now())
      const dropped = superfluous(member.record.certificates)
      register.addCertificate(device.id, certificate, dropped)
      roster.dropCertificates(member, dropped)
      roster.addCertificate(member, certificate)
      log.event('device.renewed', { device: device.id, days: daysOf(issued, clock.now()) })
      return issued.pem + trustBundle([authority], clock.now())
    },
  }
}

/** Between the clock at which a code was made and the clock now, where time synchronisation stepped in. */
const clockToleranceMs = 5 * minuteMs

type Refusal = 'unknown' | 'used' | 'ended' | 'too-many'

const hints: Record<Refusal, string> = {
  unknown: 'Type the code as `gatehouse device add` printed it, or make a new one.',
  used: 'Each code counts once. Where this device was not the one that used it: `gatehouse device revoke`, then `device add`.',
  ended: 'Its time is over: make a new one with `gatehouse device add`.',
  'too-many': 'Too many wrong codes came from this address: wait a minute, then try again.',
}

function inviteRefused(why: Refusal): GatewayError {
  return new GatewayError('INVITE_REFUSED', { why }, { hint: hints[why] })
}

/** The request's key, or what is wrong with it: a stranger's mistake is no exception. */
function keyOf(csr: string): Uint8Array | GatewayError {
  try {
    return readCertificateRequest(csr).publicKey
  } catch (error) {
    if (isGatewayError(error, 'CERTIFICATE_REQUEST_INVALID')) return error
    throw error
  }
}

function activate(member: Member, { issuedAt }: CertificateRecord): void {
  const { record } = member
  const invite = record.invite === null ? null : { ...record.invite, usedAt: issuedAt }
  member.record = { ...record, state: 'active', enrolledAt: issuedAt, inviteEndsAt: null, invite }
}

function recordOf(
  { fingerprint, notBefore, notAfter }: IssuedCertificate,
  issuedAt: number,
): CertificateRecord {
  return { fingerprint, notBefore, notAfter, issuedAt, seenAt: null }
}

/** Certificates that were handed out, never shown, and are not the last of them; room is left for one more. */
function superfluous(certificates: readonly CertificateRecord[]): string[] {
  const unseen = certificates.filter(({ seenAt }) => seenAt === null).map(({ fingerprint }) => fingerprint)
  return unseen.slice(0, Math.max(0, unseen.length - (maxUnseen - 1)))
}

function daysOf({ notAfter }: IssuedCertificate, now: number): number {
  return Math.round((notAfter - now) / dayMs)
}
