/** Promises that few columns, rows of a statement and a list below one name are told by the names that stand above them. */
import { describe, expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, run } from './support.ts'

const analyzer = shippedAnalyzer()

function foundIn(body: string, format: Order['format'], pieces?: readonly number[]): string[] {
  const { questions } = run(body, pieces === undefined ? { format, analyzer } : { format, analyzer, pieces })
  return questions.map(({ type, value }) => `${type} ${value}`)
}

/** In a text, in JSON, and in a text that comes in pieces. */
function everywhere(text: string): string[] {
  const found = foundIn(text, 'text')
  expect(foundIn(text, 'text', [5])).toEqual(found)
  expect(foundIn(JSON.stringify({ content: text }), 'json')).toEqual(expect.arrayContaining(found))
  return found
}

const two = ['PERSON Eva Holm', 'US_SSN 536904399', 'PERSON Ben Fischer', 'US_SSN 537904398']

describe('two columns', () => {
  test.each(['\t', ';', ',', '|', ' | ', ', ', '   ', ' │ '])('parted by %j are told', (by) => {
    const table = ['Name', 'SSN', 'Eva Holm', '536904399', 'Ben Fischer', '537904398']
    const lines = [0, 2, 4].map((from) => table.slice(from, from + 2).join(by)).join('\n')
    expect(everywhere(`${lines}\n`)).toEqual(two)
    expect(everywhere(`Here they are:\n\n${lines}\n\nBye`)).toEqual(expect.arrayContaining(two))
  })

  test('whose names are a password and who has it are told', () => {
    expect(everywhere('Name,Password\nEva Holm,Hunter2x!\n')).toContain('PASSWORD Hunter2x!')
  })

  test.each([
    ['statistics', 'Stadt;Temp\nKöln;21\nBonn;27\n'],
    ['accounts of a ledger', 'Account\tBalance\nCash\t100\nReceivables\t2500\n'],
    ['things', 'Phone | Price\nPixel 8 | 699\n'],
    ['machines', 'name;address\nMotor Left;0x0040\n'],
  ])('of %s are not', (_, text) => {
    expect(everywhere(text)).toEqual([])
  })
})

describe('rows of a statement', () => {
  test.each([
    [
      'on one line',
      "INSERT INTO t (name, ssn) VALUES ('Eva Holm', '536904399'), ('Ben Fischer','537904398');",
    ],
    [
      'on lines of their own',
      "insert into t\n  (name, ssn)\nvalues\n  ('Eva Holm', 536904399),\n  ('Ben Fischer', 537904398);\n",
    ],
    [
      'with quoted names',
      "INSERT INTO `t` (`name`, `ssn`) VALUES ('Eva Holm','536904399'),('Ben Fischer','537904398')",
    ],
    [
      'with brackets',
      "INSERT INTO [t] ([name], [ssn]) VALUES (N'Eva Holm', N'536904399'), (N'Ben Fischer', N'537904398')",
    ],
    [
      'with calls',
      "INSERT INTO t (d, name, ssn) VALUES (max(1, 2), 'Eva Holm', '536904399'), (now(), 'Ben Fischer', '537904398');",
    ],
    [
      'with quotes and commas in values',
      "INSERT INTO t (note, name, ssn) VALUES ('a''b, c)', 'Eva Holm', '536904399'), ('it\\'s', 'Ben Fischer', '537904398');",
    ],
  ])('%s are told', (_, text) => {
    expect(foundIn(text, 'text')).toEqual(two)
    expect(foundIn(text, 'text', [3])).toEqual(two)
  })

  test('are told to their end, however many there are', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `('K${index}', '${536904000 + index}')`)
    const found = foundIn(`INSERT INTO t (code, ssn) VALUES\n${rows.join(',\n')};\n`, 'text', [7000])
    expect(found.filter((one) => one.startsWith('US_SSN'))).toHaveLength(rows.length)
  })

  test('of things are not', () => {
    const things = "INSERT INTO parts (name, sku) VALUES ('Blue Train', 536904399), ('Red Bus', 536904398);"
    expect(everywhere(things)).toEqual([])
  })
})

describe('a list below a name', () => {
  test.each(['\n', '\r\n', '\n> ', '\n- '])('with lines that begin %j is told to its end', (by) => {
    const numbers = ['536904397', '536904398', '537904399']
    expect(everywhere(`${['SSN', ...numbers].join(by)}\n`)).toEqual(numbers.map((one) => `US_SSN ${one}`))
  })

  test('ends where a line is something else', () => {
    expect(everywhere('SSN\n536904397\n536904398\nTotal\n536904399\n')).toEqual([
      'US_SSN 536904397',
      'US_SSN 536904398',
    ])
  })

  test('that is longer than what is read at once is told to its end', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `${536904000 + index}`)
    expect(foundIn(`SSN\n${many.join('\n')}\n`, 'text', [900])).toHaveLength(many.length)
  })

  test.each([
    ['orders', 'Order\n536904399\n536904398\n'],
    ['words', 'Phone\nPixel 8\nGalaxy 24\n'],
    ['rules for passwords', 'Password\nAt least 8 characters\n1 digit or more\n'],
  ])('of %s is not', (_, text) => {
    expect(everywhere(text)).toEqual([])
  })
})
