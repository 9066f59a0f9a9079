/** A machine of the office as the gateway knows it: by its network card, with what a person said of it. */
import type { LedgerActor } from '../ledger/entry.ts'

/**
 * unknown: nobody has said anything of it yet. known: it is the office's. guest: it is somebody's who is on a visit. Quarantine
 * comes beside these, and goes back to them.
 */
export const clientStates = ['unknown', 'known', 'guest'] as const
export type ClientState = (typeof clientStates)[number]

/** What is kept of one machine. Times are milliseconds since 1970. */
export interface ClientRecord {
  /** Eight hexadecimal digits; what the journal names it by. */
  readonly id: string
  /** The address of its card; `device:till-1` where it is known by that device's certificate alone. */
  readonly hardware: string
  /** As a person calls it. */
  readonly name: string | null
  /** One of `office.clientGroups`. */
  readonly group: string | null
  readonly state: ClientState
  /** Since when it is in quarantine; null where it is not. */
  readonly quarantinedAt: number | null
  readonly firstSeenAt: number
  readonly seenAt: number
  /** When somebody last decided about it, and who; null where nobody has. */
  readonly decidedAt: number | null
  readonly decidedBy: LedgerActor | null
}

/** The same as it is shown. */
export interface ClientView extends ClientRecord {
  /** The card's address was made up by the machine. */
  readonly isMadeUp: boolean
  /** Addresses that it has now, as far as the neighbour table says. */
  readonly addresses: readonly string[]
  /** Those that another card says to have as well: they count as nobody's until that is settled. */
  readonly contested: readonly string[]
  /** Two IPv4 addresses answer at one time: two machines may have one card address. */
  readonly isShared: boolean
}

/** What names may be: a line that fits in a table, and that is neither an address nor an id. */
export function isClientName(text: string): boolean {
  return /^[\p{L}\p{N}](?:[\p{L}\p{N} ._'’()-]{0,58}[\p{L}\p{N}.)])?$/u.test(text) && !isReference(text)
}

export const clientNameExpected =
  'expected 1 to 60 letters, digits, spaces, dots, hyphens, apostrophes and brackets, and no address'

function isReference(text: string): boolean {
  return /^[0-9a-f]{8}$/.test(text) || /^[0-9.]+$/.test(text) || text.includes(':')
}
