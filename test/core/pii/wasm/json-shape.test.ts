/** Promises that a document is passed over for names beside values, or above columns, only where it has none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namedPairs, pairNames, tellsOfValue } from '../../../../gateway/core/pii/fields/named-pairs.ts'
import { rowTables } from '../../../../gateway/core/pii/fields/row-columns.ts'
import { makeJsonShape } from '../../../../gateway/core/pii/wasm/json-shape.ts'
import { fieldsAnalyzer } from '../../../support/analysis.ts'

const { fields } = fieldsAnalyzer
const whole = makeJsonShape(pairNames)!
/** Has room for so little that most documents come in many pieces. */
const inPieces = makeJsonShape(pairNames, 48)!

const tells = (text: string, isKind: boolean) => tellsOfValue(text, isKind, fields)
const look = (text: string) => whole.mayNameElsewhere(Buffer.from(text), tells)

const names = [
  ...pairNames.values,
  ...pairNames.names,
  ...pairNames.kinds,
  'id',
  'note',
  'columns',
  'rows',
  '',
]
const texts = [
  'first_name',
  'email',
  'phone',
  'Ana',
  'MR',
  '',
  '"\\',
  '{[',
  '[[',
  ' "name": "x" ',
  'ä'.repeat(30),
]
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...texts),
    fc.constantFrom(1, -2.5e3, true, null),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie('document')), { maxLength: 5 }).map(Object.fromEntries),
  ),
}))

test('a document in which such a name tells something is never passed over', () => {
  fc.assert(
    fc.property(document, fc.constantFrom(0, 2), (root, indent) => {
      const body = Buffer.from(JSON.stringify(root, null, indent))
      const hasAny = namedPairs(root, fields) !== null || rowTables(root, fields) !== null
      if (hasAny)
        expect([whole, inPieces].map((shape) => shape.mayNameElsewhere(body, tells))).toEqual([true, true])
    }),
    { numRuns: 2000 },
  )
})

describe('a document is looked into', () => {
  test.each([
    ['with a name beside a value', '{"name":"email","value":"x"}'],
    ['with the value first', '{"value":"x","label":"E-mail"}'],
    ['with a kind', '[{"type":"phone"},{"type":"text","content":"x"},{"type":"urn:mobile","content":"x"}]'],
    ['with a list of values', '[{"values":[1,"x"],"key":"email"}]'],
    ['with a kind that is an object', '{"type":{"text":"phone"},"value":"x"}'],
    ['with a name in escapes', '{"n\\u0061me":"email","value":"x"}'],
    ['with other members between', '{"name":"email","more":{"value":1,"list":[{}]},"value":"x"}'],
    ['with rows', '{"rows":[ [1],[2]]}'],
    ['nested too deep to be known', '{"a":'.repeat(600)],
  ])('%s', (_, text) => expect(look(text)).toBe(true))
})

describe('a document is passed over', () => {
  test.each([
    ['without either', '{"id":1,"data":[{"note":"a"}]}'],
    ['with values without names', '[{"value":"x"},{"name":"email"}]'],
    ['with numbers beside names', '{"name":"visits","value":12}'],
    ['with a message to an assistant', '{"role":"user","content":"say \\"name\\": \\"x\\", [[1]]"}'],
    [
      'with a kind that tells nothing',
      '{"type":"tool_result","content":"x","code":"abcdefghijklmnopqrstuvw"}',
    ],
    ['with a name that tells nothing', '[{"name":"lookup","content":"x"},{"name":"lookup","content":"y"}]'],
    ['with what is too long for a name', `{"name":"email ${'x'.repeat(200)}","value":"x"}`],
    ['with lists of objects in lists', '[{"a":[{"b":[1]}]},[2]]'],
    ['whose name begins like one', '{"names":"email","value":"x","namespace_of_values":"y"}'],
  ])('%s', (_, text) => expect(look(text)).toBe(false))

  test('though it is longer than there is room for', () => {
    const records = Array.from({ length: 5000 }, (_, id) => ({
      id,
      note: 'ä "name" \\',
      content: 'x'.repeat(id % 90),
    }))
    expect(look(JSON.stringify(records))).toBe(false)
    expect(look(JSON.stringify([...records, { content: 'x', name: 'email' }]))).toBe(true)
  })

  test('though more strings are asked about than are remembered', () => {
    const records = Array.from({ length: 3000 }, (_, id) => ({
      name: `lookup${id % 1000}`,
      content: 'x',
      type: 'x1',
    }))
    expect(look(JSON.stringify(records))).toBe(false)
    expect(look(JSON.stringify([...records, { content: 'x', name: 'email' }]))).toBe(true)
  })
})
