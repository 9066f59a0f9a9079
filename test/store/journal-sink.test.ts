/** The journal as a JournalSink: on a healthy store, and on one that cannot be opened. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import type { Journal } from '../../gateway/store/journal.ts'
import { folder, openJournal } from './fixture.ts'
import { journalSinkSuite } from './journal-sink.suite.ts'

const capacity = 2000
const options = { maxBuffered: capacity, batchRecords: 100_000, flushMs: 60_000 }

async function everything(journal: Journal): Promise<ExchangeRecord[]> {
  const found: ExchangeRecord[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await journal.list({ limit: 500, cursor: cursor ?? null })
    found.push(...page.records)
    cursor = page.nextCursor
  }
  return found.reverse()
}

journalSinkSuite('the journal on an open store', capacity, async () => {
  const { journal, close } = await openJournal(undefined, options)
  return { sink: journal, kept: () => everything(journal), lost: () => journal.state.dropped, close }
})

journalSinkSuite('the journal while the store cannot be opened', capacity, async () => {
  const file = join(folder(), 'gatehouse.db')
  mkdirSync(file)
  const { journal, close } = await openJournal(file, options)
  const kept = async () => {
    await journal.flush()
    return null
  }
  return { sink: journal, kept, lost: () => journal.state.dropped, close }
})
