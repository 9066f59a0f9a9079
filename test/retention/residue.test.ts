/** What the disk remembers of deleted rows: measured on a database without encryption, through the same deletion code. */
import { expect, onTestFinished, test } from 'vitest'
import { periodBounds } from '../../gateway/core/retention/period.ts'
import { forgetDeleted } from '../../gateway/store/forgetting.ts'
import { createJournalIndexer, segmentRows } from '../../gateway/store/journal-index.ts'
import { rowOf } from '../../gateway/store/journal-row.ts'
import { createJournalWriter } from '../../gateway/store/journal-writer.ts'
import type { DurableDatabase } from '../../gateway/store/ledger-database.ts'
import { eraseJournal, findJournal, journalMonths } from '../../gateway/store/sweep-journal.ts'
import { exchange, finding } from '../store/records.ts'
import { occurrences, openPlain, plainDatabase } from './plain-database.ts'

const march = periodBounds('2026-03') as { from: number; until: number }
const planted = 'residue-host-in-march.example'
const plantedClient = '203.0.113.177'
const survivor = 'surviving-host-in-june.example'

function plant(database: DurableDatabase): void {
  const rows = (count: number, from: number, host: string, client: string) =>
    Array.from({ length: count }, (_, index) =>
      rowOf(
        exchange({
          at: from + index * 60_000,
          destination: host,
          client,
          pathTemplate: `/about/${host}`,
          findings: [finding({ path: `field ${host}` }), finding({ blindIndex: `index ${host}` })],
          findingCounts: { EMAIL: 2 },
        }),
      ),
    )
  database.run((connection) => {
    const writer = createJournalWriter(connection)
    for (let batch = 0; batch < 8; batch++) {
      writer.write(rows(600, march.from + batch * 86_400_000, planted, plantedClient), null)
      writer.write(rows(600, Date.UTC(2026, 5, 2 + batch), survivor, '198.51.100.9'), null)
    }
    writer.write(rows(1, march.from, planted, plantedClient), {
      since: march.from,
      until: march.from + 1,
      dropped: 3,
      reason: 'buffer-full',
    })
    // More than one segment, so that the search index holds names, too.
    expect(8 * 1200).toBeGreaterThan(segmentRows)
    createJournalIndexer(connection)
  })
}

test('rows that are merely deleted stay on the disk: found without overwriting', async () => {
  const database = plainDatabase(false)
  plant(database)
  expect(occurrences(database, planted)).toBeGreaterThan(1000)
  // The same statements, on a connection that the deletion code would refuse to work on.
  database.run((connection) => connection.prepare('DELETE FROM exchange WHERE destination = ?').run(planted))
  await forgetDeleted(database)
  expect(occurrences(database, planted)).toBeGreaterThan(100)
})

test('a connection that does not overwrite is refused before anything is deleted', async () => {
  const database = plainDatabase(false)
  plant(database)
  await expect(eraseJournal(database, march)).rejects.toThrow(/does not overwrite/)
})

test('overwriting alone leaves old pages in the log of the database until it is cut', async () => {
  const database = plainDatabase(true)
  // Or it depends on the number of pages whether SQLite has begun the log anew by itself meanwhile.
  database.run((connection) => connection.pragma('wal_autocheckpoint = 0'))
  plant(database)
  expect(await eraseJournal(database, march)).toBe(4801)
  expect(occurrences(database, planted)).toBeGreaterThan(100)
})

test('rows deleted without being blanked first leave copies in the gaps of merged pages', async () => {
  const database = plainDatabase(true)
  plant(database)
  database.run((connection) => connection.prepare('DELETE FROM exchange WHERE destination = ?').run(planted))
  await forgetDeleted(database)
  expect(occurrences(database, `/about/${planted}`)).toBeGreaterThan(0)
})

test('overwriting and cutting the log together forget a swept month in rows, index, totals and gaps; other months stay', async () => {
  const database = plainDatabase(true)
  plant(database)
  expect(journalMonths(database)).toEqual([
    { period: '2026-03', exchanges: 4801 },
    { period: '2026-06', exchanges: 4800 },
  ])
  expect(await findJournal(database, march)).not.toBeNull()
  await eraseJournal(database, march)
  expect(await forgetDeleted(database)).toBe(true)
  for (const words of [planted, plantedClient, `index ${planted}`])
    expect(occurrences(database, words)).toBe(0)
  expect(occurrences(database, survivor)).toBeGreaterThan(1000)
  expect(await findJournal(database, march)).toBeNull()
  expect(journalMonths(database)).toEqual([{ period: '2026-06', exchanges: 4800 }])
})

test('the month that survived one sweep is forgotten as wholly by the next', async () => {
  const database = plainDatabase(true)
  plant(database)
  await eraseJournal(database, march)
  await forgetDeleted(database)
  const june = periodBounds('2026-06') as { from: number; until: number }
  expect(await eraseJournal(database, june)).toBe(4800)
  expect(await forgetDeleted(database)).toBe(true)
  for (const words of [planted, plantedClient, survivor]) expect(occurrences(database, words)).toBe(0)
})

test('a reader in the way of cutting the log is told, not passed over', async () => {
  const database = plainDatabase(true)
  plant(database)
  const reader = openPlain(database.file, true)
  onTestFinished(() => void reader.close())
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM exchange').get()
  await eraseJournal(database, march)
  database.run((connection) => connection.pragma('busy_timeout = 1'))
  expect(await forgetDeleted(database, 200)).toBe(false)
  reader.exec('COMMIT')
  expect(await forgetDeleted(database)).toBe(true)
  expect(occurrences(database, planted)).toBe(0)
})
