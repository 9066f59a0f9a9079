/** A full disk, a disk that turns read-only, a process killed while it writes: history waits, and is never half. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { openDatabase } from '../../gateway/store/database.ts'
import { readGap } from '../../gateway/store/journal-gap-file.ts'
import { folder, openJournal } from './fixture.ts'
import { exchange, finding, key, november } from './records.ts'
import { testOnSmallDisk } from './small-disk.ts'

const heavy = Array.from({ length: 20 }, () => finding())
const someExchange = () => exchange({ findings: heavy, findingCounts: { EMAIL: 20 } })
const quick = { flushMs: 10, retryMs: 20, maxBuffered: 525 }

testOnSmallDisk(
  'a disk that fills up stops history, not the gateway, and history goes on by itself',
  24,
  async (disk) => {
    const { journal, health } = await openJournal(join(disk.path, 'gatehouse.db'), quick)
    const before = someExchange()
    journal.record(before)
    await journal.flush()
    disk.fill()
    for (let count = 0; count < 1000; count++) journal.record(someExchange())
    await expect.poll(() => health.codes(), { timeout: 10_000 }).toEqual(['JOURNAL_INCOMPLETE', 'STORE_FULL'])
    expect(health.warnings().find(({ code }) => code === 'STORE_FULL')?.hint).toMatch(/by itself/)
    expect(await journal.get(before.id), 'what was written can still be read').toEqual(before)
    const { dropped } = journal.state
    expect(dropped).toBeGreaterThan(0)
    disk.free()
    await expect.poll(() => health.codes(), { timeout: 10_000 }).toEqual(['JOURNAL_INCOMPLETE'])
    const after = someExchange()
    journal.record(after)
    expect(await journal.get(after.id)).toEqual(after)
    const totals = await journal.totals(0)
    expect(totals.exchanges + dropped).toBe(1002)
    expect(totals.gaps.reduce((sum, gap) => sum + gap.dropped, 0)).toBe(dropped)
  },
)

testOnSmallDisk(
  'a gateway that starts on a full disk starts, and history begins once there is room',
  8,
  async (disk) => {
    disk.fill()
    const { journal, health, store } = await openJournal(join(disk.path, 'gatehouse.db'), quick)
    expect(store.failure).toEqual(expect.objectContaining({ code: 'STORE_FULL' }))
    const waiting = someExchange()
    journal.record(waiting)
    await journal.flush()
    expect(health.codes()).toEqual(['STORE_FULL'])
    disk.free()
    await expect.poll(() => health.codes(), { timeout: 10_000 }).toEqual([])
    expect(await journal.get(waiting.id)).toEqual(waiting)
  },
)

testOnSmallDisk(
  'a gateway that starts on a read-only disk starts, and history goes on once it can be written',
  16,
  async (disk) => {
    const file = join(disk.path, 'gatehouse.db')
    const first = await openJournal(file)
    first.journal.record(someExchange())
    await first.close()
    disk.readOnly(true)
    const { journal, health, store } = await openJournal(file, quick)
    expect(store.failure).toEqual(expect.objectContaining({ code: 'STORE_READ_ONLY' }))
    const waiting = someExchange()
    journal.record(waiting)
    await journal.flush()
    expect(health.codes()).toEqual(['STORE_READ_ONLY'])
    await expect(journal.list({ limit: 1 })).rejects.toThrow(
      expect.objectContaining({ code: 'STORE_READ_ONLY' }),
    )
    disk.readOnly(false)
    await expect.poll(() => health.codes(), { timeout: 10_000 }).toEqual([])
    expect((await journal.totals(0)).exchanges).toBe(2)
  },
)

testOnSmallDisk(
  'what a full disk kept out of the journal is counted at the stop, and named after the restart, on the full disk and after it',
  24,
  async (disk) => {
    const file = join(disk.path, 'gatehouse.db')
    const lost: number[] = []
    const first = await openJournal(file, { ...quick, onDropped: (records) => void lost.push(records) })
    first.journal.record(exchange())
    await first.journal.flush()
    disk.fill()
    const during = Array.from({ length: 700 }, (_, count) => exchange({ at: Date.now() + count }))
    for (const record of during) first.journal.record(record)
    await expect.poll(() => first.health.codes()).toContain('STORE_FULL')
    await first.close()
    const { dropped } = first.journal.state
    expect(dropped).toBeGreaterThan(100)
    expect(lost.reduce((sum, records) => sum + records, 0)).toBe(dropped)

    const second = await openJournal(file, quick)
    const missing = () => second.health.warnings().find(({ code }) => code === 'JOURNAL_INCOMPLETE')
    await expect.poll(missing).toMatchObject({ title: `${dropped} exchanges are missing from the journal.` })
    expect(missing()?.hint).toMatch(/between \d{4}-\d\d-\d\d \d\d:\d\d:\d\d and \d{4}-/)
    await second.close()

    disk.free()
    const third = await openJournal(file, quick)
    await expect.poll(async () => (await third.journal.totals(0)).gaps.length).toBeGreaterThan(0)
    const { gaps, exchanges } = await third.journal.totals(0)
    expect(gaps.reduce((sum, gap) => sum + gap.dropped, 0)).toBe(dropped)
    expect(exchanges + dropped).toBe(701)
    expect(Math.max(...gaps.map(({ until }) => until))).toBe(during.at(-1)?.at)
    await third.close()

    const fourth = await openJournal(file, quick)
    await expect.poll(() => fourth.health.codes()).toEqual(['JOURNAL_INCOMPLETE'])
    expect(fourth.health.warnings()[0]?.title).toBe(`${dropped} exchanges are missing from the journal.`)
    expect((await fourth.journal.totals(0)).gaps).toEqual(gaps)
  },
)

testOnSmallDisk(
  'a gateway killed on a full disk leaves word of what waited to be written',
  24,
  async (disk) => {
    const file = join(disk.path, 'gatehouse.db')
    const killed = await openJournal(file, quick)
    killed.journal.record(exchange())
    await killed.journal.flush()
    disk.fill()
    for (let count = 0; count < 300; count++) killed.journal.record(exchange({ at: Date.now() }))
    await expect.poll(() => killed.health.codes()).toContain('STORE_FULL')
    // The word is written right behind the warning.
    await expect.poll(() => readGap(file)).not.toBeNull()
    // Never closed: the next one finds what a killed process would have left.
    const next = await openJournal(file, quick)
    await expect.poll(() => next.health.codes()).toContain('JOURNAL_INCOMPLETE')
    disk.free()
  },
)

test('kill -9 at any moment of the load leaves a whole database: no half record, no total that does not fit', async () => {
  const file = join(folder(), 'gatehouse.db')
  let survived = 0
  for (let round = 0; round < 6; round++) {
    const flushed = await killDuringLoad(file, 150 + round * 130)
    const database = openDatabase(file, key)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    const facts = database
      .prepare<
        [],
        { rows: number; last: number; total: number; entities: number; ranges: number; findings: number }
      >(
        `SELECT count(*) AS rows, max(seq) AS last,
           (SELECT sum(count) FROM exchange_hour) AS total,
           (SELECT sum(count) FROM entity_hour) AS entities,
           (SELECT max(last_seq) FROM hour_range) AS ranges,
           sum(json_array_length(findings)) AS findings
         FROM exchange`,
      )
      .get()
    database.close()
    expect(facts).toMatchObject({ last: facts?.rows, total: facts?.rows, ranges: facts?.rows })
    expect(facts?.findings).toBe(2 * (facts?.rows ?? 0))
    expect(facts?.entities).toBe(2 * (facts?.rows ?? 0))
    expect(facts?.rows).toBeGreaterThanOrEqual(survived + flushed)
    survived = facts?.rows ?? 0
  }
  expect(survived).toBeGreaterThan(5000)
})

/** Lets a child record as fast as it can for so long, kills it, and returns how many it had reported as written. */
async function killDuringLoad(file: string, forMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'recording-child.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let flushed = 0
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    if (flushed === 0) setTimeout(() => child.kill('SIGKILL'), forMs)
    flushed = Number(line)
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  return flushed
}

test('the hours of records say where to look, also when the clock was set back', async () => {
  const { journal } = await openJournal()
  const times = [november, november - 86_400_000, november + 5, 0, november - 86_400_000 + 1]
  const records = times.map((at) => exchange({ at }))
  for (const record of records) journal.record(record)
  const day = { since: november - 86_400_000, until: november - 86_300_000 }
  expect((await journal.list({ limit: 10, ...day })).records).toEqual([records[4], records[1]])
  expect((await journal.list({ limit: 10, until: 1 })).records).toEqual([records[3]])
})
