/** Counts what the broker took and refused; the names come from closed lists, never from devices. */
import { type Violation, violations } from '../core/telemetry/topic.ts'

/** Why a session was not begun, or was ended by the gateway. */
export const endings = [
  'handshake',
  'unknown-certificate',
  'revoked',
  'certificate-ended',
  'too-many-sessions',
  'connect-late',
  'protocol',
  'packet-too-long',
  'flood',
  'stalled',
  'resend',
] as const
export type Ending = (typeof endings)[number]

/** What became of messages, besides being stored. */
const messageFates = [
  'taken',
  'malformed',
  'repeated',
  'clamped',
  'too-old',
  'too-many-series',
  'dropped',
  'waiting',
  'ignored',
] as const
export type MessageFate = (typeof messageFates)[number]

export type CountName = Ending | MessageFate | Violation

export interface Counts {
  add(name: CountName, amount?: number): void
  all(): Readonly<Record<CountName, number>>
}

export function createCounts(): Counts {
  const names = [...endings, ...messageFates, ...violations]
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<CountName, number>
  return {
    add(name, amount = 1) {
      counts[name] += amount
    },
    all: () => ({ ...counts }),
  }
}
