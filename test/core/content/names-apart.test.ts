/** Promises that an object has as many members behind the gateway as it had before. */
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'

function sent(body: unknown, operator: Operator): Record<string, unknown> {
  const judge: Judge = {
    analyzer: fieldsAnalyzer,
    standIns: undefined,
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

test('thousands of names stay as many as they were', () => {
  const many = Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`p${i}@c.example`, i]))
  expect(Object.values(sent(many, 'replace'))).toEqual(Object.values(many))
  expect(Object.values(sent(many, 'mask'))).toEqual(Object.values(many))
})
