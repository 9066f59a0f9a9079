/** Promises that a number in front of an e-mail address is judged as what it is, whatever mark stands between them. */
import { describe, expect, test } from 'vitest'
import { scanPieces, scanWhole } from '../pii/find.ts'
import { type Order, run } from './support.ts'

const marks = [..."|#*~!^'$_-+{`}.;,:/=&", '--', ' | ']
const numbers = {
  CREDIT_CARD: ['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111'],
  US_SSN: ['536-22-1234'],
  PHONE: ['+12125550147', '212-555-0147'],
  IBAN: ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00'],
}
const every = Object.entries(numbers).flatMap(([type, values]) =>
  values.flatMap((value) => marks.map((mark) => [type, `${value}${mark}joe@example.com`, value] as const)),
)
const refusing: Order['operator'] = ({ type }) => (type === 'EMAIL' ? 'keep' : 'refuse')

describe('where addresses are kept', () => {
  test.each(every)('%s is refused in front of one: %s', (type, text, value) => {
    for (const [format, body] of [
      ['text', text],
      ['json', JSON.stringify({ note: text })],
      ['xml', `<a>Joe|${text.replace('&', '&amp;')}</a>`],
    ] as const) {
      for (const pieces of [[1], [3, 7], undefined]) {
        const order: Order = pieces === undefined ? { format } : { format, pieces }
        const { refused, questions } = run(body, { ...order, operator: refusing })
        expect(questions[0]).toMatchObject({ type, value })
        expect(questions[1]?.value).toMatch(/^[_+]?joe@example\.com$/)
        expect(questions).toHaveLength(2)
        expect(refused).toBe(true)
      }
    }
  })

  test('a card is refused of which an address takes the last digits', () => {
    const body = 'Joe|4111 1111 1111 1111@example.com'
    expect(run(body, { format: 'text', operator: refusing }).refused).toBe(true)
  })

  test.each([
    '4111111111111111@example.com',
    'joe_4111111111111111@example.com',
    'joe.4111111111111111@example.com',
    '4111111111111111joe@example.com',
    '4111111111111111éjoe@example.com',
    '10.20.30.40@example.com',
  ])('the digits of an address are no card: %s', (body) => {
    const { refused, questions } = run(body, { format: 'text', operator: refusing })
    expect(questions.map(({ type, value }) => [type, value])).toEqual([['EMAIL', body]])
    expect(refused).toBe(false)
  })
})

test('a number in front of an address is found alike wherever the text is cut', () => {
  for (const [, text] of every) {
    const bytes = Buffer.from(`x ${text} y`)
    const whole = scanWhole(bytes)
    for (let cut = 1; cut < bytes.length; cut++) expect(scanPieces(bytes, [cut])).toEqual(whole)
  }
})

test('an underscore in front of a name that is no address still ties a number to it', () => {
  expect(run('4111111111111111_invoice', { format: 'text' }).questions).toEqual([])
})
