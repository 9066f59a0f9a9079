/** Promises of the main job: what the policy masks never arrives, and everything else arrives as it was sent. */
import { writeFileSync } from 'node:fs'
import * as zlib from 'node:zlib'
import { describe, expect } from 'vitest'
import { requireClient, testWith } from '../support/clients.ts'
import { card, email, expectClean, expectNothingPlanted, foundIn, iban } from './planted.ts'
import { curl, type Origin, startOrigin, startProxy } from './setup.ts'

const curlPath = requireClient('curl') ?? ''

interface Sending {
  origin?: { plain?: boolean }
  path?: string
  args?: readonly string[]
  body?: string | Buffer
}

/** Sends one request by curl; the body lies in a file, so that its bytes leave as they are. */
async function send({ origin: options = {}, path = '/', args = [], body }: Sending) {
  const origin = await startOrigin(options)
  const proxy = await startProxy([origin])
  const file = `${proxy.folder}/body`
  if (body !== undefined) writeFileSync(file, body)
  const data = body === undefined ? [] : ['--data-binary', `@${file}`]
  const result = await curl(curlPath, proxy, [urlOf(origin, options.plain === true, path), ...args, ...data])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
  expect(origin.received).toHaveLength(1)
  expect(proxy.faults).toEqual([])
  return { origin, proxy, received: origin.received[0], record: await proxy.recordAt(0), result }
}

function urlOf(origin: Origin, plain: boolean, path: string): string {
  return `${plain ? 'http' : 'https'}://${origin.host}:${origin.port}${path}`
}

const type = (value: string) => ['-H', `content-type: ${value}`]
const nested = `{"order":{"id":12345678901234567890,"payments":[{"kind":"x"},{"pan":"${card}", "note":"\\u0061b"}]}, "t":1.10,\n "mail" : "${email}"}`

testWith('curl', 'a card number nested in a JSON array never reaches the destination', async () => {
  const { received, record } = await send({ args: type('application/json'), body: nested })
  expectClean(nested, received?.body.toString(), [card, email])
  expect(received?.body.toString()).toContain('"************1111"')
  expect(received?.headers['content-length']).toBe(String(received?.body.length))
  expect(record).toMatchObject({
    action: 'transform',
    reason: 'rule',
    ruleId: 'mask-all',
    method: 'POST',
    status: 200,
    requestBytes: nested.length,
    forwardedBytes: received?.body.length,
    findingCounts: { CREDIT_CARD: 1, EMAIL: 1 },
    notes: [],
  })
  expect(foundIn(record)).toEqual(['CREDIT_CARD body order.payments[1].pan mask', 'EMAIL body mail mask'])
})

const forms: [string, string, string, string[]][] = [
  [
    'a form',
    'application/x-www-form-urlencoded',
    `a=1+2&b=%C3%A4&pan=${card}&c=&iban=${iban}&d=x%2By`,
    ['pan', 'iban'],
  ],
  [
    'XML',
    'application/xml; charset=utf-8',
    `<?xml version="1.0"?>\r\n<o a='1'><!-- c --><pan>${card}</pan>\t<i n="${iban}"/><![CDATA[ ]] ]]></o>\n`,
    ['o.pan', 'o.i.n'],
  ],
  [
    'CSV',
    'text/csv',
    `name,card,account\r\n"Roe, J","${card}",${iban}\r\n"a ""b""",,x\r\n`,
    ['card', 'account'],
  ],
  [
    'NDJSON',
    'application/x-ndjson',
    `{"n": 1, "pan": "${card}"}\n{"x":[ {"iban":"${iban}"} ]}\n{}\n`,
    ['pan', 'x[0].iban'],
  ],
  [
    'plain text',
    'text/plain; charset=utf-8',
    `Ä card ${card},\nand\tan account ${iban}.\n`,
    ['null', 'null'],
  ],
]

