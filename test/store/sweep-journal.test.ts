/** The journal after a sweep: what is left is found by every filter, and numbers never come back. */
import { expect, test } from 'vitest'
import { periodBounds } from '../../gateway/core/retention/period.ts'
import { openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { eraseJournal } from '../../gateway/store/sweep-journal.ts'
import { openJournal } from './fixture.ts'
import { exchange, key } from './records.ts'

const march = periodBounds('2026-03') as { from: number; until: number }
const june = Date.UTC(2026, 5, 2)
const segment = 8192

test('what is left of the journal is found by every filter, across the border of the sweep', async () => {
  const { file, journal } = await openJournal(undefined, { maxBuffered: 100_000 })
  for (let count = 0; count < segment * 2; count++) {
    const old = count % 3 === 0 || count < 4000
    journal.record(
      exchange({
        at: (old ? march.from : june) + count * 1000,
        destination: count % 2 === 0 ? 'even.example' : 'odd.example',
        client: old ? '192.0.2.1' : '192.0.2.2',
      }),
    )
  }
  await journal.flush()
  using database = openDurableDatabase({ file, key })
  const erased = await eraseJournal(database, march)
  const left = segment * 2 - erased
  expect((await journal.totals(0)).exchanges).toBe(left)
  const all = async (filter: object) => {
    let [found, cursor]: [number, string | null] = [0, null]
    do {
      const page = await journal.list({ limit: 500, cursor, ...filter })
      expect(page.records.every(({ at }) => at >= june)).toBe(true)
      found += page.records.length
      cursor = page.nextCursor
    } while (cursor !== null)
    return found
  }
  expect(await all({})).toBe(left)
  expect(await all({ destination: 'even.example' })).toBe(Math.floor(left / 2))
  expect(await all({ client: '192.0.2.2', destination: 'odd.example' })).toBe(Math.ceil(left / 2))
  expect(await all({ client: '192.0.2.1' })).toBe(0)
  expect(await all({ since: march.from, until: march.until })).toBe(0)
})

test('a journal that was swept empty counts on, so that new exchanges are found by filter too', async () => {
  const { file, journal } = await openJournal(undefined, { maxBuffered: 100_000 })
  for (let count = 0; count < segment + 10; count++)
    journal.record(exchange({ at: march.from + count, destination: 'old.example' }))
  await journal.flush()
  using database = openDurableDatabase({ file, key })
  expect(await eraseJournal(database, march)).toBe(segment + 10)
  for (let count = 0; count < 20; count++)
    journal.record(exchange({ at: june + count, destination: 'new.example' }))
  await journal.flush()
  expect((await journal.list({ limit: 50, destination: 'new.example' })).records).toHaveLength(20)
  const lowest = database.run((connection) =>
    connection.prepare<[], number>('SELECT min(seq) FROM exchange').pluck().get(),
  )
  expect(lowest).toBe(segment + 11)
  expect((await journal.list({ limit: 50, destination: 'old.example' })).records).toEqual([])
})
