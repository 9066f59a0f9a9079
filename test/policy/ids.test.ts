/** With the policy as it is shipped, the numbers of orders, parcels, traces and moments leave, and cards still do not. */
import { describe, expect, test } from 'vitest'
import { luhnDigit } from '../../scripts/bench/entities.ts'
import { Random } from '../../scripts/bench/random.ts'
import { json, type Sent, send } from './shipped.ts'

const host = 'api.vendor.example'
const post = (body: unknown): Sent => ({ host, path: '/api/v1/items', body: json(body) })
const get = (query: string, path = '/items'): Sent => ({ host, path, method: 'GET', type: '', query })

/** Numbers that could not look more like cards: a scheme's digits in front, the right check digit at the end. */
function cardLike(random: Random, length: number): string {
  const body = `${random.pick(['4', '51', '2221', '34', '6011', '3530', '62', '67', '36'])}${random.digits(length)}`
  const digits = body.slice(0, length - 1)
  return digits + luhnDigit(digits)
}

const reference = (random: Random) =>
  `${1 + random.below(6)}${random.digits(2)}-${1 + random.below(8)}${random.digits(1)}-${random.digits(3)}1`
const long = (random: Random) => cardLike(random, random.pick([12, 13, 14, 15, 16, 17, 18, 19]))
const odd = (random: Random) => cardLike(random, random.pick([12, 13, 14, 17, 18, 19]))

const shapes: Record<string, (random: Random) => Sent> = {
  'an order number under order_id': (r) => post({ order: { order_id: long(r), total: 12.5 } }),
  'an order number under orderNumber': (r) => post({ orderNumber: long(r) }),
  'an order number under order.number': (r) => post({ order: { number: long(r), state: 'paid' } }),
  'an order number as a JSON number under id': (r) => ({ host, path: '/a', body: `{"id": ${long(r)}}` }),
  'order numbers in a list': (r) => post({ ids: [long(r), long(r), long(r)] }),
  'an order number in a sentence': (r) => post({ note: `Order ${long(r)} was shipped today.` }),
  'an order number in a German sentence': (r) => post({ note: `Ihre Bestellnummer ist ${long(r)}.` }),
  'an order number in a form': (r) => ({
    host,
    path: '/track',
    type: 'application/x-www-form-urlencoded',
    body: `orderid=${long(r)}&zip=10115`,
  }),
  'an order number in a query': (r) => get(`page=2&order_id=${long(r)}`),
  'an order number in a path': (r) => get('page=2', `/orders/${long(r)}/items`),
  'an order number in CSV': (r) => ({
    host,
    path: '/import',
    type: 'text/csv',
    body: `order_id,amount\n${long(r)},12.50\n${long(r)},9.90\n`,
  }),
  'an order number in XML': (r) => ({
    host,
    path: '/import',
    type: 'application/xml',
    body: `<Order><OrderNo>${long(r)}</OrderNo></Order>`,
  }),
  'a tracking number under trackingNumber': (r) => post({ shipment: { trackingNumber: long(r) } }),
  'a tracking number that nothing names': (r) => post({ value: odd(r) }),
  'a tracking number in a search': (r) => get(`q=${odd(r)}`),
  'a tracking number in a sentence': (r) => post({ note: `The tracking number is ${long(r)}.` }),
  'a parcel number in fours': (r) => post({ text: cardLike(r, 12).replace(/(.{4})(?=.)/g, '$1 ') }),
  'an invoice number': (r) => post({ invoice_no: long(r), due: '2026-12-01' }),
  'a snowflake that nothing names': (r) => post({ value: `1${r.digits(18)}`, channel: `9${r.digits(17)}` }),
  'a snowflake under user_id': (r) => post({ user_id: long(r), parentId: long(r) }),
  'a time in nanoseconds': (r) => post({ startTimeUnixNano: `17${r.digits(17)}`, at: `17${r.digits(17)}` }),
  'a time in microseconds': (r) => get(`ts=17${r.digits(14)}&v=17${r.digits(14)}`),
  'a time in milliseconds': (r) => post({ created: Number(`17${r.digits(11)}`) }),
  'an article number': (r) => post({ items: [{ sku: long(r), ean: cardLike(r, 13), qty: 2 }] }),
  'a serial number and an IMEI': (r) => post({ serial: long(r), imei: cardLike(r, 15) }),
  'a request id in a header-like field': (r) => post({ 'X-Request-Id': long(r), 'trace-id': long(r) }),
  'a reference written 123-45-6789': (r) => post({ value: reference(r) }),
  'a reference under ref': (r) => get(`ref=${reference(r)}`),
  'a reference in a sentence': (r) => post({ note: `Your case ${reference(r)} is open.` }),
  'a reference in a sentence that says nothing of it': (r) =>
    post({ note: `Please bring ${reference(r)} along.` }),
  'a reference written 123 45 6789': (r) =>
    post({ note: `Part ${reference(r).replaceAll('-', ' ')}, two pieces` }),
}

