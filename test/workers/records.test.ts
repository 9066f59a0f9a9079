/** Promises of a worker's records: in batches that fit, kept until control has them for good, bounded and counted. */
import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { FrameReader, maxWorkerFrameBytes } from '../../gateway/core/worker/frame.ts'
import { Records } from '../../gateway/worker/records.ts'
import { exchange } from '../api/stand-in.ts'

interface Batch {
  batch: number
  records: ExchangeRecord[]
  dropped: number
}

function openScene(maxRecords: number) {
  const sent: Batch[] = []
  let isUp = true
  const records = new Records({
    send: (frame) => {
      if (isUp)
        for (const message of new FrameReader(maxWorkerFrameBytes).read(frame)) sent.push(message as Batch)
      return isUp
    },
    batchMs: 60_000,
    maxRecords,
  })
  return {
    records,
    sent,
    up: (next: boolean) => {
      isUp = next
    },
  }
}

test('what control has not confirmed is handed over again, and what it has is not', () => {
  const { records, sent } = openScene(1000)
  records.record(exchange({ id: 'a' }))
  records.flush()
  records.record(exchange({ id: 'b' }))
  records.flush()
  records.durable(1)
  sent.length = 0
  records.again()
  expect(sent.map(({ batch, records: [record] }) => [batch, record?.id])).toEqual([[2, 'b']])
  expect(records.length).toBe(1)
})

test('while control is away records are kept up to the bound; the rest is counted and told', () => {
  const { records, sent, up } = openScene(300)
  up(false)
  for (let i = 0; i < 350; i += 1) records.record(exchange({ id: `${i}` }))
  expect(records.length).toBe(300)
  up(true)
  records.again()
  expect(sent.reduce((sum, { records: some }) => sum + some.length, 0)).toBe(300)
  expect(sent.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(50)
})

test('records that are long are cut into frames that fit, and one that fits in none is counted as lost', () => {
  const { records, sent } = openScene(1000)
  const long = (bytes: number) => exchange({ pathTemplate: 'x'.repeat(bytes) })
  for (let i = 0; i < 4; i += 1) records.record(long(3_000_000))
  records.record(long(maxWorkerFrameBytes + 1))
  records.flush()
  records.flush()
  expect(sent.flatMap(({ records: some }) => some)).toHaveLength(4)
  expect(sent.length).toBeGreaterThan(1)
  expect(sent.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(1)
})
