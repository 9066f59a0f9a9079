/** Promises about the line of the journal that tells of many streams that their client left before they reached anybody. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExchangeRecord } from '../../../gateway/core/journal.ts'
import { minuteMs } from '../../../gateway/core/units.ts'
import { type ClientConnection, unknownClient } from '../../../gateway/egress/connection.ts'
import { LeftStreams } from '../../../gateway/egress/http2/left-streams.ts'
import type { Egress } from '../../../gateway/egress/shared.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function scene() {
  const records: ExchangeRecord[] = []
  const egress = {
    ports: {
      clock: { monotonic: () => Date.now(), now: () => Date.now() },
      journal: { record: (entry: ExchangeRecord) => void records.push(entry) },
    },
    ids: { next: () => 'id' },
    guests: [],
  }
  const connection = { ...unknownClient('192.0.2.7'), scheme: 'https', tunnel: null } as ClientConnection
  const left = new LeftStreams(connection, egress as unknown as Egress, () => {})
  return { left, notes: () => records.flatMap((record) => record.notes) }
}

test('it is written a minute after the first of them, though the session lives on and nobody leaves another one', () => {
  const { left, notes } = scene()
  for (let i = 0; i < 300; i++) left.atOnce()
  vi.advanceTimersByTime(minuteMs - 1)
  expect(notes()).toEqual([])
  vi.advanceTimersByTime(1)
  expect(notes()).toEqual(['resets:300'])
  left.atOnce()
  vi.advanceTimersByTime(minuteMs)
  expect(notes()).toEqual(['resets:300', 'resets:1'])
  left.atOnce()
  left.end()
  vi.advanceTimersByTime(10 * minuteMs)
  expect(notes()).toEqual(['resets:300', 'resets:1', 'resets:1'])
})

test('what is known to have reached somebody is never told there, and the first hundred of the others are not', () => {
  const { left, notes } = scene()
  for (let i = 0; i < 200; i++) expect(left.exchange({ requestBytes: 0, saysMore: true })).toBe(false)
  for (let i = 0; i < 100; i++) expect(left.exchange({ requestBytes: 0, saysMore: false })).toBe(false)
  for (let i = 0; i < 7; i++) expect(left.exchange({ requestBytes: 5, saysMore: false })).toBe(true)
  left.end()
  expect(notes()).toEqual(['resets:7'])
})
