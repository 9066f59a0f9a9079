/** Promises of the first day: with the policy as it is shipped, real requests of an office arrive as they were sent. */
import { describe, expect, test } from 'vitest'
import { compilePolicy } from '../../gateway/core/policy/compile.ts'
import { json, shippedContext, shippedPolicy } from '../policy/shipped.ts'
import { card, email, expectNothingPlanted, iban } from './planted.ts'
import { exchangeThrough, type Sent } from './send.ts'
import { startOrigin, startProxy } from './setup.ts'

const shipped = compilePolicy(shippedPolicy, shippedContext)

/** A stand-in under the destination's own name, and the shipped policy in front of it. */
async function standIn(host: string) {
  const origin = await startOrigin({ host })
  const proxy = await startProxy([origin], { ports: { policy: { current: () => shipped } } })
  return { origin, proxy }
}

const form = 'application/x-www-form-urlencoded'
const pdf = Buffer.concat([
  Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Card (4111111111111111)>>\n', 'latin1'),
  Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 89 + 7) % 256)),
])

const ordinary: [string, string, Sent][] = [
  [
    'an e-mail login',
    'portal.supplier.example',
    {
      path: '/login',
      type: form,
      body: `email=${encodeURIComponent(email)}&password=corr%65ct+horse&csrf=8f14e45f`,
    },
  ],
  [
    'an OAuth token call',
    'login.microsoftonline.com',
    {
      path: '/9188040d-6c67-4c5b-b112-36a304b66dad/oauth2/v2.0/token',
      type: form,
      body: `client_id=6731de76&grant_type=password&username=${encodeURIComponent(email)}&client_assertion=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl`,
    },
  ],
  [
    'a checkout with card and delivery address on a payment page',
    'api.stripe.com',
    {
      path: '/v1/payment_methods',
      type: form,
      body: `card[number]=${card}&card[cvc]=123&billing_details[email]=${encodeURIComponent(email)}&billing_details[phone]=%2B12125550100&billing_details[address][line1]=12+Main+St`,
    },
  ],
  [
    'a bank transfer with the IBAN of the payee',
    'online.smallbank.example',
    {
      path: '/api/transfers',
      body: json({ creditor: { name: 'Jane Roe', iban }, amount: { value: 1250.0 } }),
    },
  ],
  [
    'a parcel label',
    'api.parcels.example',
    {
      path: '/v2/labels',
      body: json({
        to: { name: 'Jane Roe', phone: '+49 30 901820', email },
        reference: '00340434161094042557',
      }),
    },
  ],
  [
    'a calendar invitation',
    'calendar.example',
    {
      path: '/v1/events',
      body: json({
        attendees: Array.from({ length: 30 }, (_, index) => ({ email: `guest${index}@example.com` })),
      }),
    },
  ],
  [
    'an invoice upload',
    'app.bookkeeping.example',
    {
      path: '/documents',
      type: 'multipart/form-data; boundary=----x7MA4YWxkTrZu0gW',
      body: Buffer.concat([
        Buffer.from(
          `------x7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="note"\r\n\r\nInvoice for ${email}, IBAN ${iban}\r\n` +
            '------x7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="file"; filename="invoice.pdf"\r\nContent-Type: application/pdf\r\n\r\n',
        ),
        pdf,
        Buffer.from('\r\n------x7MA4YWxkTrZu0gW--\r\n'),
      ]),
    },
  ],
]

test.each(ordinary)('%s arrives byte for byte', async (_, host, sent) => {
  const { origin, proxy } = await standIn(host)
  expect((await exchangeThrough(proxy, origin, sent)).status).toBe(200)
  const received = origin.received[0]
  const body = Buffer.from(sent.body as string)
  expect(received?.body.equals(body)).toBe(true)
  expect(received?.url).toBe(sent.path)
  expect(received?.headers).toMatchObject({
    'content-type': sent.type ?? 'application/json',
    'content-length': String(body.length),
  })
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'pass', reason: 'all-kept' })
  // It was looked into, and what was found is written down without its value.
  expect(record.findings.length).toBeGreaterThan(0)
  expectNothingPlanted(JSON.stringify(record))
})

describe('what must not leave does not', () => {
  const prompt = (text: string) => json({ model: 'x', messages: [{ role: 'user', content: text }] })

  test.each(['api.openai.com', 'claude.ai'])(
    'a card number in a chat prompt to %s is refused',
    async (host) => {
      const { origin, proxy } = await standIn(host)
      const answer = await exchangeThrough(proxy, origin, {
        path: '/v1/chat',
        body: prompt(`Refund ${card} please`),
      })
      expect(answer.status).toBe(403)
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        reason: 'entity-refused',
        rule: 'ai-assistants',
        found: [{ type: 'CREDIT_CARD', count: 1 }],
      })
      expect(origin.received).toEqual([])
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'refuse',
        reason: 'entity-refused',
        forwardedBytes: 0,
      })
    },
  )

  test('an address in a chat prompt arrives masked', async () => {
    const { origin, proxy } = await standIn('api.openai.com')
    const body = prompt(`Write to ${email} about order 1187.`)
    expect((await exchangeThrough(proxy, origin, { path: '/v1/chat', body })).status).toBe(200)
    const arrived = origin.received[0]?.body.toString() ?? ''
    expectNothingPlanted(arrived)
    expect(JSON.parse(arrived).messages[0].content).toMatch(/^Write to \S+ about order 1187\.$/)
  })

  test('200 customer records to a host that nobody knows are refused, in one request or over an hour', async () => {
    const { origin, proxy } = await standIn('collect.unknown.example')
    const records = Array.from({ length: 200 }, (_, index) => ({
      email: `customer${index}@example.com`,
      index,
    }))
    const answer = await exchangeThrough(proxy, origin, { path: '/import', body: json({ records }) })
    expect(answer.status).toBe(403)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'too-many-persons' })
    expect(origin.received).toEqual([])
    // What was refused did not use up the hour; ten at a time, the eleventh ten are too many.
    const statuses: number[] = []
    for (let i = 0; i < 11; i += 1) {
      const body = json({ records: records.slice(i * 10, i * 10 + 10) })
      statuses.push((await exchangeThrough(proxy, origin, { path: '/import', body })).status)
    }
    expect(statuses).toEqual([...Array(10).fill(200), 403])
  })

  test.each(['paste.example', 'api.openai.com'])(
    'a private key in a paste to %s is refused',
    async (host) => {
      const { origin, proxy } = await standIn(host)
      const key = `-----BEGIN PRIVATE KEY-----\n${'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n'.repeat(3)}-----END PRIVATE KEY-----\n`
      const answer = await exchangeThrough(proxy, origin, {
        path: '/new',
        type: 'text/plain',
        body: `here\n${key}`,
      })
      expect(answer.status).toBe(403)
      expect(origin.received).toEqual([])
    },
  )
})

test('persons of a request that never reached its destination do not use up the hour', async () => {
  const { origin, proxy } = await standIn('portal.supplier.example')
  const ten = (from: number) =>
    json(Array.from({ length: 90 }, (_, index) => ({ email: `person${from + index}@example.com` })))
  // Long enough to be refused for what is behind the persons: the body is not JSON.
  const broken = `${ten(0)},,,`
  expect((await exchangeThrough(proxy, origin, { body: broken })).status).toBe(403)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'undecodable' })
  expect((await exchangeThrough(proxy, origin, { body: ten(100) })).status).toBe(200)
  expect((await exchangeThrough(proxy, origin, { body: ten(200) })).status).toBe(403)
})