describe('order numbers, tracking numbers and timestamps are never refused by the shipped policy', () => {
  test.each(Object.entries(shapes))('%s', (_, make) => {
    const random = new Random(20261122)
    for (let round = 0; round < 100; round += 1) {
      const sent = make(random)
      const { action, judgement } = send(sent)
      expect({ sent, action, findings: judgement?.findings }).toMatchObject({ action: 'pass' })
    }
  })

  test('of numbers of 13 to 19 digits that nothing names, fewer than one in two hundred is refused', () => {
    const random = new Random(7)
    let refused = 0
    for (let round = 0; round < 4000; round += 1) {
      const digits = `${1 + random.below(9)}${random.digits(12 + random.below(7))}`
      if (send(random.below(2) === 0 ? post({ value: digits }) : get(`q=${digits}`)).action === 'refuse')
        refused += 1
    }
    expect(refused).toBeGreaterThan(0)
    expect(refused).toBeLessThan(4000 / 200)
  })

  test('they were looked into: what looked like a card is recorded, with why it was let go', () => {
    const { judgement } = send(post({ order_id: '4111111111111111', ref: '536-22-8471' }))
    expect(
      judgement?.findings.map(({ type, operator, score, reasons }) => [type, operator, score, reasons]),
    ).toEqual([
      ['CREDIT_CARD', 'keep', 0.3, ['luhn', 'iin:visa', 'veto:id', 'below-min-score']],
      ['US_SSN', 'keep', 0.3, ['ssn-areas', 'form:3-2-4', 'veto:reference', 'below-min-score']],
    ])
  })
})

const bare = '4111111111111111'
const grouped = '4111 1111 1111 1111'

describe('cards and social security numbers are still refused', () => {
  const cards: Record<string, Sent> = {
    'grouped, in prose': post({ note: `Please refund ${grouped} today` }),
    'grouped, under an id': post({ order_id: grouped }),
    'an American Express card, grouped': post({ note: '3782 822463 10005' }),
    'bare, under cardNumber': post({ cardNumber: bare }),
    'bare, under card.number': post({ payment: { card: { number: bare } } }),
    'bare, under cards[].no': post({ cards: [{ no: bare }] }),
    'of 19 digits, under pan': post({ pan: '4661889241418328564' }),
    'of 12 digits, under card_no': post({ card_no: '676390034863' }),
    'bare, under a key that says nothing': post({ value: bare }),
    'bare, in text behind the word': post({ note: `the card ${bare}` }),
    'bare, in a note on an order': post({ note: `The order was paid with ${bare}` }),
    'bare, in text behind the word, under an id': post({ order_ref: `Visa ${bare}` }),
    'of 19 digits, behind the word': post({ note: 'Karte 4661889241418328564' }),
    'bare, in a form': {
      host,
      path: '/a',
      type: 'application/x-www-form-urlencoded',
      body: `order=7&card[number]=${bare}`,
    },
    'bare, in a query': get(`cc=${bare}`),
    'bare, in CSV': { host, path: '/a', type: 'text/csv', body: `name,Card Number\nJane,${bare}\n` },
    'bare, in XML': {
      host,
      path: '/a',
      type: 'application/xml',
      body: `<a><CardNumber>${bare}</CardNumber></a>`,
    },
    'bare, in plain text': { host, path: '/a', type: 'text/plain', body: `my card: ${bare}` },
    'in a chat prompt': {
      host: 'api.openai.com',
      path: '/v1/chat/completions',
      body: json({ messages: [{ role: 'user', content: `Refund ${bare} please` }] }),
    },
    'a social security number behind its word': post({ note: 'My SSN is 536-22-8471' }),
    'a social security number under its name': post({ employee: { socialSecurityNumber: '536-22-8471' } }),
    'a social security number as a tax id': post({ tax_id: '536-22-8471' }),
    'a social security number with spaces under its name': post({ ssn: '536 22 8471' }),
    'a social security number in a chat prompt': {
      host: 'api.openai.com',
      path: '/v1/chat/completions',
      body: json({ messages: [{ role: 'user', content: 'Who is 536-22-8471?' }] }),
    },
  }

  test.each(Object.entries(cards))('%s', (_, sent) => {
    expect(send(sent)).toMatchObject({ action: 'refuse', reason: 'entity-refused' })
  })

  test('a phone number in digits alone is still masked on its way to an AI assistant', () => {
    const body = json({ messages: [{ role: 'user', content: 'Write to 01711234567 today' }] })
    const rehearsal = send({ host: 'api.openai.com', path: '/v1/chat/completions', body })
    expect(rehearsal.action).toBe('transform')
    expect(rehearsal.bodyOut?.toString()).not.toContain('1234567')
  })
})
