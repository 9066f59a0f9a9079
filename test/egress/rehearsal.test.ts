/** Promises about bodies that are not what they say, and that a rehearsal ends as the exchange itself does. */
import { describe, expect, test } from 'vitest'
import { rehearse } from '../../gateway/core/policy/rehearse.ts'
import { MiB } from '../../gateway/core/units.ts'
import { waitFor } from './raw.ts'
import { scene } from './scene.ts'
import { compiled, maskAll } from './setup.ts'

const orders = {
  refuse: { CREDIT_CARD: 'refuse', US_SSN: 'refuse', '*': 'keep' },
  mask: { '*': 'mask' },
  keep: { '*': 'keep' },
} as const

interface Sent {
  entities: keyof typeof orders
  order?: object
  type: string
  body: string
  holdBytes?: number
}

function policyOf({ entities, order }: Sent) {
  const rule = { ...maskAll.exchanges[0], onFailure: 'pass', entities: orders[entities], ...order }
  return { ...maskAll, exchanges: [rule] }
}

/** What the gateway does and what the rehearsal says, in the same words. */
async function both(sent: Sent) {
  const { type, body, holdBytes = MiB } = sent
  const policy = policyOf(sent)
  const { wire, at, proxy, origin } = await scene('plain', { policy, limits: { holdBytes } })
  const length = `Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n`
  wire.send(`${at.line('POST', '/1')}${at.host}Content-Type: ${type}\r\n${length}\r\n${body}`)
  const record = await proxy.recordAt(0)
  if (record.forwardedBytes > 0 && record.status === 200) await waitFor(() => origin.requests.length === 1)
  const arrived = origin.requests[0]?.body.toString('latin1') ?? null
  const facts = {
    client: '127.0.0.1',
    host: origin.host,
    port: 80,
    at: Date.now(),
    method: 'POST',
    path: '/1',
  }
  const request = { contentType: type, body: Buffer.from(body, 'latin1'), holdBytes }
  const rehearsed = rehearse(compiled(policy), facts, request)
  const inWords = (action: string) => (action === 'refused-midstream' ? 'refuse' : action)
  return {
    record,
    arrived,
    done: {
      action: inWords(record.action),
      reason: record.reason,
      left: arrived,
      found: record.findingCounts,
    },
    said: {
      action: rehearsed.action,
      reason: rehearsed.reason,
      left: rehearsed.bodyOut?.toString('latin1') ?? null,
      found: rehearsed.judgement?.findingCounts,
    },
  }
}

const xml = 'application/xml'
const json = 'application/json'
const form = 'multipart/form-data; boundary=b'
const inXml = '<a>&#52;111111111111111</a>'
const part = (end: string) => `--b\r\nContent-Type: application/xml\r\n\r\n${inXml}\r\n--b${end}`

describe('under onFailure: pass, what was refused before a body turned out malformed does not leave', () => {
  test.each<[string, string, string]>([
    ['a card in escapes that plain text does not know', xml, `${inXml}<`],
    ['the same in a part of a form', form, part('-- and more')],
    ['the same in front of zeros', xml, `${inXml}\0\0`],
  ])('%s', async (_what, type, body) => {
    for (const holdBytes of [MiB, 10]) {
      const { record, arrived, done, said } = await both({ entities: 'refuse', type, body, holdBytes })
      expect(record).toMatchObject({ reason: 'entity-refused', findingCounts: expect.anything() })
      expect(record.action).toMatch(/^refuse/)
      expect(arrived).toBeNull()
      expect(said).toEqual(done)
    }
  })
})

