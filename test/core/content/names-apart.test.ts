/** Promises that an object has as many members behind the gateway as it had before. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'
import { KeyedStandIns } from '../../../gateway/core/pii/tokens/keyed-stand-ins.ts'
import type { TokenKeys } from '../../../gateway/core/ports.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'

const keys: TokenKeys = {
  keyed: (use, { type, destinationGroup }, message) => ({
    bytes: createHash('sha256').update(`${use} ${type} ${destinationGroup} `).update(message).digest(),
    period: '2026-07',
  }),
}

function sent(body: unknown, operator: Operator): Record<string, unknown> {
  const judge: Judge = {
    analyzer: fieldsAnalyzer,
    standIns: new KeyedStandIns({ keys: keys, destinationGroup: 'crm' }),
    judgesFields: false,
    field: () => 'scan',
    entity: () => operator,
  }
  const { body: out } = inspectWhole(
    { format: 'json', judge, opaqueParts: 'pass' },
    Buffer.from(JSON.stringify(body)),
  )
  return JSON.parse(out.toString()) as Record<string, unknown>
}

const people = { 'a.b@c.example': 1, 'a.c@c.example': 2, 'a.d@c.example': 3 }

test.each<Operator>(['mask', 'replace', 'redact'])('names that %s makes alike are numbered', (operator) => {
  const out = sent(people, operator)
  expect(Object.values(out)).toEqual([1, 2, 3])
  const [first = '', ...others] = Object.keys(out)
  expect(others).toEqual([`${first} (2)`, `${first} (3)`])
})

test('the same name is written the same in every record, and a value has no number', () => {
  const body = {
    list: [people, people],
    text: 'a.c@c.example',
    inner: JSON.stringify({ 'a.d@c.example': 3 }),
  }
  const { list, text, inner } = sent(body, 'replace')
  expect(list).toEqual([
    { '[EMAIL]': 1, '[EMAIL] (2)': 2, '[EMAIL] (3)': 3 },
    { '[EMAIL]': 1, '[EMAIL] (2)': 2, '[EMAIL] (3)': 3 },
  ])
  expect(text).toBe('[EMAIL]')
  expect(inner).toBe('{"[EMAIL] (3)":3}')
})

const spellings = {
  '+49 30 1234567': 1,
  '0049 30 1234567': 2,
  'a.b@c.example': 3,
  'A.B@c.example': 4,
  'DE89 3704 0044 0532 0130 00': 5,
  DE89370400440532013000: 6,
}

test('two spellings of one value, whose hash is the same, stay two names', () => {
  const out = sent({ list: [spellings, spellings], text: 'a.b@c.example' }, 'hash')
  const [first = {}, second] = out.list as Record<string, number>[]
  expect(Object.values(first)).toEqual([1, 2, 3, 4, 5, 6])
  expect(second).toEqual(first)
  const [one, other] = Object.keys(first)
  expect(other).toBe(`${one} (2)`)
  expect(out.text).toBe(Object.keys(first)[2])
})

test.each<Operator>(['tokenize', 'fpe'])(
  'what stands for one spelling alone has no number: %s',
  (operator) => {
    const out = sent(spellings, operator)
    expect(Object.values(out)).toEqual([1, 2, 3, 4, 5, 6])
    expect(Object.keys(out).filter((name) => name.includes(' ('))).toEqual([])
  },
)

test('thousands of names stay as many as they were', () => {
  const many = Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`p${i}@c.example`, i]))
  expect(Object.values(sent(many, 'replace'))).toEqual(Object.values(many))
  expect(Object.values(sent(many, 'mask'))).toEqual(Object.values(many))
  expect(Object.values(sent(many, 'hash'))).toEqual(Object.values(many))
})
