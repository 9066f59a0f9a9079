/** Paging: under any filter, while records arrive, every record comes exactly once and in order. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'
import type { Journal } from '../../gateway/store/journal.ts'
import { createJournal } from '../../gateway/store/journal.ts'
import { segmentRows } from '../../gateway/store/journal-index.ts'
import type { JournalFilters } from '../../gateway/store/journal-query.ts'
import { openStore } from '../../gateway/store/store.ts'
import { clock, openJournal, watchedHealth } from './fixture.ts'
import { exchange, key, november } from './records.ts'

const actions = ['pass', 'transform', 'refuse', 'tunnel'] as const
const types = ['EMAIL', 'US_SSN', 'IBAN'] as const

/** Two full segments that are indexed, and the beginning of a third that is not. */
const total = 2 * segmentRows + 1500
const records: ExchangeRecord[] = Array.from({ length: total }, (_, index) => {
  const type = types[index % 7]
  return exchange({
    at: november + index * 1000 + (index % 5 === 0 ? -20 * minuteMs : 0),
    client: `192.0.2.${(index * 13) % 40}`,
    destination: index % 4001 === 17 ? 'rare.example' : `host-${(index * 7) % 50}.example`,
    action: actions[index % 11] ?? 'pass',
    ruleId: index % 3 === 0 ? null : `rule-${index % 5}`,
    findingCounts:
      type === undefined ? {} : { [type]: 1 + (index % 3), ...(index % 2 === 0 ? { PHONE: 1 } : {}) },
  })
})

let journal: Journal

beforeAll(async () => {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse paging-'))
  const health = watchedHealth()
  const store = await openStore({ file: join(path, 'gatehouse.db'), key, clock, health })
  journal = createJournal(store, { clock, health, maxBuffered: 1_000_000 })
  for (const record of records) journal.record(record)
  await journal.flush()
  return async () => {
    await journal[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    rmSync(path, { recursive: true, force: true })
  }
})

async function readAll(from: Journal, filters: JournalFilters, limit: number, between = async () => {}) {
  const ids: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await from.list({ ...filters, limit, cursor: cursor ?? null })
    expect(page.records.length).toBeLessThanOrEqual(limit)
    ids.push(...page.records.map(({ id }) => id))
    cursor = page.nextCursor
    await between()
  }
  return ids
}

function expected(filters: JournalFilters): string[] {
  const { destination, client, action, ruleId, entityType, since, until } = filters
  return records
    .filter((record) => {
      return (
        (destination === undefined || record.destination === destination) &&
        (client === undefined || record.client === client) &&
        (action === undefined || record.action === action) &&
        (ruleId === undefined || record.ruleId === ruleId) &&
        (entityType === undefined || record.findingCounts[entityType] !== undefined) &&
        (since === undefined || record.at >= since) &&
        (until === undefined || record.at < until)
      )
    })
    .map(({ id }) => id)
    .reverse()
}

const time = fc.integer({ min: november - hourMs, max: november + total * 1000 + hourMs })
const filters = fc.record(
  {
    destination: fc.constantFrom('rare.example', 'host-7.example', 'host-0.example', 'nowhere.example'),
    client: fc.constantFrom('192.0.2.13', '192.0.2.39', '198.51.100.1'),
    action: fc.constantFrom(...actions, 'fail' as const),
    ruleId: fc.constantFrom('rule-1', 'rule-4', 'rule-none'),
    entityType: fc.constantFrom(...types, 'PHONE' as const, 'PRIVATE_KEY' as const),
    since: time,
    until: time,
  },
  { requiredKeys: [] },
)

test('under any filters the pages hold exactly the records that match, each once, newest first', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 150, max: 500 }), async (chosen, limit) => {
      expect(await readAll(journal, chosen as JournalFilters, limit)).toEqual(
        expected(chosen as JournalFilters),
      )
    }),
    { numRuns: 60 },
  )
})

test('the first and last records of every segment are found by what they are', async () => {
  const borders = [
    0,
    1,
    segmentRows - 2,
    segmentRows - 1,
    segmentRows,
    2 * segmentRows - 2,
    2 * segmentRows - 1,
    total - 1,
  ]
  for (const index of borders) {
    const { destination, client, action, ruleId } = records[index] ?? exchange()
    const chosen = { destination, client, action, ...(ruleId === null ? {} : { ruleId }) }
    expect(await readAll(journal, chosen, 500), `record ${index}`).toEqual(expected(chosen))
    expect(expected(chosen)).toContain(records[index]?.id)
  }
})

test.each([1, 2, 3, 7])('pages of %i record(s) lose and repeat nothing', async (limit) => {
  const chosen: JournalFilters = { destination: 'rare.example' }
  expect(expected(chosen).length).toBeGreaterThan(3)
  expect(await readAll(journal, chosen, limit)).toEqual(expected(chosen))
})

test('records that arrive while somebody pages change nothing in the pages that follow', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.nat(70), { minLength: 1, maxLength: 10 }),
      async (limit, arrivals) => {
        const { journal: fresh, close } = await openJournal(undefined, { batchRecords: 20, flushMs: 5 })
        const before = Array.from({ length: 300 }, (_, index) => exchange({ at: november + index }))
        for (const record of before) fresh.record(record)
        let turn = 0
        const ids = await readAll(fresh, {}, limit, async () => {
          for (let count = arrivals[turn++ % arrivals.length] ?? 0; count > 0; count--)
            fresh.record(exchange())
        })
        expect(ids).toEqual(before.map(({ id }) => id).reverse())
        await close()
      },
    ),
    { numRuns: 12 },
  )
})

test('a search that takes long hands out what it has, and going on finds the rest', async () => {
  const { listExchanges } = await import('../../gateway/store/journal-query.ts')
  const health = watchedHealth()
  const { journal: fresh, store } = await openJournal(undefined, { maxBuffered: 1_000_000 })
  for (const record of records) fresh.record(record)
  await fresh.flush()
  const found: string[] = []
  let pages = 0
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    // Never may it go on: each page is one step.
    const page = await listExchanges(
      store.db,
      { destination: 'rare.example', limit: 500, cursor: cursor ?? null },
      () => false,
    )
    found.push(...page.records.map(({ id }) => id))
    cursor = page.nextCursor
  }
  expect(found).toEqual(expected({ destination: 'rare.example' }))
  expect(pages).toBeGreaterThan(1)
  expect(health.codes()).toEqual([])
})

test('a page never holds more than 500 records, whatever is asked for', async () => {
  for (const limit of [501, 1e9, Number.POSITIVE_INFINITY]) {
    expect((await journal.list({ limit })).records).toHaveLength(500)
  }
  for (const limit of [0, -5, Number.NaN]) expect((await journal.list({ limit })).records).toHaveLength(1)
})

test('a cursor that no page gave out is refused with words', async () => {
  for (const cursor of ['', 'x', "' OR 1=1 --", '00000000abcd-000000000000']) {
    await expect(journal.list({ limit: 5, cursor })).rejects.toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    )
  }
})
