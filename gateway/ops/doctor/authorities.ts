/** Checks that both certificate authorities exist and have time left for an unhurried roll-over. */
import { dayMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface AuthorityFacts {
  kind: 'interception' | 'office'
  /** Null where it does not exist. Milliseconds since 1970. */
  notBefore: number | null
  notAfter: number | null
  /** Its file is gone, though it was there once. */
  lost: { meaning: string; todo: string } | null
}

/** Clients need the next certificate before the old one ends; two months are what an office takes for it. */
const warnDays = 60
const failDays = 7

const purpose = {
  interception: 'Inspection of web traffic',
  office: "The office's own devices and pages",
} as const

/** One check an authority. */
export function checkAuthorities(authorities: readonly AuthorityFacts[], now: number): DoctorCheck[] {
  return (['interception', 'office'] as const).map((kind) => {
    const facts = authorities.find((authority) => authority.kind === kind)
    return checkOne(kind, facts, now)
  })
}

function checkOne(kind: AuthorityFacts['kind'], facts: AuthorityFacts | undefined, now: number): DoctorCheck {
  const base = { id: `authority-${kind}`, title: `${purpose[kind]}: certificate authority` }
  if (facts?.lost) return { ...base, state: 'fail', found: 'Its file is gone.', ...facts.lost }
  if (!facts || facts.notAfter === null || facts.notBefore === null) {
    return {
      ...base,
      state: 'fail',
      found: 'It does not exist yet.',
      meaning:
        kind === 'interception' ? 'No encrypted traffic can be inspected.' : 'The page has no certificate.',
      todo: 'Start the gateway once, which creates it.',
    }
  }
  if (facts.notBefore > now) {
    return {
      ...base,
      state: 'fail',
      found: `It becomes valid only on ${day(facts.notBefore)}.`,
      meaning: 'Clients refuse its certificates. Most often the clock of this box is wrong.',
      todo: 'Set the clock: `timedatectl set-ntp true`.',
    }
  }
  const daysLeft = Math.floor((facts.notAfter - now) / dayMs)
  const rotate = `Run \`gatehouse ca rotate ${kind}\` and install the new certificate on the clients.`
  if (daysLeft < 0) {
    return {
      ...base,
      state: 'fail',
      found: `It ended on ${day(facts.notAfter)}.`,
      meaning: 'Clients refuse its certificates.',
      todo: rotate,
    }
  }
  const found = `It is valid until ${day(facts.notAfter)}, ${daysLeft} days from now.`
  if (daysLeft < failDays)
    return {
      ...base,
      state: 'fail',
      found,
      meaning: 'Clients will refuse its certificates within days.',
      todo: rotate,
    }
  if (daysLeft < warnDays)
    return { ...base, state: 'warn', found, meaning: 'It is time to roll over without hurry.', todo: rotate }
  return { ...base, state: 'ok', found, meaning: 'That is enough.', todo: '' }
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
