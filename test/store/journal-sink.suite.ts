/** What every JournalSink must do, whoever plays it: the suite that each adapter runs. */
import { describe, expect, test } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import type { JournalSink } from '../../gateway/core/ports.ts'
import { exchange, finding, november } from './records.ts'

export interface SinkUnderTest {
  sink: JournalSink
  /** What the sink keeps, in the order of arrival; null for a sink that cannot keep anything now. */
  kept(): Promise<ExchangeRecord[] | null>
  /** Records that could not be kept, as the sink counts them. */
  lost(): number
  close(): Promise<void>
}

/** `capacity`: records without findings that the sink holds at least, before it may drop. */
export function journalSinkSuite(name: string, capacity: number, start: () => Promise<SinkUnderTest>): void {
  describe(`JournalSink: ${name}`, () => {
    test('takes a record at once, and returns nothing', async () => {
      const { sink } = await start()
      expect(sink.record(exchange())).toBeUndefined()
    })

    test('keeps every record whole and in the order of arrival, or counts it', async () => {
      const { sink, kept, lost } = await start()
      const records = Array.from({ length: Math.min(capacity, 700) }, (_, index) =>
        exchange({
          at: november - index,
          findings: index % 2 === 0 ? [] : [finding({ offset: index })],
          findingCounts: index % 2 === 0 ? {} : { EMAIL: index },
        }),
      )
      for (const record of records) sink.record(record)
      const found = await kept()
      if (found !== null) expect(found).toEqual(records)
      expect(lost()).toBe(0)
    })

    test('drops what it cannot hold, counts each one, and never throws', async () => {
      const { sink, kept, lost } = await start()
      const many = 4 * capacity
      for (let index = 0; index < many; index++) sink.record(exchange())
      const found = await kept()
      if (found === null) expect(lost()).toBeGreaterThanOrEqual(many - 2 * capacity)
      else expect(found.length + lost()).toBe(many)
    })

    test('survives what is no record', async () => {
      const { sink } = await start()
      for (const nonsense of [null, undefined, 7, {}, { findings: 'x' }, { ...exchange(), notes: null }]) {
        expect(() => sink.record(nonsense as unknown as ExchangeRecord)).not.toThrow()
      }
    })

    test('survives a record that comes after closing', async () => {
      const { sink, close } = await start()
      await close()
      expect(() => sink.record(exchange())).not.toThrow()
    })
  })
}