describe('what is planted never arrives, the rest does byte for byte', () => {
  for (const [title, mediaType, body, paths] of forms) {
    testWith('curl', `in ${title}`, async () => {
      const { received, record } = await send({ args: type(mediaType), body })
      const sent = Buffer.from(body).toString('latin1')
      expectClean(sent, received?.body.toString('latin1'), [card, iban])
      expect(received?.headers['content-type']).toBe(mediaType)
      expect(record).toMatchObject({ action: 'transform', findingCounts: { CREDIT_CARD: 1, IBAN: 1 } })
      expect(foundIn(record)).toEqual([`CREDIT_CARD body ${paths[0]} mask`, `IBAN body ${paths[1]} mask`])
    })
  }

  testWith(
    'curl',
    'in a multipart form, whose file of unknown type arrives unread and is noted',
    async () => {
      const binary = Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 89) % 256))
      const origin = await startOrigin()
      const proxy = await startProxy([origin])
      writeFileSync(`${proxy.folder}/scan.bin`, binary)
      const parts = [
        ...['-F', `note=pay ${card} today`],
        ...['-F', `data={"a":["${email}"]};type=application/json`],
        ...['-F', `scan=@${proxy.folder}/scan.bin;type=application/octet-stream`],
      ]
      const result = await curl(curlPath, proxy, [urlOf(origin, false, '/'), ...parts])
      expect(result.code).toBe(0)
      const body = origin.received[0]?.body ?? Buffer.alloc(0)
      expectNothingPlanted(body.toString('latin1'))
      expect(body.includes(binary)).toBe(true)
      expect(body.toString('latin1')).toContain('pay ************1111 today')
      const record = await proxy.recordAt(0)
      expect(foundIn(record)).toEqual(['CREDIT_CARD body note mask', 'EMAIL body data.a[0] mask'])
      expect(record.notes).toEqual(['opaque-parts', 'opaque:binary'])
    },
  )

  testWith('curl', 'in query, path, cookies and referrer', async () => {
    const path = `/users/${email}/orders?a=1&mail=${encodeURIComponent(email)}&b=%20x`
    const cookie = `sid=8f14e45fceea167a; who=${email}; theme=dark`
    const args = ['-H', `cookie: ${cookie}`, '-H', `referer: https://shop.example/pay?pan=${card}&x=1`]
    const { received, record } = await send({ path, args })
    expectNothingPlanted(JSON.stringify(received))
    expectClean(path.replace('%40', '@'), decodeURIComponent(received?.url ?? '').replace(' ', '%20'), [
      email,
      email,
    ])
    expectClean(cookie, received?.headers.cookie, [email])
    expectClean(`https://shop.example/pay?pan=${card}&x=1`, received?.headers.referer, [card])
    expect(foundIn(record).sort()).toEqual([
      'CREDIT_CARD header referer mask',
      'EMAIL header cookie.who mask',
      'EMAIL path null mask',
      'EMAIL query mail mask',
    ])
    expect(record.pathTemplate).toBe('/users/{…}/orders')
  })
})

testWith('curl', 'no field is passed over because its name says nothing', async () => {
  const args = [
    ...[
      '-H',
      `Customer-Email: ${email}`,
      '-H',
      `Api-Subject: card ${card}`,
      '-A',
      `bot/1.0 (+mailto:${email})`,
    ],
    ...['-H', `Link: <https://shop.example/?m=${encodeURIComponent(email)}>; rel="next"`],
    // A change of these would break the request.
    ...['-H', 'If-None-Match: "4111111111111111"', '-H', 'Idempotency-Key: 4111111111111111'],
  ]
  const { received, record } = await send({ args })
  const { 'if-none-match': mark, 'idempotency-key': key, ...others } = received?.headers ?? {}
  expectNothingPlanted(JSON.stringify(others))
  expect([mark, key]).toEqual(['"4111111111111111"', '4111111111111111'])
  expect(others['api-subject']).toBe('card ************1111')
  expect(foundIn(record).sort()).toEqual([
    'CREDIT_CARD header api-subject mask',
    'CREDIT_CARD header idempotency-key keep',
    'EMAIL header customer-email mask',
    'EMAIL header link mask',
    'EMAIL header user-agent mask',
  ])
})

type Code = (bytes: Buffer) => Buffer
const codings: Record<string, [Code, Code]> = {
  gzip: [zlib.gzipSync, zlib.gunzipSync],
  deflate: [zlib.deflateSync, zlib.inflateSync],
  br: [zlib.brotliCompressSync, zlib.brotliDecompressSync],
  zstd: [zlib.zstdCompressSync, zlib.zstdDecompressSync],
  'gzip, br': [
    (bytes) => zlib.brotliCompressSync(zlib.gzipSync(bytes)),
    (bytes) => zlib.gunzipSync(zlib.brotliDecompressSync(bytes)),
  ],
}

