/** The journal: what is recorded is found again, whole, once, and quickly; what cannot be kept is counted. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { hourMs } from '../../gateway/core/units.ts'
import { openJournal } from './fixture.ts'
import { exchange, finding, november } from './records.ts'

const full = exchange({
  action: 'refused-midstream',
  reason: 'entity-refused',
  ruleId: 'ai-assistants',
  observed: true,
  notes: ['streamed', 'response-not-inspected'],
  findings: [
    finding(),
    finding({ type: 'CREDIT_CARD', class: 'financial', path: null, blindIndex: null, reasons: [] }),
  ],
  findingCounts: { EMAIL: 1, CREDIT_CARD: 900 },
})
const bare = exchange({
  address: null,
  method: null,
  pathTemplate: null,
  status: null,
  scheme: 'http',
  action: 'tunnel',
})

test('every field of a record comes back as it went in, after a restart too', async () => {
  const { journal, file, close } = await openJournal()
  for (const record of [full, bare]) journal.record(record)
  expect(await journal.get(full.id)).toEqual(full)
  await close()
  const again = await openJournal(file)
  expect(await again.journal.get(full.id)).toEqual(full)
  expect(await again.journal.get(bare.id)).toEqual(bare)
  expect(await again.journal.get('no-such-record')).toBeNull()
  expect((await again.journal.list({ limit: 10 })).records).toEqual([bare, full])
})

test('nothing of a record can be read in the files of the journal', async () => {
  const { journal, file } = await openJournal()
  for (let count = 0; count < 50; count++) journal.record(exchange({ ...full, id: `planted-${count}` }))
  await journal.flush()
  const bytes = ['', '-wal'].map((suffix) => readFileSync(file + suffix, 'latin1')).join()
  expect(bytes.length).toBeGreaterThan(4096)
  for (const planted of [
    'planted',
    'api.example.com',
    '192.0.2.10',
    'customer',
    'CREATE TABLE',
    'SQLite format',
  ])
    expect(bytes).not.toContain(planted)
})

test('a record that is handed in twice, as after a broken connection, stands in the journal once', async () => {
  const { journal } = await openJournal()
  journal.record(full)
  await journal.flush()
  journal.record(full)
  const { records } = await journal.list({ limit: 10 })
  expect(records).toEqual([full])
  expect((await journal.totals(0)).exchanges).toBe(1)
})

test('a record is written within the flush time though nobody asks for it', async () => {
  const { journal, file } = await openJournal(undefined, { flushMs: 50 })
  journal.record(full)
  await expect.poll(() => journal.state.buffered, { timeout: 5000 }).toBe(0)
  const again = await openJournal(file)
  expect(await again.journal.get(full.id)).toEqual(full)
})

test('closing writes what waits', async () => {
  const { journal, file, close } = await openJournal(undefined, { flushMs: 60_000 })
  for (let count = 0; count < 1234; count++) journal.record(exchange())
  await close()
  const again = await openJournal(file)
  expect((await again.journal.totals(0)).exchanges).toBe(1234)
})

test('totals count by verdict and by entity from the start of the hour, without reading exchanges', async () => {
  const { journal } = await openJournal()
  const early = exchange({ at: november - hourMs, action: 'refuse' })
  for (const record of [early, full, bare, exchange(), exchange()]) journal.record(record)
  const totals = await journal.totals(november + 1000)
  expect(totals).toEqual({
    since: november,
    exchanges: 4,
    actions: { pass: 2, transform: 0, tunnel: 1, refuse: 0, 'refused-midstream': 1, fail: 0 },
    withFindings: 1,
    entities: { EMAIL: 1, CREDIT_CARD: 900 },
    gaps: [],
  })
  expect((await journal.totals(0)).actions.refuse).toBe(1)
})

test('a subscriber sees each record as it is made, one that fails costs nothing, and after leaving it sees none', async () => {
  const { journal } = await openJournal()
  const seen: ExchangeRecord[] = []
  journal.subscribe(() => {
    throw new Error('a live page that broke')
  })
  const leave = journal.subscribe((record) => seen.push(record))
  journal.record(full)
  leave()
  journal.record(bare)
  expect(seen).toEqual([full])
  expect((await journal.list({ limit: 10 })).records).toEqual([bare, full])
})

test('hostile values in a record neither stop the journal nor reach its SQL', async () => {
  const { journal, health } = await openJournal()
  const hostile = `'); DROP TABLE exchange; --\u0000"`
  const records = [
    exchange({ destination: hostile, client: hostile, ruleId: hostile }),
    exchange({ pathTemplate: `/${'x'.repeat(100_000)}`, destination: 'y'.repeat(10_000) }),
    exchange({ durationMs: Number.NaN, requestBytes: Number.POSITIVE_INFINITY, status: 99.5 }),
    exchange({ destination: '\ud800lone' }),
  ]
  for (const record of records) journal.record(record)
  const page = await journal.list({ limit: 10, destination: hostile })
  expect(page.records.map(({ id }) => id)).toEqual([records[0]?.id])
  expect((await journal.list({ limit: 10 })).records).toHaveLength(4)
  expect((await journal.get(records[1]?.id ?? ''))?.pathTemplate?.length).toBe(1000)
  expect(health.codes()).toEqual([])
})

test('a record that is no record is counted, said, and costs its neighbours nothing', async () => {
  const { journal, health } = await openJournal()
  const noAction = { ...exchange(), action: null } as unknown as ExchangeRecord
  const noFindings = { ...exchange(), findings: undefined } as unknown as ExchangeRecord
  for (const record of [full, noAction, noFindings, bare]) journal.record(record)
  expect((await journal.list({ limit: 10 })).records).toEqual([bare, full])
  await journal.flush()
  expect(journal.state).toEqual({ buffered: 0, dropped: 2 })
  expect(health.codes()).toEqual(['JOURNAL_INCOMPLETE'])
  expect((await journal.totals(0)).gaps.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(2)
})

test('more than the buffer holds is dropped and counted, and the journal shows the gap once it is written', async () => {
  const { journal, health } = await openJournal(undefined, {
    maxBuffered: 100,
    batchRecords: 10_000,
    flushMs: 60_000,
  })
  for (let count = 0; count < 150; count++) journal.record(exchange({ at: november + count }))
  expect(journal.state).toEqual({ buffered: 100, dropped: 50 })
  const { gaps, exchanges } = await journal.totals(0)
  expect(exchanges).toBe(100)
  expect(gaps).toEqual([{ since: november + 100, until: november + 149, dropped: 50, reason: 'buffer-full' }])
  expect(health.warnings().map(({ title }) => title)).toEqual(['50 exchanges are missing from the journal.'])
})

test('a record without a time that finds the buffer full does not spoil what follows', async () => {
  const { journal, health } = await openJournal(undefined, {
    maxBuffered: 1,
    batchRecords: 10_000,
    flushMs: 60_000,
  })
  journal.record(full)
  journal.record({ ...exchange(), at: undefined } as unknown as ExchangeRecord)
  await journal.flush()
  expect(journal.state.buffered + journal.state.dropped).toBeGreaterThan(0)
  expect(health.codes()).toEqual(['JOURNAL_INCOMPLETE'])
  journal.record(bare)
  expect(await journal.get(bare.id)).toEqual(bare)
})

test('as many records are kept as is said, though there is something found in each', async () => {
  const { journal } = await openJournal(undefined, {
    maxBuffered: 100,
    batchRecords: 10_000,
    flushMs: 60_000,
  })
  for (let count = 0; count < 110; count++)
    journal.record(exchange({ findings: [finding(), finding()], findingCounts: { EMAIL: 2 } }))
  expect(journal.state).toEqual({ buffered: 100, dropped: 10 })
  expect((await journal.list({ limit: 200 })).records).toHaveLength(100)
})

test('the buffer is bounded by findings too, so that a gigabyte of addresses does not fill the memory', async () => {
  const { journal } = await openJournal(undefined, {
    maxBuffered: 100,
    batchRecords: 10_000,
    flushMs: 60_000,
  })
  const heavy = Array.from({ length: 200 }, () => finding())
  for (let count = 0; count < 10; count++)
    journal.record(exchange({ findings: heavy, findingCounts: { EMAIL: 200 } }))
  expect(journal.state).toEqual({ buffered: 4, dropped: 6 })
})

test('recording costs the thread of the exchanges a few microseconds: another one writes', async () => {
  const { journal } = await openJournal(undefined, { maxBuffered: 1_000_000 })
  // Whatever else the machine does can only add to a round, so the cheapest one counts.
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 4; round++) {
    const records = Array.from({ length: 5000 }, (_, index) => ({ ...full, id: `r${round}-${index}` }))
    const before = process.threadCpuUsage()
    for (const record of records) journal.record(record)
    await journal.flush()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, (user + system) / records.length)
  }
  // About 5 where nothing else runs; writing in this thread would be 20 and more.
  expect(least).toBeLessThan(15)
  expect((await journal.totals(0)).exchanges).toBe(20_000)
})
