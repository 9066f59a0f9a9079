/** Counts the machines of the office, for the first screen and the doctor. */
import { minuteMs } from '../core/units.ts'
import type { ClientBook } from './book.ts'
import type { TableTrouble } from './neighbour-table.ts'

export interface ClientTotals {
  isWatching: boolean
  known: number
  waiting: number
  guests: number
  quarantined: number
  /** Of those, by an alarm. */
  cutOff: number
  /** Of all of them, who answered within the last quarter of an hour. */
  here: number
  /** Addresses that two machines say to have. */
  contested: number
  /** Why nobody can look; null where it works. */
  trouble: TableTrouble | null
}

const hereMs = 15 * minuteMs

/** `book` null: it could not be read yet. */
export function countClients(
  book: ClientBook | null,
  now: number,
): Omit<ClientTotals, 'isWatching' | 'trouble'> {
  const all = [...(book?.clients() ?? [])]
  const free = all.filter(({ quarantinedAt }) => quarantinedAt === null)
  const count = (wanted: string) => free.filter(({ state }) => state === wanted).length
  return {
    known: count('known'),
    waiting: count('unknown'),
    guests: count('guest'),
    quarantined: all.length - free.length,
    cutOff: all.filter(({ quarantinedAt, decidedBy }) => quarantinedAt !== null && decidedBy === 'gateway')
      .length,
    here: all.filter(({ seenAt }) => now - seenAt < hereMs).length,
    contested: book?.contested().length ?? 0,
  }
}
