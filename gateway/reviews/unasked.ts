/** Finds what was stopped and nobody has asked about, so that a person who sees it can answer it all the same. */
import { isIP } from 'node:net'
import { machineIn } from '../core/client/machine-name.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import type { Clock } from '../core/ports.ts'
import { ticketMark } from '../core/review/link.ts'
import { stoppedExchange } from '../core/review/review.ts'
import type { KeptReview } from '../store/review-register.ts'
import { newTicket } from './waiting-room.ts'

export interface StoppedRecords {
  get(id: string): Promise<ExchangeRecord | null>
  /** Resolves once what workers have handed over by now is written. */
  settled(): Promise<unknown>
}

/** A person is quicker than the journal's next write at times. */
export async function recordOf(journal: StoppedRecords, id: string): Promise<ExchangeRecord | null> {
  const written = await journal.get(id)
  if (written !== null) return written
  await journal.settled()
  return journal.get(id)
}

/**
 * As if whoever was stopped had asked now: the link on their page shows the answer. Where somebody had logged in, the address is
 * written nowhere, and their link shows none. Null where no answer is possible.
 */
export async function unaskedReview(
  { journal, clock, random }: { journal: StoppedRecords; clock: Clock; random(length: number): Buffer },
  id: string,
): Promise<KeptReview | null> {
  const record = await recordOf(journal, id)
  const exchange = record === null ? null : stoppedExchange(record)
  if (record === null || exchange === null) return null
  return {
    ...exchange,
    address: isIP(record.client) === 0 ? '' : record.client,
    machine: machineIn(record),
    ticket: ticketMark(newTicket({ random })),
    askedAt: clock.now(),
    answered: null,
  }
}
