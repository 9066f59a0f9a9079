/** The hour's counter counts distinct persons, forgets in time, and never grows beyond its bound. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPersonHours } from '../../../gateway/core/policy/persons.ts'

const hour = 3_600_000
const way = { client: '10.0.0.1', destination: 'shop.test', ruleId: 'rule', at: 0 }

test('each way, rule and type counts for itself', () => {
  const hours = createPersonHours({ salt: Buffer.from('s') })
  expect(hours.counterFor(way).add('EMAIL', 'a')).toBe(1)
  expect(hours.counterFor(way).add('EMAIL', 'b')).toBe(2)
  expect(hours.counterFor(way).add('PHONE', 'a')).toBe(1)
  expect(hours.counterFor({ ...way, client: '10.0.0.2' }).add('EMAIL', 'c')).toBe(1)
  expect(hours.counterFor({ ...way, destination: 'other.test' }).add('EMAIL', 'c')).toBe(1)
  expect(hours.counterFor({ ...way, ruleId: 'other' }).add('EMAIL', 'c')).toBe(1)
})

test('withdrawing takes back what this exchange added, and nothing that others did', () => {
  const hours = createPersonHours({ salt: Buffer.from('s') })
  hours.counterFor(way).add('EMAIL', 'a')
  const second = hours.counterFor(way)
  second.add('EMAIL', 'a')
  second.add('EMAIL', 'b')
  second.withdraw()
  second.withdraw()
  expect(hours.size).toBe(1)
  expect(hours.counterFor(way).add('EMAIL', 'a')).toBe(1)
})

test('counts agree with a list of everything that was seen within the hour', () => {
  const steps = fc.array(
    fc.record({
      value: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      wait: fc.constantFrom(0, 1000, hour / 3, hour / 2, hour - 1),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(steps, (walk) => {
      const hours = createPersonHours({ salt: Buffer.from('s') })
      const lastSeen = new Map<string, number>()
      let at = 0
      for (const { value, wait } of walk) {
        at += wait
        lastSeen.set(value, at)
        const expected = [...lastSeen.values()].filter((seen) => seen > at - hour).length
        expect(hours.counterFor({ ...way, at }).add('EMAIL', value)).toBe(expected)
      }
    }),
  )
})

test('memory is bounded: the ways that were quiet the longest are forgotten first', () => {
  const hours = createPersonHours({ salt: Buffer.from('s'), maxRemembered: 100 })
  const clientWay = (client: number) => ({ ...way, client: `10.0.0.${client}` })
  for (let client = 0; client < 50; client += 1) {
    const counter = hours.counterFor(clientWay(client))
    for (let person = 0; person < 10; person += 1) counter.add('EMAIL', `${person}`)
    expect(hours.size).toBeLessThanOrEqual(100)
  }
  expect(hours.counterFor(clientWay(49)).add('EMAIL', 'new')).toBe(11)
  expect(hours.counterFor(clientWay(0)).add('EMAIL', 'new')).toBe(1)
})

test('one way alone cannot fill the memory, and stays over its bound', () => {
  const hours = createPersonHours({ salt: Buffer.from('s'), maxRemembered: 100 })
  const counter = hours.counterFor(way)
  let last = 0
  for (let person = 0; person < 1000; person += 1) last = counter.add('EMAIL', `${person}`)
  expect(last).toBeGreaterThanOrEqual(100)
  expect(hours.size).toBeLessThanOrEqual(101)
})

test('what one counter tells another makes both count the same, withdrawals included', () => {
  const salt = Buffer.from('12345678')
  const other = createPersonHours({ salt })
  const one = createPersonHours({ salt, onNews: (news) => other.learn(news) })
  one.counterFor(way).add('EMAIL', 'a')
  one.counterFor(way).add('EMAIL', 'b')
  expect(other.counterFor(way).add('EMAIL', 'a')).toBe(2)
  expect(other.counterFor(way).add('EMAIL', 'c')).toBe(3)
  const taken = one.counterFor(way)
  taken.add('EMAIL', 'd')
  taken.withdraw()
  expect(other.counterFor(way).add('EMAIL', 'e')).toBe(4)
})

test('a person who is seen again is told of once a minute, so that the hour of others does not end too early', () => {
  const told: (number | null)[] = []
  const hours = createPersonHours({ salt: Buffer.from('12345678'), onNews: ({ at }) => told.push(at) })
  for (const at of [0, 1000, 59_999, 61_000, 62_000, 130_000])
    hours.counterFor({ ...way, at }).add('EMAIL', 'a')
  expect(told).toEqual([0, 61_000, 130_000])
})

test('one that begins late learns all that is known', () => {
  const salt = Buffer.from('12345678')
  const one = createPersonHours({ salt })
  for (const value of ['a', 'b', 'c']) one.counterFor(way).add('EMAIL', value)
  const late = createPersonHours({ salt })
  for (const news of one.all()) late.learn(news)
  expect([late.size, late.counterFor(way).add('EMAIL', 'd')]).toEqual([3, 4])
})