describe('under onFailure: pass, what was masked before a body turned out malformed stays masked', () => {
  const masked: [string, Sent, RegExp | null][] = [
    ['a card in escapes', { entities: 'mask', type: xml, body: `${inXml}<` }, /^<a>[*0-9]{16}<\/a><$/],
    [
      'what shows only in text',
      { entities: 'mask', type: json, body: '{"ssn":"536221234",}' },
      /^\{"ssn":"[*0-9]{9}",\}$/,
    ],
    [
      'what comes behind zeros',
      { entities: 'mask', type: json, body: '{"a":"jane@example.com"\0\0"b":"kim@example.com"' },
      /"j\*\*\*@example\.com"\0\0"b":"k\*\*@/,
    ],
    [
      'a part of a form, which has no place any more',
      { entities: 'mask', type: form, body: part(' ?') },
      null,
    ],
    [
      'a field that the rule drops',
      { entities: 'keep', order: { fields: { drop: ['born'] } }, type: json, body: '{"born":"1980-01-01",}' },
      /^\{"born":null,\}$/,
    ],
  ]
  test.each(masked)('%s', async (_what, sent, left) => {
    const { record, arrived, done, said } = await both(sent)
    if (left === null) {
      expect(arrived).toBeNull()
      expect(record).toMatchObject({ action: 'refuse', reason: 'undecodable' })
    } else {
      expect(arrived).toMatch(left)
      expect(record).toMatchObject({ action: 'transform', reason: 'rule', notes: ['read-as-text'] })
    }
    expect(said).toEqual(done)
  })

  test('what comes behind zeros in a long body is masked as well', async () => {
    const body = '{"a":"jane@example.com"\0\0"b":"kim@example.com"'
    const { record, arrived } = await both({ entities: 'mask', type: json, body, holdBytes: 10 })
    expect(record).toMatchObject({ action: 'transform', notes: ['streamed', 'read-as-text'] })
    expect(arrived).not.toMatch(/jane|kim/)
    expect(record.findings.map(({ offset }) => offset)).toEqual([6, body.indexOf('kim')])
  })
})

test('what is found in its format and again as text is one finding', async () => {
  const { record, arrived } = await both({ entities: 'keep', type: json, body: '{"a":"jane@example.com",}' })
  expect(record).toMatchObject({ action: 'pass', findingCounts: { EMAIL: 1 }, notes: ['read-as-text'] })
  expect(arrived).toBe('{"a":"jane@example.com",}')
})

describe('a rehearsal ends as the exchange itself', () => {
  const card = '{"card":"4111 1111 1111 1111"}'
  const alike: [string, Sent][] = [
    ['masked', { entities: 'mask', type: json, body: card }],
    ['refused', { entities: 'refuse', type: json, body: card }],
    [
      'malformed and refused',
      { entities: 'mask', order: { onFailure: 'refuse' }, type: json, body: `${card}}` },
    ],
    ['malformed and refused as text', { entities: 'refuse', type: json, body: '{"ssn":"536221234",}' }],
    ['malformed in parts without anything to change', { entities: 'mask', type: form, body: 'nothing' }],
    ['in a wide character set', { entities: 'mask', type: json, body: '\xff\xfe{\0}\0' }],
    ['in one that its type names', { entities: 'mask', type: `${json}; charset=utf-16`, body: card }],
    ['of an unknown kind', { entities: 'mask', type: 'image/png', body: '\x89PNG\0' }],
    [
      'of an unknown kind, refused',
      { entities: 'mask', order: { onOpaque: 'refuse' }, type: 'image/png', body: card },
    ],
    ['of no kind', { entities: 'mask', type: 'application/octet-stream', body: card }],
    ['longer than is held, and streamed', { entities: 'mask', type: json, body: card, holdBytes: 10 }],
    [
      'longer than is held, and refused',
      { entities: 'mask', order: { onLarge: 'refuse' }, type: json, body: card, holdBytes: 10 },
    ],
    [
      'longer than is held and malformed in its parts',
      { entities: 'keep', type: form, body: part(' ?'), holdBytes: 10 },
    ],
  ]
  test.each(alike)('%s', async (_what, sent) => {
    const { done, said } = await both(sent)
    expect(said).toEqual(done)
  })
})
