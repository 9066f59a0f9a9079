/** What is taken of one message: never more series than a device may have, and nothing out of turn while the store is away. */
import { expect, test } from 'vitest'
import { dayMs } from '../../gateway/core/units.ts'
import { ReadingBuffer } from '../../gateway/telemetry/buffer.ts'
import { mostSeries } from '../../gateway/telemetry/catalogue.ts'
import { createCounts } from '../../gateway/telemetry/counts.ts'
import { createIntake } from '../../gateway/telemetry/intake.ts'

const till = { id: '0000000000000001', name: 'till' }
const now = Date.UTC(2026, 10, 22)
const stream = '00112233445566aa'

function openIntake() {
  const buffer = new ReadingBuffer(100_000)
  const store = { isRead: true }
  const take = createIntake({
    buffer,
    clock: { now: () => now, monotonic: () => 0 },
    counts: createCounts(),
    rawRetentionMs: () => 7 * dayMs,
    knowsProgress: () => store.isRead,
  })
  const send = (reading: object) => take(till, Buffer.from(JSON.stringify(reading))).fate
  return { buffer, store, send }
}

const series = (from: number, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${from + index}`, 1]))

test('a reading that is refused for its age does not let its series in uncounted', () => {
  const { buffer, send } = openIntake()
  const fates: string[] = []
  for (let from = 0; from < mostSeries + 64; from += 64) {
    expect(send({ at: now - 30 * dayMs, values: series(from, 64) })).toBe('too-old')
    fates.push(send({ at: now, values: series(from, 64) }))
  }
  expect(fates).toEqual(['taken', 'taken', 'taken', 'taken', 'too-many-series'])
  expect(buffer.find(till.id)?.series.size).toBe(mostSeries)
})

test('readings that came before the store could be read are taken in order when they come again, and none is skipped', () => {
  const { buffer, store, send } = openIntake()
  const sent = (seq: number) => send({ stream, seq, at: now, values: { a: seq } })
  store.isRead = false
  expect([101, 102, 103].map(sent)).toEqual(['waiting', 'waiting', 'waiting'])
  const { streams } = buffer.of(till)
  streams.restore(stream, { seq: 100, at: now })
  store.isRead = true
  expect(sent(104)).toBe('waiting')
  expect(streams.takeWanted(), 'the device is asked to send again').toBe(true)
  expect([101, 102, 103, 104].map(sent)).toEqual(['taken', 'taken', 'taken', 'taken'])
  expect(buffer.find(till.id)?.gaps).toEqual([])
})
