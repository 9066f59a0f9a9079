/** Promises that names above columns and beside values tell in each line, in each text and in what streams, as in a document. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer as analyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'
import { type Order, run, runWhole } from './support.ts'

const pair = { property: 'lastname', value: 'Petrova' }
const table = { columns: ['name', 'birth_date'], rows: [['Olga Petrova', '1980-02-03']] }
const coding = { system: 'http://hl7.org/fhir/sid/icd-10', code: 'F32.1' }
const lined = (documents: readonly unknown[]) => `${documents.map((one) => JSON.stringify(one)).join('\n')}\n`

/** The same, whole and in pieces. */
function found(body: string, format: Order['format'], fields = {}): string[] {
  const order = { format, analyzer, ...fields }
  const told = ({ questions }: ReturnType<typeof run>) => questions.map(({ type, path }) => `${type} ${path}`)
  const wanted = told(run(body, order))
  for (const pieces of [[1], [7], [100, 3]]) expect(told(run(body, { ...order, pieces }))).toEqual(wanted)
  expect(new Set(told(runWhole(body, order)))).toEqual(new Set(wanted))
  return wanted
}

describe('in each line of many', () => {
  test('a value is what the member beside it says', () => {
    expect(found(lined([{ a: 1 }, { list: [pair] }, coding, { b: 'x' }]), 'ndjson')).toEqual([
      'PERSON list[0].value',
      'HEALTH code',
    ])
  })

  test('cells are what the columns of that line say, and not those of another', () => {
    const things = { columns: ['sku', 'name', 'price'], rows: [['A-1', 'Blue Chair', '12.00']] }
    expect(found(lined([table, things, { rows: [['Blue Lagoon', '1970-12-31']] }, table]), 'ndjson')).toEqual(
      ['PERSON rows[0][0]', 'DATE_OF_BIRTH rows[0][1]', 'PERSON rows[0][0]', 'DATE_OF_BIRTH rows[0][1]'],
    )
  })

  test('cells are what the first line says, where each line is a row', () => {
    const rows = [
      ['Name', 'Date of birth', 'Plan'],
      ['Olga Petrova', '1980-02-03', 'Basic'],
      ['Hoa', '1970-12-31', 'Plus'],
    ]
    expect(found(lined(rows), 'ndjson')).toEqual([
      'PERSON [0]',
      'DATE_OF_BIRTH [1]',
      'PERSON [0]',
      'DATE_OF_BIRTH [1]',
    ])
  })

  test('and where the last line does not end', () => {
    expect(found(lined([{ a: 1 }, pair]).trimEnd(), 'ndjson')).toEqual(['PERSON value'])
  })
})

test('a document that streams and ends soon is read as one that is held', () => {
  expect(found(JSON.stringify(table), 'json')).toEqual(['PERSON rows[0][0]', 'DATE_OF_BIRTH rows[0][1]'])
  expect(found(JSON.stringify({ list: [pair] }, null, 2), 'json')).toEqual(['PERSON list[0].value'])
})

test('lines that are longer than is held are read without such names, and those behind them with', () => {
  const long = { text: 'x '.repeat(400), ...pair }
  const order: Order = { format: 'ndjson', analyzer, maxValueBytes: 600 }
  for (const pieces of [[1], [50], [5000]]) {
    const { questions } = run(lined([long, pair, long, pair]), { ...order, pieces })
    expect(questions.map(({ path, offset }) => [path, offset])).toEqual([
      ['value', expect.any(Number)],
      ['value', expect.any(Number)],
    ])
  }
})

describe('in a document that is written into a text', () => {
  test.each<[string, Order['format'], string]>([
    ['a string', 'json', JSON.stringify({ payload: JSON.stringify({ list: [pair] }) })],
    [
      'a string of a string',
      'json',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ list: [pair] }) }) }),
    ],
    ['a form', 'form', `payload=${encodeURIComponent(JSON.stringify({ list: [pair] }))}`],
    ['a cell', 'csv', `id,payload\r\n1,"${JSON.stringify({ list: [pair] }).replaceAll('"', '""')}"\r\n`],
    ['a line', 'ndjson', lined([{ payload: JSON.stringify({ list: [pair] }) }])],
  ])('that is %s', (_what, format, body) => {
    expect(found(body, format)).toEqual([expect.stringContaining('list[0].value')])
  })

  test('its columns tell of its own cells alone', () => {
    const body = { a: JSON.stringify(table), rows: [['Ana Okonkwo', '1970-02-03']] }
    expect(found(JSON.stringify(body), 'json')).toEqual(['PERSON a.rows[0][0]', 'DATE_OF_BIRTH a.rows[0][1]'])
  })
})

test('what is found does not depend on how the lines are cut', () => {
  const document = fc.constantFrom<unknown>(
    pair,
    table,
    coding,
    { a: [1, 'x'] },
    { text: 'y'.repeat(90), ...pair },
    [],
    'x',
  )
  fc.assert(
    fc.property(
      fc.array(document, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(64, 1 << 16),
      (documents, pieces, maxValueBytes) => {
        const order: Order = { format: 'ndjson', analyzer, maxValueBytes }
        expect(run(lined(documents), { ...order, pieces })).toEqual(run(lined(documents), order))
      },
    ),
    runs(300),
  )
})
