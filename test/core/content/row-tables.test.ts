/** Promises that lists of rows under names of columns are read as a table is: by the names of the columns. */
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { runWhole } from './support.ts'

const found = (body: unknown, indent: number | string = 0) =>
  runWhole(JSON.stringify(body, null, indent), { format: 'json', analyzer: fieldsAnalyzer })
    .questions.toSorted((one, other) => one.offset - other.offset)
    .map(({ type, path }) => `${type} ${path}`)

const rows = [
  ['Olga Petrova', '1980-02-03', 'Basic'],
  ['Hoa', '1970-12-31', 'Plus'],
]

describe('the cells of rows that are lists', () => {
  test.each([0, 2, '\t', ' '])('are what the names beside the rows say, indented by %d', (indent) => {
    expect(found({ columns: ['name', 'birth_date', 'plan'], rows }, indent)).toEqual([
      'PERSON rows[0][0]',
      'DATE_OF_BIRTH rows[0][1]',
      'PERSON rows[1][0]',
      'DATE_OF_BIRTH rows[1][1]',
    ])
  })

  test('are what the first row says, wherever the table stands', () => {
    const named = [['Name', 'Date of birth', 'Plan'], ...rows]
    const wanted = (path: string) =>
      [1, 2].flatMap((row) => [`PERSON ${path}[${row}][0]`, `DATE_OF_BIRTH ${path}[${row}][1]`])
    expect(found(named)).toEqual(wanted(''))
    expect(found({ range: 'A1:C3', values: named })).toEqual(wanted('values'))
    expect(found({ sheets: [{ data: named }] })).toEqual(wanted('sheets[0].data'))
  })

  test('are what columns say that are described by objects', () => {
    const body = { fields: [{ name: 'full_name' }, { name: 'dob' }, { name: 'plan' }], records: rows }
    expect(found(body)).toEqual([
      'PERSON records[0][0]',
      'DATE_OF_BIRTH records[0][1]',
      'PERSON records[1][0]',
      'DATE_OF_BIRTH records[1][1]',
    ])
  })

  test('say nothing where the columns are of things, or the first row is data', () => {
    expect(
      found({
        columns: ['name', 'price', 'stock'],
        rows: [
          ['Blue Chair', '12.00', 4],
          ['Red Sofa', '1980.00', 2],
        ],
      }),
    ).toEqual([])
    expect(
      found([
        ['Blue Chair', 'Oak'],
        ['Red Sofa', 'Leather'],
      ]),
    ).toEqual([])
    expect(
      found({
        coordinates: [
          [13.4, 52.5],
          [13.5, 52.6],
        ],
      }),
    ).toEqual([])
  })

  test('are no harm to a body that is no JSON behind its brackets', () => {
    const run = () => runWhole('[["name","phone"],["Olga", ]', { format: 'json', analyzer: fieldsAnalyzer })
    expect(run).toThrow(expect.objectContaining({ code: 'CONTENT_MALFORMED' }))
  })
})

test.each(['[ [', '[\r\n[', '[\t['])(
  'a table whose first bracket is followed by blanks is one: %j',
  (opening) => {
    const text = JSON.stringify([['name', 'birth_date'], ...rows]).replace('[[', opening)
    const { questions } = runWhole(text, { format: 'json', analyzer: fieldsAnalyzer })
    expect(questions.map(({ type }) => type)).toContain('PERSON')
  },
)

test('a table is found whatever the name of its member', () => {
  const table = { 'data-set': { columns: ['name', 'birth_date'], rows } }
  expect(found(table)).toContain('PERSON data-set.rows[0][0]')
})
