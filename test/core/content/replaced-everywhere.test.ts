/** Promises that what is replaced in one place of a body is replaced in all of them, whatever is put there. */
import { describe, expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { ContentFormat, Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'
import { isKeyed, keylessStandIns, type StandIns } from '../../../gateway/core/pii/tokens/stand-ins.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'

/** Keyed operators write something of their own, as with keys. */
const standIns: StandIns = {
  settle: (operator) => ({ operator, note: null }),
  make: (operator, entity) =>
    isKeyed(operator) ? Buffer.from(`${operator.toUpperCase()}_X`) : keylessStandIns.make(operator, entity),
}

function options(format: ContentFormat, operator: Operator) {
  const judge: Judge = {
    analyzer: shippedAnalyzer(),
    standIns,
    judgesFields: false,
    field: () => 'scan',
    // As the judge of an exchange: a number stays one.
    entity: ({ finding, number }) => {
      if (finding.score < 0.4) return 'keep'
      return number === true && operator === 'tokenize' ? 'mask' : operator
    },
  }
  return { format, judge, opaqueParts: 'pass', decodable: true, boundary: 'b' }
}

function held(body: string, operator: Operator, format: ContentFormat = 'json'): string {
  return inspectWhole(options(format, operator) as never, Buffer.from(body)).body.toString()
}

function streamed(body: string, operator: Operator, { format = 'json' as ContentFormat, cut = 1000 } = {}) {
  const within = { ...options(format, operator), limits: { maxValueBytes: 1 << 20 } }
  const inspector = createInspector(within as never)
  const bytes = Buffer.from(body)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += cut)
    pieces.push(...inspector.push(bytes.subarray(at, at + cut)).map((piece) => Buffer.from(piece)))
  return Buffer.concat([...pieces, ...inspector.end()]).toString()
}

const replacing: readonly Operator[] = ['mask', 'redact', 'replace', 'hash', 'tokenize', 'fpe']
const password = 'Tr0ub4dor-x93k'

describe.each(replacing)('what is to be replaced by %s leaves nowhere', (operator) => {
  test.each([
    ['a password in its sentence', { m: `My password is ${password}. The value ${password} was rejected.` }],
    ['a password in a command', { password, m: `mysql -u root -p${password}` }],
    [
      'a password in another field and a link',
      { x: password, password, url: `https://x.example/${password}` },
    ],
    ['a card number', { card_number: '4053654265417818', x: 'Re: 4053654265417818' }],
    ['a name in a word', { x: 'abAnna Webercd', customer_name: 'Anna Weber' }],
    ['a name in a link', { customer_name: 'Anna Weber', x: 'https://x.example/Anna%20Weber' }],
    ['a name in a query', { x: 'https://x.example/?q=Anna+Weber&n=1', customer_name: 'Anna Weber' }],
    ['a name in a query that is a text', { customer_name: 'Anna Weber', x: 'q=Anna+Weber' }],
    ['a name in a document', { customer_name: 'Anna Weber', x: '{"z":"abAnna Webercd"}' }],
    ['a date of birth', { date_of_birth: '1980-03-12', x: '1980-03-12' }],
    ['an insurance number', { insurance_number: 'A123456780', x: { A123456780: 1 } }],
    ['a phone number', { phone: '4917012345678', x: 'https://x.example/a/4917012345678' }],
    ['a number', { phone: 441632960961, x: [441632960961] }],
    ['a number in quotes', { x: '441632960961', phone: 441632960961 }],
    ['a number in a link', { phone: 441632960961, x: 'https://x.example/441632960961' }],
    ['a number in a document', { phone: 441632960961, x: '{"a":[441632960961]}' }],
  ])('%s', (_, body) => {
    const value =
      /Tr0ub4dor-x93k|4053654265417818|Anna(?: |%20|\+)Weber|1980-03-12|A123456780|4917012345678|441632960961/
    const text = JSON.stringify(body)
    expect(held(text, operator)).not.toMatch(value)
    JSON.parse(held(text, operator))
  })

  test('in the texts behind, of a body that streams', () => {
    const body = JSON.stringify({
      password,
      customer_name: 'Anna Weber',
      phone: 441632960961,
      x: [
        441632960961,
        `The value ${password} was rejected.`,
        'abAnna Webercd',
        '441632960961',
        'https://x.example/?q=Anna+Weber',
      ],
      y: [password, password, { 'Anna Weber': 1 }],
    })
    const whole = streamed(body, operator)
    expect(whole).not.toMatch(/Tr0ub4dor-x93k|Anna.Weber|441632960961/)
    for (const cut of [1, 7]) expect(streamed(body, operator, { cut })).toBe(whole)
  })

  test.each<[ContentFormat, string]>([
    [
      'form',
      `x=The+value+${password}&password=${password}&customer_name=Anna+Weber&y=abAnna+Webercd&u=https://x.example/?q%3DAnna%2BWeber`,
    ],
    ['csv', `password,customer_name,x\n${password},Anna Weber,abAnna Webercd ${password}\n`],
    ['xml', `<a><x>re ${password}</x><password>${password}</password></a>`],
    ['ndjson', `{"x":"re ${password}"}\n{"password":"${password}"}\n`],
    ['text', `My password is ${password}.\n\nThe value ${password} was rejected.\n`],
  ])('of %s', (format, body) => {
    expect(held(body, operator, format)).not.toMatch(/Tr0ub4dor-x93k|Anna(?:.|%2B)Weber/)
  })
})

test('what is kept is looked for nowhere, and what is refused leaves nowhere', () => {
  const body = JSON.stringify({ password, x: `re ${password}` })
  expect(held(body, 'keep')).toBe(body)
  for (const out of [held(body, 'refuse'), streamed(body, 'refuse')]) expect(out).toBe('{"password":"')
})

test.each([
  ['card', '4111111111111111', 'x4111111111111111y'],
  ['ssn', '536904399', 'user536904399'],
])('digits of a %s leave between letters neither, but a longer number is another', (field, value, word) => {
  const body = { [field]: value, t: word, n: `9${value}9` }
  const out = JSON.parse(held(JSON.stringify(body), 'redact'))
  expect(out.t).not.toContain(value)
  expect(out.n).toBe(body.n)
})
