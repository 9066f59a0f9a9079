/** Promises that the columns of an OpenDocument spreadsheet tell by their names what their cells hold. */
import type { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { entryOf, type FileOrder, inspectFile, zip } from './support.ts'

type Cell = string | number | { repeated: number }

function cell(value: Cell): string {
  if (typeof value === 'number')
    return `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`
  if (typeof value === 'string')
    return `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`
  return `<table:table-cell table:number-columns-repeated="${value.repeated}"/>`
}

function ods(rows: readonly (readonly Cell[])[], more = ''): Buffer {
  const table = rows.map((row) => `<table:table-row>${row.map(cell).join('')}</table:table-row>`).join('')
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<o:doc><o:body><table:table table:name="S">${table}</table:table>${more}</o:body></o:doc>`,
  })
}

const contentOf = (file: Uint8Array, order: FileOrder = {}) =>
  entryOf(inspectFile(file, order).body, 'content.xml')

describe('a column that is called', () => {
  test.each([
    [
      'Name of customers',
      [
        ['Customer name', 'Price'],
        ['Gülcan Aksoy', 12],
      ],
      ['PERSON Gülcan Aksoy'],
    ],
    [
      'below a title',
      [['Our guests'], ['First name', 'City'], ['Gülcan', 'Linz']],
      ['PERSON Gülcan', 'ADDRESS Linz'],
    ],
    [
      'behind empty cells',
      [
        ['Id', { repeated: 3 }, 'Surname'],
        [7, { repeated: 3 }, 'Aksoy'],
      ],
      ['PERSON Aksoy'],
    ],
    [
      'behind a cell that stands for several',
      [
        ['Id', 'A', 'B', 'Surname'],
        [7, { repeated: 2 }, 'Aksoy'],
      ],
      ['PERSON Aksoy'],
    ],
    [
      'with numbers in it',
      [
        ['Card', 'Order'],
        [4111111111111111, 5],
      ],
      ['CREDIT_CARD 4111111111111111', 'CREDIT_CARD 4111111111111111'],
    ],
  ] as const)('%s', (_what, rows, expected) => {
    const { asked } = inspectFile(ods(rows))
    expect(asked.map(({ type, value }) => `${type} ${value}`)).toEqual(expected)
  })
})

test('two tables have columns of their own', () => {
  const other =
    '<table:table table:name="T"><table:table-row><table:table-cell><text:p>Surname</text:p></table:table-cell><table:table-cell><text:p>Colour</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Aksoy</text:p></table:table-cell><table:table-cell><text:p>Rot</text:p></table:table-cell></table:table-row></table:table>'
  const { asked } = inspectFile(
    ods(
      [
        ['Colour', 'Surname'],
        ['Blau', 'Weber'],
      ],
      other,
    ),
  )
  expect(asked.map(({ value }) => value)).toEqual(['Weber', 'Aksoy'])
})

test('a rule keeps and drops columns by their names', () => {
  const file = ods([
    ['customer_name', 'email', 'phone'],
    ['Anna Weber', 'joe@example.com', 491711234567],
  ])
  const content = contentOf(file, { fields: { customer_name: 'drop', email: 'keep', phone: 'drop' } })
  expect(content).not.toContain('Anna')
  expect(content).toContain('joe@example.com')
  expect(content).not.toContain('491711234567')
  expect(content).toContain('office:value="0"')
})

test('what an expression with a name says is read', () => {
  const more =
    '<table:named-expressions><table:named-expression table:name="boss" table:expression="of:=&quot;joe@example.com&quot;"/></table:named-expressions>'
  expect(contentOf(ods([['A', 'B']], more))).not.toContain('joe@example.com')
})

test('a table in a text has no columns by name', () => {
  const text = zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml':
      '<o:doc><table:table><table:table-row><table:table-cell><text:p>joe@example.com</text:p></table:table-cell></table:table-row></table:table></o:doc>',
  })
  expect(contentOf(text)).toContain('j**@example.com')
})

describe('a table in a cell', () => {
  const inner =
    '<table:table table:is-sub-table="true"><table:table-row><table:table-cell><text:p>first_name</text:p></table:table-cell><table:table-cell><text:p>Colour</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Ilka</text:p></table:table-cell><table:table-cell><text:p>Rot</text:p></table:table-cell></table:table-row></table:table>'
  const file = (cells: readonly string[]) =>
    ods([['Article', 'Surname'], [`Holz</text:p>${inner}<text:p>`, cells[1] as string], [...cells]])

  test('has columns of its own, and the outer one goes on behind it', () => {
    const { asked } = inspectFile(file(['Brot', 'Aksoy']))
    expect(asked.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'PERSON Ilka',
      'PERSON Aksoy',
      'PERSON Aksoy',
    ])
  })

  test('moves no column that a rule keeps or drops', () => {
    const cells = ['joe@example.com', 'Aksoy'] as const
    const kept = contentOf(file(cells), { fields: { first_name: 'keep', Surname: 'drop' } })
    expect(kept).toContain('Ilka')
    expect(kept).toContain('j**@example.com')
    expect(kept).not.toContain('Aksoy')
  })
})
