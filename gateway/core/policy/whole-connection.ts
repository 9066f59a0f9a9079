/** Tells records of whole connections from those of requests. */
import type { ExchangeRecord } from '../journal.ts'

/** Of a connection that the network led here, no request of its client's asked for. */
export const ledHere = 'led-here'

/** True where the record is about a connection in which no request was read: a CONNECT, one that was led here, or all those of guests. */
export function isWholeConnection({
  method,
  notes,
  reason,
}: Pick<ExchangeRecord, 'method' | 'notes' | 'reason'>): boolean {
  return method === 'CONNECT' || notes.includes(ledHere) || reason === 'client-guest'
}
