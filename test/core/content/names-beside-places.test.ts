/** Promises that who orders something, or lives somewhere, is found beside the address, whatever else stands beside it. */
import { describe, expect, test } from 'vitest'
import type { LocatedFinding } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { askingJudge, type Order } from './support.ts'

const analyzer = shippedAnalyzer()
/** Of many countries: what the model knows of them differs. */
const names = [
  'Eva Holm',
  'Ben Fischer',
  'Jan Kowalski',
  'Katarzyna Wiśniewska',
  'Søren Jensen',
  'Priya Sharma',
]

type Entry = Readonly<Record<string, string>>

/** As far as rules act on them. */
function personsIn(body: string, format: Order['format']): string[] {
  const { judge } = askingJudge({ analyzer })
  const persons: string[] = []
  const form = { format, boundary: null, opaqueParts: 'pass' } as const
  const entity = ({ finding: { type, score }, value }: LocatedFinding) => {
    if (score < 0.6) return 'keep'
    if (type === 'PERSON') persons.push(Buffer.from(value).toString())
    return 'mask'
  }
  inspectWhole({ ...form, judge: { ...judge, entity } }, Buffer.from(body))
  return persons
}

function written(entry: Entry): [string, Order['format']][] {
  const [keys, values] = [Object.keys(entry), Object.values(entry)]
  return [
    [`${keys.join(',')}\n${values.map((value) => `"${value}"`).join(',')}\n`, 'csv'],
    [`See:\n\n${keys.join('\t')}\n${values.join('\t')}\n`, 'text'],
    ...fields(entry),
  ]
}

function fields(entry: Entry): [string, Order['format']][] {
  const elements = Object.entries(entry).map(([key, value]) => `<${key}>${value}</${key}>`)
  return [
    [JSON.stringify(entry), 'json'],
    [JSON.stringify(Object.fromEntries(Object.entries(entry).toReversed())), 'json'],
    [new URLSearchParams(entry).toString(), 'form'],
    [`<row>${elements.join('')}</row>`, 'xml'],
  ]
}

const place = { street: 'Elm Street 7', zip: '12346', city: 'Shelbyville' }
const address = 'Elm Street 7, Shelbyville'

describe.each(names)('%s is found', (name) => {
  test.each<[string, Entry]>([
    ['of an order', { order_id: '1002', name, address, total: '29.99' }],
    ['of an order with the parts of an address', { order_id: '1002', name, ...place, total: '29.99' }],
    ['beside an address', { id: '7', name, address }],
    ['beside the parts of one', { name, ...place }],
    ['of an order in German', { Bestellnummer: '1002', Name: name, Anschrift: address, Betrag: '29,99' }],
  ])('in a table %s, and in fields', (_, entry) => {
    for (const [body, format] of written(entry)) expect(personsIn(body, format)).toEqual([name])
  })
})

const things = [
  ['a product', { sku: 'A-1', name: 'Blue Lamp', price: '29.99' }],
  [
    'a product whose maker has an address',
    { sku: 'A', name: 'Blue Lamp', price: '9.99', supplier_address: address },
  ],
  ['a machine in a network', { name: 'Web Server', address: '10.0.0.1', port: '80' }],
  ['a machine by its hardware', { name: 'Living Room', address: 'AA:BB:CC:DD:EE:FF', port: '1' }],
] as const

test.each(things)('the name of %s is nobody’s', (_, entry) => {
  for (const [body, format] of written(entry)) {
    expect(personsIn(body, format)).toEqual([])
  }
})

test('a town says nothing against a product, in a table', () => {
  for (const place of ['city', 'store_city', 'supplier_street'])
    expect(personsIn(`sku,name,price,${place}\nA-1,Blue Lamp,29.99,Berlin 7\n`, 'csv')).toEqual([])
})

test('a contract on a chain has an address, and is nobody', () => {
  const entry = { name: 'Wrapped Ether', address: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2' }
  for (const [body, format] of fields(entry)) expect(personsIn(body, format)).toEqual([])
})
