/** What is remembered of an address is its own alone, for five minutes, and never more than has room. */
import { expect, test } from 'vitest'
import type { RecordedExchange } from '../../../gateway/core/journal.ts'
import { entityTypeNames } from '../../../gateway/core/pii/entity.ts'
import { LatelySeen, latelyMs, mostRemembered } from '../../../gateway/core/trouble/lately.ts'
import { exchange, finding } from '../../store/records.ts'

const here = { address: '192.168.1.7', machine: null, others: [] }

function seen(...records: Partial<RecordedExchange>[]): LatelySeen {
  const lately = new LatelySeen()
  for (const record of records) lately.take({ ...exchange({ client: here.address }), ...record }, 0)
  return lately
}

test('rows are of one address, and of one machine where machines are known', () => {
  const lately = seen(
    { destination: 'mine.example' },
    { destination: 'anothers.example', client: '192.168.1.8' },
    { destination: 'annas.example', client: 'user:anna', from: here.address },
    { destination: 'ottos.example', client: 'user:otto', from: '192.168.1.8' },
    { destination: 'before.example', notes: ['machine:0a1b2c3d'] },
  )
  const hosts = (machine: string | null) => lately.of({ ...here, machine }, 0).map((row) => row.seen.host)
  expect(hosts(null)).toEqual(['annas.example', 'mine.example'])
  expect(hosts('0a1b2c3d')).toEqual(['before.example'])
  expect(hosts('ffffffff')).toEqual([])
})

test('after five minutes nothing is left, and what happens again keeps its id', () => {
  const lately = new LatelySeen()
  const first = exchange({ client: here.address })
  lately.take(first, 0)
  lately.take(exchange({ client: here.address }), latelyMs - 1)
  expect(lately.of(here, latelyMs)).toMatchObject([{ seen: { id: first.id }, times: 2, agoMs: 1 }])
  expect(lately.of(here, 2 * latelyMs - 1)).toEqual([])
  const next = exchange({ client: here.address })
  lately.take(next, 2 * latelyMs)
  expect(lately.of(here, 2 * latelyMs)).toMatchObject([{ seen: { id: next.id }, times: 1 }])
})

test('a flood pushes out its own rows first, and all of them stay within what has room', () => {
  const lately = seen({ destination: 'mine.example' })
  for (let count = 0; count < 2 * mostRemembered.ofAddress; count += 1)
    lately.take(exchange({ client: '10.0.0.1', destination: `h${count}.example` }), 0)
  expect(lately.of({ ...here, address: '10.0.0.1' }, 0)).toHaveLength(mostRemembered.ofAddress)
  expect(lately.of(here, 0)).toHaveLength(1)
  const addresses = mostRemembered.ofAll / mostRemembered.ofAddress + 5
  for (let each = 0; each < addresses; each += 1)
    for (let count = 0; count < mostRemembered.ofAddress; count += 1)
      lately.take(exchange({ client: `10.1.0.${each}`, destination: `h${count}.example` }), 0)
  const kept = Array.from({ length: addresses }, (_, each) => `10.1.0.${each}`).concat(
    '10.0.0.1',
    here.address,
  )
  const rows = kept.flatMap((address) => lately.of({ ...here, address }, 0))
  expect(rows).toHaveLength(mostRemembered.ofAll)
  expect(lately.size).toBe(mostRemembered.ofAll)
})

test('what is too old is forgotten, of whoever it was, as soon as anybody is heard of', () => {
  const lately = seen({ destination: 'a.example' }, { destination: 'b.example', client: '192.168.1.8' })
  expect(lately.size).toBe(2)
  lately.take(exchange({ client: '192.168.1.9' }), latelyMs - 1)
  expect(lately.size).toBe(3)
  lately.take(exchange({ client: '192.168.1.9', destination: 'c.example' }), latelyMs)
  expect(lately.size).toBe(2)
  lately.take(exchange({ client: '192.168.1.9', destination: 'd.example' }), 2 * latelyMs - 1)
  expect(lately.size).toBe(2)
})

test('an exchange with all kinds of data takes no more room than others', () => {
  const findings = entityTypeNames.map((type) => finding({ type }))
  const findingCounts = Object.fromEntries(entityTypeNames.map((type) => [type, 1]))
  const [row] = seen({ findings, findingCounts }).of(here, 0)
  expect(row?.seen).toMatchObject({ changes: { length: 8 }, more: true })
})

test('nothing but names, verdicts and counts is remembered', () => {
  const lately = seen({
    pathTemplate: '/secret-path/{…}',
    findings: [finding({ path: 'customer.email', blindIndex: 'abcdefghijklmnopqrstuv' })],
    findingCounts: { EMAIL: 1 },
  })
  const rows = JSON.stringify(lately.of(here, 0))
  for (const hidden of ['secret-path', 'customer', 'abcdefghij']) expect(rows).not.toContain(hidden)
  expect(lately.of(here, 0)[0]?.seen.changes).toEqual([{ type: 'EMAIL', operator: 'mask', count: 1 }])
})
