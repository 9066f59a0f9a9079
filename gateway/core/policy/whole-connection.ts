/** Tells records of whole connections from those of requests. */
import type { ExchangeRecord } from '../journal.ts'

/** Of a connection that the network led here, no request of its client's asked for. */
export const ledHere = 'led-here'

/** True where the record is about a connection in which no request was read: a CONNECT, or one that was led here. */
export function isWholeConnection({ method, notes }: Pick<ExchangeRecord, 'method' | 'notes'>): boolean {
  return method === 'CONNECT' || notes.includes(ledHere)
}
