/** A journal of an earlier version is read on, and says of its exchanges no more than it knows. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { journalCoverage } from '../../gateway/app/journal-coverage.ts'
import type { JournalPages } from '../../gateway/app/journal-walk.ts'
import { replayPolicy } from '../../gateway/app/policy-replay.ts'
import { policyFileSchema } from '../../gateway/core/policy/model.ts'
import { openDatabase } from '../../gateway/store/database.ts'
import type { Journal } from '../../gateway/store/journal.ts'
import { rowColumns, rowOf } from '../../gateway/store/journal-row.ts'
import { migrate } from '../../gateway/store/migrate.ts'
import { migrations } from '../../gateway/store/migrations.ts'
import { folder, openJournal } from './fixture.ts'
import { exchange, finding, key, november } from './records.ts'

const context = {
  catalogue: { groups: {} },
  clientGroups: {},
  timeZone: 'UTC',
  ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
  corrections: [],
  analysis: { packs: null },
}
const masking = policyFileSchema.parse({
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [{ id: 'mask', entities: { '*': 'mask' }, onFailure: 'pass' }],
})

function pagesOf(journal: Journal): JournalPages {
  return {
    async list({ limit, before, from, to }) {
      const query = { limit, cursor: before ?? null, since: from ?? 0, until: to ?? Number.MAX_SAFE_INTEGER }
      const { records, nextCursor } = await journal.list(query)
      return { records, next: nextCursor }
    },
    async totals(since) {
      const { actions, gaps, ...totals } = await journal.totals(since)
      return { ...totals, byAction: actions, gaps, dropped: 0 }
    },
  }
}

test('records of before are read, and what depends on how far they were looked into is not known', async () => {
  const file = join(folder(), 'gatehouse.db')
  const before = openDatabase(file, key)
  migrate(before, migrations.slice(0, 7), november)
  const columns = rowColumns.filter((column) => column !== 'looked')
  const insert = before.prepare(
    `INSERT INTO exchange (seq, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`,
  )
  const found = { findings: [finding()], findingCounts: { EMAIL: 1 } }
  const records = [
    exchange({ at: november, looked: undefined }),
    exchange({ at: november + 1, looked: undefined, ...found, action: 'refuse', reason: 'entity-refused' }),
    exchange({
      at: november + 2,
      looked: undefined,
      method: 'CONNECT',
      action: 'tunnel',
      reason: 'connection-rule',
    }),
  ]
  for (const [seq, record] of records.entries())
    insert.run(seq + 1, ...rowOf(record).slice(0, columns.length))
  before.prepare('INSERT INTO hour_range VALUES (?, 1, 3)').run(Math.floor(november / 3_600_000))
  before.close()

  const { journal } = await openJournal(file)
  journal.record(exchange({ at: november + 3, looked: 'tp2' }))
  const period = { since: november - 1, until: november + 10, client: null, destination: null, limit: 10 }
  const question = { ...period, policy: masking, context, holdBytes: 1000 }
  const report = await replayPolicy(pagesOf(journal), question)
  expect(report).toMatchObject({ exchanges: 4, unchanged: 1, changed: 0, unknown: 3 })
  expect(report.why.map(({ why, exchanges }) => [why, exchanges]).sort()).toEqual([
    ['earlier-version', 2],
    ['unread', 1],
  ])
  const covered = await journalCoverage(pagesOf(journal), period)
  expect(covered.kinds).toMatchObject({
    inspected: { exchanges: 1 },
    unsaid: { exchanges: 1 },
    tunnelled: { exchanges: 1 },
    stopped: { exchanges: 1 },
  })
})

test('what could not be written down is said beside the numbers, of its time alone', async () => {
  const { journal, store } = await openJournal()
  journal.record(exchange({ at: november, looked: 'tp2' }))
  await journal.flush()
  const gap = { since: november - 60_000, until: november + 1000, dropped: 7, reason: 'disk' }
  await store.db.insertInto('journal_gap').values(gap).execute()
  const period = { client: null, destination: null, limit: 10 }
  const ask = (since: number, until: number) =>
    replayPolicy(pagesOf(journal), { ...period, since, until, policy: masking, context, holdBytes: 1000 })
  expect(await ask(november, november + 10)).toMatchObject({ exchanges: 1, missing: [{ dropped: 7 }] })
  expect(await ask(november - 200_000, november - 100_000)).toMatchObject({ exchanges: 0, missing: [] })
})
