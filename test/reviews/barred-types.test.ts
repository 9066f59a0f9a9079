/** What was masked or stopped at a host within a day is found in the real journal, however much else went there. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../gateway/core/pii/entity.ts'
import { dayMs, hourMs } from '../../gateway/core/units.ts'
import { createBarredTypes } from '../../gateway/reviews/barred-types.ts'
import { openJournal } from '../store/fixture.ts'
import { exchange, finding, november } from '../store/records.ts'

const of = { client: '192.168.1.7', destination: 'shop.example' }

async function barredAfter(
  records: readonly {
    type: EntityType
    operator: 'mask' | 'refuse' | 'keep'
    ago: number
    client?: string
  }[],
  healthy = 0,
): Promise<EntityType[]> {
  const { journal } = await openJournal()
  for (const { type, operator, ago, client = of.client } of records)
    journal.record(
      exchange({
        ...{ ...of, client, at: november - ago, findingCounts: { [type]: 1 } },
        findings: [finding({ type, operator })],
      }),
    )
  for (let count = 0; count < healthy; count += 1)
    journal.record(
      exchange({
        ...{ ...of, at: november - count, findingCounts: { HEALTH: 1 } },
        findings: [finding({ type: 'HEALTH', operator: 'keep' })],
      }),
    )
  const barredTypes = createBarredTypes({
    journal: {
      async list({ limit, from, entity, before, ...rest }) {
        const page = await journal.list({
          ...rest,
          limit,
          since: from,
          entityType: entity,
          cursor: before ?? null,
        })
        return { records: page.records, next: page.nextCursor }
      },
    },
    never: () => new Set<EntityType>(['HEALTH', 'PRIVATE_KEY']),
    now: () => november,
  })
  return barredTypes(of)
}

test('of this client and host, within a day, what was not kept', async () => {
  expect(await barredAfter([{ type: 'HEALTH', operator: 'mask', ago: dayMs - 1 }])).toEqual(['HEALTH'])
  expect(await barredAfter([{ type: 'PRIVATE_KEY', operator: 'refuse', ago: hourMs }])).toEqual([
    'PRIVATE_KEY',
  ])
  expect(
    await barredAfter([
      { type: 'HEALTH', operator: 'mask', ago: dayMs + 1 },
      { type: 'HEALTH', operator: 'keep', ago: hourMs },
      { type: 'EMAIL', operator: 'mask', ago: hourMs },
      { type: 'HEALTH', operator: 'mask', ago: hourMs, client: '192.168.1.8' },
    ]),
  ).toEqual([])
})

test('behind hundreds of others too, and where there are more than anybody looks through', async () => {
  expect(await barredAfter([{ type: 'HEALTH', operator: 'mask', ago: hourMs }], 350)).toEqual(['HEALTH'])
  expect(await barredAfter([], 350)).toEqual([])
  expect(await barredAfter([], 2100)).toEqual(['HEALTH'])
})
