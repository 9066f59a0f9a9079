/** Sums that a sweep asks for, while a device empties its spool. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { dayMs, hourMs } from '../../gateway/core/units.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore } from '../../gateway/store/store.ts'
import { createTelemetryReader } from '../../gateway/store/telemetry-reader.ts'
import { startTelemetryThread } from '../../gateway/store/telemetry-thread-client.ts'
import { ReadingBuffer } from '../../gateway/telemetry/buffer.ts'
import { createColumnKeys } from '../../gateway/telemetry/column-keys.ts'
import { readHistory } from '../../gateway/telemetry/history.ts'
import { createPieces } from '../../gateway/telemetry/piece.ts'
import { startRecorder } from '../../gateway/telemetry/recorder.ts'
import { watchedHealth } from '../store/fixture.ts'
import { key } from '../store/records.ts'

const till = { id: '0000000000000001', name: 'till' }
const clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** The recorder over a real store; `meanwhile` runs once, when the readings of an hour were just read. */
async function openRecorder() {
  const data = mkdtempSync(join(tmpdir(), 'gatehouse recorder-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const health = watchedHealth()
  const keys = join(data, 'keys')
  const keyring = await openKeyring({
    directory: keys,
    root: { kind: 'file', path: join(keys, 'root.key') },
    clock,
    createIfNew: true,
  })
  const store = await openStore({ file: join(data, 'gatehouse.db'), key, clock, health })
  const thread = startTelemetryThread(store.file, store.key)
  const hooks: { meanwhile: (() => Promise<void>) | null } = { meanwhile: null }
  const real = createTelemetryReader(store)
  const reader: typeof real = {
    ...real,
    async pieces(table, device, slots) {
      const found = await real.pieces(table, device, slots)
      const { meanwhile } = hooks
      if (table !== 'telemetry_late' || meanwhile === null) return found
      hooks.meanwhile = null
      await meanwhile()
      return found
    },
  }
  const buffer = new ReadingBuffer(10_000)
  const pieces = createPieces(createColumnKeys(keyring), (length) => randomBytes(length))
  const recorder = await startRecorder({
    ...{ store, thread, reader, buffer, pieces, clock, health, log: silentLog },
    flushEveryMs: dayMs,
    stored: () => undefined,
    resend: () => undefined,
  })
  onTestFinished(async () => {
    await recorder[Symbol.asyncDispose]()
    await thread.close()
    await store[Symbol.asyncDispose]()
    await keyring[Symbol.asyncDispose]()
  })
  return { recorder, buffer, reader: real, pieces, hooks }
}

test('a late reading that is stored while its hour is summed up for a sweep is in the sum', async () => {
  const { recorder, buffer, reader, pieces, hooks } = await openRecorder()
  const hour = Math.floor(Date.now() / hourMs) * hourMs - 5 * hourMs
  const late = (value: number) => {
    const reading = { at: hour + value, values: { a: value }, size: 5, isSpooled: false }
    expect(buffer.push(buffer.of(till), reading)).toBe(true)
  }
  late(1)
  let flushed: Promise<void> | null = null
  hooks.meanwhile = async () => {
    late(2)
    flushed = recorder.flush()
    await Promise.race([flushed, wait(300)])
  }
  await recorder.completeHours()
  await flushed
  await recorder.completeHours()
  const device = recorder.catalogue?.named('till')
  if (!device) throw new Error('not stored')
  const query = { from: hour - 6 * dayMs, until: hour + hourMs, series: null, points: 500 }
  const answer = await readHistory(device, query, {
    ...{ reader, pieces, waiting: () => [], seriesNumber: () => null },
  })
  expect(answer.source).toBe('hours')
  expect(answer.series[0]?.points).toEqual([{ at: hour, min: 1, mean: 1.5, max: 2, count: 2 }])
})