describe('a coded body is decoded, cleaned, and coded again as it came', () => {
  for (const [coding, [encode, decode]] of Object.entries(codings)) {
    testWith('curl', coding, async () => {
      const args = [...type('application/json'), '-H', `content-encoding: ${coding}`]
      const { received, record } = await send({ args, body: encode(Buffer.from(nested)) })
      expectClean(nested, decode(received?.body ?? Buffer.alloc(0)).toString(), [card, email])
      expect(received?.headers['content-encoding']).toBe(coding)
      expect(received?.headers['content-length']).toBe(String(received?.body.length))
      expect(foundIn(record)).toHaveLength(2)
    })

    testWith('curl', `${coding}, where nothing was planted: byte for byte`, async () => {
      const body = encode(Buffer.from('{"a": [1.0, 2 ]}'))
      const args = [...type('application/json'), '-H', `content-encoding: ${coding}`]
      const { received, record } = await send({ args, body })
      expect(received?.body.equals(body)).toBe(true)
      expect(record).toMatchObject({ action: 'pass', reason: 'nothing-found' })
    })
  }

  testWith('curl', 'several gzip members are one body', async () => {
    const body = Buffer.concat([zlib.gzipSync('{"a":'), zlib.gzipSync(`"${card}"}`)])
    const args = [...type('application/json'), '-H', 'content-encoding: gzip']
    const { received } = await send({ args, body })
    expect(zlib.gunzipSync(received?.body ?? Buffer.alloc(0)).toString()).toBe('{"a":"************1111"}')
  })
})

describe('in every way a request can be sent', () => {
  const clean = (received: { body: Buffer } | undefined) =>
    expectClean(nested, received?.body.toString(), [card, email])

  testWith('curl', 'over plain HTTP', async () => {
    const { received, record } = await send({
      origin: { plain: true },
      args: type('application/json'),
      body: nested,
    })
    clean(received)
    expect(record).toMatchObject({ scheme: 'http', action: 'transform' })
  })

  testWith('curl', 'chunked', async () => {
    const args = [...type('application/json'), '-H', 'transfer-encoding: chunked']
    clean((await send({ args, body: nested })).received)
  })

  testWith('curl', 'after waiting for 100 Continue', async () => {
    const args = [...type('application/json'), '-H', 'expect: 100-continue', '--expect100-timeout', '20']
    const { received } = await send({ args, body: nested })
    clean(received)
    expect(received?.headers.expect).toBeUndefined()
  })

  for (const method of ['PUT', 'PATCH', 'DELETE', 'GET', 'REPORT']) {
    testWith('curl', `by ${method}`, async () => {
      const { received, record } = await send({
        args: ['-X', method, ...type('application/json')],
        body: nested,
      })
      clean(received)
      expect([received?.method, record.method]).toEqual([method, method])
    })
  }
})

testWith('curl', 'what holds nothing arrives and comes back byte for byte, fields and all', async () => {
  const body = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31 + (index >> 8)) % 256))
  const args = [
    '--path-as-is',
    // Names have no case to keep in HTTP/2.
    '--http1.1',
    ...type('application/octet-stream'),
    '-H',
    'X-Odd-Case: a, b;c="d"',
    '-H',
    'Accept: */*;q=0.5',
  ]
  const { received, record, result } = await send({ path: '/a//b/../c?x=%zz&&=', args, body })
  expect(received?.body.equals(body)).toBe(true)
  expect(result.stdout.equals(body)).toBe(true)
  expect(received?.url).toBe('/a//b/../c?x=%zz&&=')
  expect(received?.rawHeaders.join('|')).toContain('X-Odd-Case|a, b;c="d"|Accept|*/*;q=0.5')
  expect(record).toMatchObject({
    action: 'pass',
    reason: 'opaque-content',
    notes: ['unread', 'opaque:binary'],
  })
})

testWith('curl', 'the journal says transform where an unread upload was masked in its query', async () => {
  const { record } = await send({
    path: `/?mail=${email}`,
    args: type('image/png'),
    body: '\x89PNG\r\n\x1a\n\0\0',
  })
  expect(record).toMatchObject({ action: 'transform', reason: 'opaque-content' })
})

testWith('curl', 'several requests on one connection are each masked and recorded', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const url = urlOf(origin, false, '/')
  const args = [url, url, ...type('application/json'), '--data-binary', `{"pan":"${card}"}`]
  const result = await curl(curlPath, proxy, args)
  expect(result.code).toBe(0)
  await proxy.recordAt(1)
  expect(origin.received.map(({ body }) => body.toString())).toEqual(
    Array(2).fill('{"pan":"************1111"}'),
  )
  expect(origin.connections).toBe(1)
})

testWith(
  'curl',
  'a list of customers under a label that names nothing readable is read all the same',
  async () => {
    const body = `name,mail\nJane,${email}\nPan,${card}\n`
    for (const label of ['application/octet-stream', 'application/vnd.ms-excel', 'image/png']) {
      const { received, record } = await send({ args: type(label), body })
      expect(received?.body.toString()).not.toContain(email)
      expect(received?.body.toString()).not.toContain(card)
      expect(record).toMatchObject({ action: 'transform', reason: 'rule' })
    }
  },
)
