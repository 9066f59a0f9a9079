/** Reads a period of the journal page by page, the newest first, without holding more than a page or anybody up. */
import { setImmediate } from 'node:timers/promises'
import type { JournalGap, JournalQuery, JournalReader } from '../api/services.ts'
import type { ExchangeRecord } from '../core/journal.ts'

/** The running gateway's journal, or that of a stopped one. */
export type JournalPages = Pick<JournalReader, 'list' | 'totals'>

export interface Walk {
  /** Milliseconds since 1970: exchanges that began from `from` on, and before `to`. */
  from: number
  to: number
  client: string | null
  destination: string | null
  onRecord(record: ExchangeRecord): void
  /** So many records were read, and the last of them began then. */
  onProgress?: ((records: number, at: number) => void) | undefined
  signal?: AbortSignal | undefined
}

const pageLength = 500

/** Rejects with the signal's reason once it is aborted, and with what the journal throws. */
export async function walkJournal(journal: JournalPages, walk: Walk): Promise<void> {
  const { from, to, client, destination } = walk
  let before: string | null = null
  let records = 0
  do {
    walk.signal?.throwIfAborted()
    const query: JournalQuery = {
      limit: pageLength,
      from,
      to,
      ...(client === null ? {} : { client }),
      ...(destination === null ? {} : { destination }),
      ...(before === null ? {} : { before }),
    }
    const page: Awaited<ReturnType<JournalPages['list']>> = await journal.list(query)
    for (const record of page.records) walk.onRecord(record)
    records += page.records.length
    const last = page.records.at(-1)
    if (last !== undefined) walk.onProgress?.(records, last.at)
    before = page.next
    // Whoever else waits comes in between.
    await setImmediate()
  } while (before !== null)
}

/** Times of which records are missing that touch the period. */
export async function missingBetween(
  journal: JournalPages,
  { from, to }: Pick<Walk, 'from' | 'to'>,
): Promise<readonly JournalGap[]> {
  const { gaps } = await journal.totals(from)
  return gaps.filter(({ since, until }) => since < to && until >= from)
}
