/** Promises of the bench of the analyzer: what counts as found, what is left out, and where in a body a label stands. */
import { expect, test } from 'vitest'
import { bodyLines } from '../../scripts/bench/pii/bodies.ts'
import type { AnnotatedText } from '../../scripts/bench/pii/corpus.ts'
import { figuresOf } from '../../scripts/bench/pii/figures.ts'
import { jsonPlaces } from '../../scripts/bench/pii/json-places.ts'
import { judgeTexts } from '../../scripts/bench/pii/judgement.ts'
import type { Span } from '../../scripts/bench/pii/spans.ts'
import { isOfClass } from '../../scripts/bench/pii/type-names.ts'
import { wrongBecause } from '../../scripts/bench/pii/wrong-labels.ts'

const text = 'Call 030 901820 or write to a@example.com'

/** Judges one text whose labels are given as type and value, against spans that were found. */
function judge(labels: [string, string][], found: Span[], more: Partial<AnnotatedText> = {}) {
  const entities = labels.map(([type, value]) => {
    const start = text.indexOf(value)
    return { type, start, end: start + value.length, value }
  })
  const scope = ['PHONE', 'EMAIL', 'NATIONAL_ID']
  const annotated = { id: '1', source: 'own', text, entities, scope, ...more }
  return judgeTexts(
    [annotated],
    () => found,
    () => {},
  )
}

test('any overlap counts as found, and the very span is counted beside it', () => {
  const { tallies } = judge([['PHONE', '030 901820']], [{ type: 'PHONE', start: 9, end: 15 }])
  expect(figuresOf(tallies)).toMatchObject({ f1: 1, exact_recall: 0, wanted: 1, missed: 0, wrong: 0 })
})

test('a finding of another class is wrong, and the label stays missed', () => {
  const { tallies } = judge([['PHONE', '030 901820']], [{ type: 'EMAIL', start: 5, end: 15 }])
  expect(figuresOf(tallies)).toMatchObject({ f1: 0, missed: 1, wrong: 1 })
})

test('types that nobody looked for are not judged', () => {
  const { tallies, clean } = judge([], [{ type: 'IBAN', start: 5, end: 15 }], { text: 'Call 030 901820' })
  expect(tallies).toEqual([])
  expect(clean.alarms).toEqual([{ type: 'IBAN', source: 'own', inScope: false }])
})

test('where a text is nothing as a whole, a part of it is not judged', () => {
  const part = [{ type: 'PHONE', start: 5, end: 15 }]
  const number = 'Call 030 901820'
  expect(judge([], part, { whole: true, text: number }).clean.alarms).toEqual([])
  expect(judge([], part, { text: number }).clean.alarms).toHaveLength(1)
})

test.each([
  ['IBAN', 'DE00370400440532013000'],
  ['CREDIT_CARD', '4111 1111 1111 1112'],
  ['US_SSN', '666-12-3456'],
  ['BANK_ROUTING', '021000022'],
  ['IN_AADHAAR', '2345 6789 0123'],
  ['PHONE', '[PHONE_1]'],
  ['PL_PESEL', '123-45-6789'],
  ['PL_NIP', '123-456-78-90'],
])('a label of %s whose own number is wrong is left out', (type, value) => {
  expect(wrongBecause(type, value)).not.toBeNull()
})

test.each([
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['CREDIT_CARD', '4111-1111-1111-1111'],
  ['US_SSN', '538-77-4637'],
  ['BANK_ROUTING', '021000021'],
  ['IN_AADHAAR', '2345 6789 0124'],
  ['PHONE', '555-0123'],
  ['PL_PESEL', '44051401359'],
  ['PL_NIP', '123-456-32-18'],
  ['PERSON', 'anything'],
])('a right label of %s stays', (type, value) => {
  expect(wrongBecause(type, value)).toBeNull()
})

test('a country’s number is of the class of its general type, and of no other country’s', () => {
  expect(isOfClass('US_SSN', 'NATIONAL_ID')).toBe(true)
  expect(isOfClass('FR_VAT_ID', 'VAT_ID')).toBe(true)
  expect(isOfClass('NL_BSN', 'FR_NIR')).toBe(false)
  expect(isOfClass('EMAIL', 'PHONE')).toBe(false)
})

test('values of a body are found by their paths, escapes and all', () => {
  const body = '{"a": {"b": [1, "x\\"y"]}, "c": null}'
  const places = jsonPlaces(body)
  expect([...places].map(([path, { start, end }]) => [path, body.slice(start, end)])).toEqual([
    ['$.a.b[0]', '1'],
    ['$.a.b[1]', 'x\\"y'],
    ['$.c', 'null'],
  ])
})

test('what must be kept in a body and is touched is named', () => {
  const body = {
    name: 'order',
    contentType: 'application/json',
    body: '{"mail":"a@example.com","id":"4711"}',
    labelling: 'hand',
    labels: [{ path: '$.mail', type: 'EMAIL', value: 'a@example.com' }],
    mustKeep: [{ path: '$.id', kind: 'identifier', value: '4711' }],
  }
  const [hand, , kept] = bodyLines([body], false, () => [
    { type: 'EMAIL', start: 9, end: 15 },
    { type: 'PHONE', start: 30, end: 34 },
  ])
  expect(hand?.value).toBeCloseTo(6 / 13, 3)
  expect(kept?.detail.touched).toEqual(['order: identifier $.id 4711 as PHONE'])
})
