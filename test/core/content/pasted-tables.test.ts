/** Promises that the columns of a table tell the same of its cells when it is pasted into a text as they do in a file. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'
import { anyPieces, type Order, run, runWhole } from './support.ts'

const analyzer = shippedAnalyzer()

function foundIn(body: string, format: Order['format'], order: Partial<Order> = {}): string[] {
  return run(body, { format, analyzer, ...order }).questions.map(({ type, value }) => `${type} ${value}`)
}

const titles = ['Name', 'SSN', 'DOB', 'Password']
const rows = [
  ['Eva Holm', '536904399', '24/12/1987', 'Hunter2x!'],
  ['Ben Fischer', '537904398', '01/02/1990', 'Sommer24x'],
]
const told = [
  'PERSON Eva Holm',
  'US_SSN 536904399',
  'DATE_OF_BIRTH 24/12/1987',
  'PASSWORD Hunter2x!',
  'PERSON Ben Fischer',
  'US_SSN 537904398',
  'DATE_OF_BIRTH 01/02/1990',
  'PASSWORD Sommer24x',
]
const lines = [titles, ...rows]

function separated(by: string): string {
  return lines.map((cells) => cells.join(by)).join('\n')
}

const markdown = lines.map((cells) => `| ${cells.join(' | ')} |`).toSpliced(1, 0, '|---|:-:|---|---|')
const tables: Record<string, string> = {
  'from a spreadsheet': separated('\t'),
  'in semicolons': separated(';'),
  'in commas': separated(','),
  'in bars': separated('|'),
  'in Markdown': markdown.join('\n'),
  'of a database': [separated(' | ').replace('\n', '\n-----+-----+-----+----\n')].join('\n'),
  'with line ends of Windows': `${separated('\t').replaceAll('\n', '\r\n')}\r\n`,
  'in quotes': lines.map((cells) => cells.map((cell) => `"${cell}"`).join(';')).join('\n'),
  'in an answer to a mail': `> ${separated('\t').replaceAll('\n', '\n> ')}`,
  'below a title': `Customers\t\t\t\n${separated('\t')}`,
  'of many other columns': lines.map((cells) => ['x', ...cells, 'y', 'z'].join('\t')).join('\n'),
  'with a torn row': separated(';').replace('\nBen', '\nx;y\nBen'),
  'whose first row is cut short': lines
    .toSpliced(1, 0, ['Jan Kowal', '537904399'])
    .map((cells) => cells.join('\t'))
    .join('\n'),
  'with a cell more in its rows': separated('\t').replaceAll('x!', 'x!\t').replaceAll('4x', '4x\ty'),
  'in Markdown with a short row': markdown.toSpliced(2, 0, '| Jan Kowal |', '| Jan Kowal | 5 |').join('\n'),
  'in Markdown with escaped bars': lines.map((cells) => `| a \\| b | ${cells.join(' | ')} |`).join('\n'),
  'with commas in its last cell': lines
    .map((cells, row) => [...cells, row ? 'a, b' : 'Note'].join())
    .join('\n'),
  'in commas with blanks': separated(', '),
  'in columns of blanks': lines.map((cells) => cells.map((cell) => cell.padEnd(14)).join('')).join('\n'),
  'in a box': `┌──┬──┬──┬──┐\n${lines.map((cells) => `│ ${cells.join(' │ ')} │`).join('\n├──┼──┼──┼──┤\n')}`,
  'with line ends in a cell': lines
    .map((cells, row) => [...cells, row ? '"two\n\nlines"' : 'Note'].join(';'))
    .join('\n'),
  'with line ends in its first cell': lines
    .map((cells, row) => [row ? '"two\nlines"' : 'Note', ...cells].join('\t'))
    .join('\n'),
  'below names of groups of columns': `Person\t\t\tOther\n${separated('\t')}`,
}

describe.each(Object.entries(tables))('a table %s', (_, table) => {
  const text = `Please check these:\n\n${table}\n\nThanks`

  test.each([
    ['is a text', text, 'text'],
    ['begins a text', table, 'text'],
    ['stands in JSON', JSON.stringify({ content: text }), 'json'],
    ['stands in a field that says nothing', JSON.stringify({ foo: table }), 'json'],
    ['stands in a form', new URLSearchParams({ q: text }).toString(), 'form'],
    ['stands in XML', `<note><p>${text.replaceAll('>', '&gt;')}</p></note>`, 'xml'],
  ] as const)('tells what it holds where it %s', (__, body, format) => {
    const found = foundIn(body, format)
    expect(found).toEqual(expect.arrayContaining(told))
    expect(foundIn(body, format, { pieces: [7] })).toEqual(found)
  })

  test('tells it in a part of a form with files', () => {
    const body = `--b\r\nContent-Disposition: form-data; name="q"\r\n\r\n${text}\r\n--b--\r\n`
    expect(foundIn(body, 'multipart', { boundary: 'b' })).toEqual(expect.arrayContaining(told))
  })
})

test('a number of which its digits say more keeps its kind, as in a file', () => {
  const table = 'Name;Steuer-ID;Geburtsdatum\nEva Holm;86095742719;24.12.1987\n'
  const inFile = foundIn(table, 'csv')
  expect(inFile).toContain('DE_TAX_ID 86095742719')
  expect(foundIn(table, 'text')).toEqual(inFile)
})

test('a table longer than what is read at once is told to its end', () => {
  const many = Array.from({ length: 4000 }, (_, index) => `K${index}\t${536904000 + index}\tx`)
  const body = `Code\tSSN\tNote\n${many.join('\n')}\n`
  const found = foundIn(body, 'text', { pieces: [1000, 7000] })
  expect(found.filter((one) => one.startsWith('US_SSN'))).toHaveLength(many.length)
})

test.each([
  '#',
  '%',
  '$',
  '1.',
  '[ ]',
  '2024',
  '**#**',
  'What is to be written here, in this column, in a sentence of words',
])('a column called %s hides no table', (title) => {
  for (const [first, by, last] of [
    ['', '\t', ''],
    ['| ', ' | ', ' |'],
    ['', ';', ''],
  ] as const) {
    const rowsWith = lines.map((cells, row) => first + [row ? `${row}` : title, ...cells].join(by) + last)
    const found = foundIn(`${rowsWith.join('\n')}\n`, 'text')
    expect(found, rowsWith[0] as string).toEqual(expect.arrayContaining(told))
  }
})

describe('what is no table, or tells nothing, stays as it is', () => {
  test.each([
    ['a sentence', 'Ask for the name | the password | or the date\nand take 536904399 | or 4399 | at 12\n'],
    ['a line of a menu', 'Home | Name | Contact\nAll about 536904399 and more\n'],
    ['a list in a sentence', 'name, ssn, dob\n536904399, 536904398, 24/12/1987\n'],
    ['a head without rows', 'Name\tSSN\tDOB\n\nAll of them are missing: 536904399.'],
    ['a table of things', 'sku\tname\tprice\nA-536904399\tParis Chair\t536904399\n'],
    ['columns that say nothing', 'alpha\tbeta\tgamma\n536904399\t536904398\t24/12/1987\n'],
    ['words in a list', 'name, password\nplease, both12345 of them\n'],
    ['a query', 'SELECT\n  name, ssn\nFROM users, roles2\n'],
    ['registers', 'Address;Size\n0x7fff0000;4096\nheap start;8192\n'],
    [
      'fields of code',
      '\tuint64_t\tname;\n\tuint64_t\tphone;\n\t\tuint64_t\taddress;\n\t\tuint8_t\t\tssn[24];\n',
    ],
    ['machines', 'Name    Status  Age\nRed Fox  ok  5d\n'],
    ['code', 'int i; String name; int ssn;\nfor (i = 0; i < 536904399; i++);\n'],
  ])('%s', (_, text) => {
    for (const [body, format] of [
      [text, 'text'],
      [JSON.stringify({ foo: text }), 'json'],
    ] as const) {
      const { questions } = run(body, { format, analyzer })
      expect(questions.map(({ type, value }) => `${type} ${value}`)).toEqual([])
    }
  })
})

test('what was found in a text without its columns is found with them', () => {
  const other = 'joe@example.com'
  const found = foundIn(`Name\tNote\tSSN\nEva Holm\t${other} or 4111111111111111\t536904399\n`, 'text')
  expect(found).toEqual(
    expect.arrayContaining([`EMAIL ${other}`, 'CREDIT_CARD 4111111111111111', 'US_SSN 536904399']),
  )
})

const anyCell = fc.constantFrom(
  '',
  'Name',
  'SSN',
  'x',
  '536904399',
  'Eva Holm',
  '"a;b"',
  '"',
  '24/12/1987',
  'ß',
)
const anyLine = fc
  .tuple(fc.array(anyCell, { maxLength: 5 }), fc.constantFrom('\t', ';', '|', ',', ' | '))
  .map(([cells, by]) => cells.join(by))
const anyLines = fc.array(anyLine, { maxLength: 60 }).map((some) => some.join('\n'))

test('of what reaches into the next cell the part in its own stays whole', () => {
  const text = 'user\tpassword\tnote\nAnna Weber, 80331 München\tMain Street 5, 12345 Springfield\tx\n'
  expect(foundIn(text, 'text')).toContain('ADDRESS 80331 München')
})

test('columns of tables in a hostile text are asked for no more often than there is time for', () => {
  const names = Array.from({ length: 30_000 }, (_, index) => `w${index.toString(36)}a`)
  const knows = vi.spyOn(analyzer.fields, 'knows')
  const body = names.map((name, index) => `${name}\tx${'\ty'.repeat(1 + (index % 2))}\n`).join('')
  run(body, { format: 'text', analyzer })
  const asked = knows.mock.calls.length
  knows.mockRestore()
  expect(asked).toBeGreaterThan(1000)
  expect(asked).toBeLessThan(10_000)
})

test('tables are told alike however the text comes, and each change takes what was found', () => {
  fc.assert(
    fc.property(anyLines, anyPieces, fc.integer({ min: 1, max: 60 }), (text, pieces, times) => {
      const body = `${text}\n`.repeat(times)
      const whole = run(body, { format: 'text', analyzer })
      expect(run(body, { format: 'text', analyzer, pieces })).toEqual(whole)
      for (const { offset, length, value } of whole.questions)
        expect(
          Buffer.from(body)
            .subarray(offset, offset + length)
            .toString(),
        ).toBe(value)
    }),
    runs(30),
  )
})

test('a table is told in a body that is held whole', () => {
  const { questions } = runWhole(JSON.stringify({ a: separated('\t'), b: 'Eva Holm' }), {
    format: 'json',
    analyzer,
  })
  expect(questions.map(({ type, value }) => `${type} ${value}`)).toEqual(expect.arrayContaining(told))
})
