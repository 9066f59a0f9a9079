/** Promises about signed requests: never rewritten, refused or passed as the rule says, and valid where they arrive. */
import { createHash, createHmac, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { requireClient, testWith } from '../support/clients.ts'
import { card, email, expectNothingPlanted, foundIn } from './planted.ts'
import { exchangeThrough } from './send.ts'
import { curl, maskAll, type Received, startOrigin, startProxy } from './setup.ts'

const [rule] = maskAll.exchanges
const passing = { ...maskAll, exchanges: [{ ...rule, onSigned: 'pass' }] }
const body = `{"note":"for ${email}","pan":"${card}"}`
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string | Buffer) => createHmac('sha256', key).update(data).digest()

/** A request as its client made it, and what its receiver checks. */
interface Signed {
  method?: string
  path?: string
  type?: string
  fields: Record<string, string>
  body: string | Buffer
  /** As the receiver of the kind does it, from the bytes that arrived alone. */
  valid(received: Received): boolean
}

/** AWS, "Create a signed AWS API request": canonical request → string to sign → signature. */
function awsSignature(from: {
  method: string
  path: string
  query: string
  headers: [string, string][]
  payload: string
}): string {
  const names = from.headers.map(([name]) => name).join(';')
  const lines = from.headers.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = [from.method, from.path, from.query, lines, names, from.payload].join('\n')
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')
  const key = ['20261122', 'eu-central-1', 's3', 'aws4_request'].reduce<string | Buffer>(
    (at, part) => hmac(at, part),
    `AWS4${secret}`,
  )
  return hmac(key as Buffer, text).toString('hex')
}
const stamp = '20261122T030000Z'
const scope = '20261122/eu-central-1/s3/aws4_request'

function awsHeader(
  host: string,
  path = '/bucket/key.json',
  query = '',
  content: string | Buffer = body,
): Signed {
  const names = ['host', 'x-amz-content-sha256', 'x-amz-date']
  const signatureOf = (at: Record<string, string>, payload: string) =>
    awsSignature({ method: 'PUT', path, query, headers: names.map((n) => [n, at[n] ?? '']), payload })
  const given = { host, 'x-amz-content-sha256': sha256(content), 'x-amz-date': stamp }
  const authorization = (signature: string) =>
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  const fields = { ...given, authorization: authorization(signatureOf(given, sha256(content))) }
  return {
    method: 'PUT',
    path: query === '' ? path : `${path}?${query}`,
    fields,
    body: content,
    valid: (received) =>
      received.headers.authorization ===
      authorization(signatureOf(received.headers as Record<string, string>, sha256(received.body))),
  }
}

function awsPresigned(host: string): Signed {
  const path = `/bucket/${encodeURIComponent(email)}.json`
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F${encodeURIComponent(scope)}&X-Amz-Date=${stamp}&X-Amz-Expires=300&X-Amz-SignedHeaders=host`
  const signatureOf = (at: string, q: string, name: string) =>
    awsSignature({
      method: 'PUT',
      path: at,
      query: q,
      headers: [['host', name]],
      payload: 'UNSIGNED-PAYLOAD',
    })
  return {
    method: 'PUT',
    path: `${path}?${query}&X-Amz-Signature=${signatureOf(path, query, host)}`,
    fields: { host },
    body: '{"plain":1}',
    valid(received) {
      const [at = '', all = ''] = received.url.split('?')
      const [unsigned = '', signature] = all.split('&X-Amz-Signature=')
      return signature === signatureOf(at, unsigned, received.headers.host ?? '')
    },
  }
}

function webhook(): Signed {
  const signatureOf = (bytes: string | Buffer) => `sha256=${hmac('webhook secret', bytes).toString('hex')}`
  return {
    fields: { 'x-hub-signature-256': signatureOf(body) },
    body,
    valid: (received) => received.headers['x-hub-signature-256'] === signatureOf(received.body),
  }
}

const keys = generateKeyPairSync('ed25519')

/** RFC 9421 §2.5, §3.1 with Content-Digest (RFC 9530). */
function messageSignature(host: string): Signed {
  const input = '("@method" "@authority" "content-digest");created=1795312800;keyid="k1"'
  const digestOf = (bytes: string | Buffer) =>
    `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
  const baseOf = (method: string, authority: string, digest: string) =>
    Buffer.from(
      `"@method": ${method}\n"@authority": ${authority}\n"content-digest": ${digest}\n"@signature-params": ${input}`,
    )
  return {
    fields: {
      host,
      'content-digest': digestOf(body),
      'signature-input': `sig1=${input}`,
      signature: `sig1=:${sign(null, baseOf('POST', host, digestOf(body)), keys.privateKey).toString('base64')}:`,
    },
    body,
    valid({ headers, method, body: arrived }) {
      const value = Buffer.from(String(headers.signature).slice('sig1=:'.length, -1), 'base64')
      const base = baseOf(method, headers.host ?? '', String(headers['content-digest']))
      return headers['content-digest'] === digestOf(arrived) && verify(null, base, keys.publicKey, value)
    },
  }
}

/** RFC 7515 §3.1: the body itself is a token; its payload holds what a text reader would find and change. */
function jws(type: string): Signed {
  const part = (value: string | Buffer) => Buffer.from(value).toString('base64url')
  const header = part('{"alg":"EdDSA"}')
  // A payload that reads as an entity as it stands: base64url has only letters, digits, - and _.
  const payload = 'x-4111-1111-1111-1111-x'
  const signature = part(sign(null, Buffer.from(`${header}.${payload}`), keys.privateKey))
  return {
    type,
    fields: {},
    body: `${header}.${payload}.${signature}`,
    valid(received) {
      const [head = '', middle = '', last = ''] = received.body.toString().split('.')
      return verify(null, Buffer.from(`${head}.${middle}`), keys.publicKey, Buffer.from(last, 'base64url'))
    },
  }
}

/** A piece of a file: the whole's digest, agreed on elsewhere, still has to fit when it is put together. */
function piece(fields: Record<string, string>, path = '/upload/1'): Signed {
  const whole = sha256(`beginning${body}`)
  return {
    method: 'PUT',
    path,
    fields,
    body,
    valid: (received) => sha256(`beginning${received.body.toString()}`) === whole,
  }
}

const range = { 'content-range': `bytes 9-${8 + body.length}/${9 + body.length}` }

const kinds: [string, (host: string) => Signed][] = [
  ['an AWS Signature Version 4', (host) => awsHeader(host)],
  ['an AWS pre-signed URL', awsPresigned],
  ['a keyed hash in a field', webhook],
  ['an HTTP message signature over a content digest', messageSignature],
  ['a JWS as the body, called plain text', () => jws('text/plain')],
  ['a piece of a larger body', () => piece(range)],
  [
    'a part of a multipart object upload',
    (host) => awsHeader(host, '/bucket/big', 'partNumber=2&uploadId=abc'),
  ],
]

async function setting(policy: unknown) {
  const origin = await startOrigin()
  const proxy = await startProxy([origin], { policy })
  return { origin, proxy, authority: `${origin.host}:${origin.port}` }
}

describe.each(kinds)('%s', (_, make) => {
  test('is refused under onSigned: refuse, and nothing arrives', async () => {
    const { origin, proxy, authority } = await setting(maskAll)
    const answer = await exchangeThrough(proxy, origin, make(authority))
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body.toString())).toMatchObject({ reason: 'signed-content' })
    expect(origin.received).toEqual([])
    const record = await proxy.recordAt(0)
    expect(record).toMatchObject({ action: 'refuse', reason: 'signed-content', forwardedBytes: 0 })
    expect(foundIn(record).length).toBeGreaterThan(0)
  })

  test('passes under onSigned: pass byte for byte, verifies where it arrives, and is noted', async () => {
    const { origin, proxy, authority } = await setting(passing)
    const signed = make(authority)
    const answer = await exchangeThrough(proxy, origin, signed)
    expect(answer.status).toBe(200)
    const received = origin.received[0] as Received
    expect(received.body.equals(Buffer.from(signed.body as string))).toBe(true)
    expect(received.url).toBe(signed.path ?? '/')
    expect(signed.valid(received)).toBe(true)
    // The check can fail: one byte less does not verify.
    expect(signed.valid({ ...received, body: received.body.subarray(1), url: `${received.url}0` })).toBe(
      false,
    )
    const record = await proxy.recordAt(0)
    expect(record).toMatchObject({ action: 'pass', reason: 'signed-content', notes: ['signed'] })
    expectNothingPlanted(JSON.stringify(record))
    // The journal says what was done, and what the rule would have done to it.
    expect(record.findings.length).toBeGreaterThan(0)
    for (const { operator, reasons } of record.findings) {
      expect(operator).toBe('keep')
      expect(reasons).toContain('signed:mask')
    }
  })
})

test('what a signature does not cover is masked, and the journal tells it from what was kept', async () => {
  const { origin, proxy, authority } = await setting(passing)
  const signed = awsHeader(authority)
  const answer = await exchangeThrough(proxy, origin, {
    ...signed,
    fields: { ...signed.fields, referer: `https://shop.example/?card=${card}` },
  })
  expect(answer.status).toBe(200)
  expect(origin.received[0]?.headers.referer).not.toContain(card)
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'transform', reason: 'signed-content' })
  expect(foundIn(record).sort()).toEqual([
    'CREDIT_CARD body pan keep',
    'CREDIT_CARD header referer mask',
    'EMAIL body note keep',
  ])
})

test('a signed field that was kept is recorded as kept, beside one that was masked', async () => {
  const { origin, proxy } = await setting(passing)
  const input = '("@method" "x-customer-email");created=1795312800;keyid="k1"'
  const fields = {
    'x-customer-email': email,
    'x-other-email': email,
    'signature-input': `sig1=${input}`,
    signature: 'sig1=:AAAA:',
  }
  await exchangeThrough(proxy, origin, { fields, body: '{}' })
  expect(origin.received[0]?.headers['x-customer-email']).toBe(email)
  expect(origin.received[0]?.headers['x-other-email']).not.toBe(email)
  expect(foundIn(await proxy.recordAt(0)).sort()).toEqual([
    'EMAIL header x-customer-email keep',
    'EMAIL header x-other-email mask',
  ])
})

test('a long signed body that passes while it leaves is recorded as kept', async () => {
  const { origin, proxy, authority } = await setting(passing)
  const content = `${'{"text":"nothing here"}\n'.repeat(80_000)}{"pan":"${card}"}\n`
  const signed = awsHeader(authority, '/bucket/key.ndjson', '', content)
  const answer = await exchangeThrough(proxy, origin, { ...signed, type: 'application/x-ndjson' })
  expect(answer.status).toBe(200)
  expect(signed.valid(origin.received[0] as Received)).toBe(true)
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'pass', reason: 'signed-content' })
  expect(foundIn(record)).toEqual(['CREDIT_CARD body pan keep'])
  expect(record.findings[0]?.reasons).toContain('signed:mask')
})

describe('a signed body that holds nothing arrives whatever the rule says', () => {
  test('short, long, and long in a coding', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `{"row":${i},"text":"${'ab '.repeat(10)}"}`)
    const long = Buffer.from(`[${rows.join(',')}]`)
    for (const content of ['{"plain":true}', long]) {
      const { origin, proxy, authority } = await setting(maskAll)
      const signed = awsHeader(authority, '/bucket/key.json', '', content)
      expect((await exchangeThrough(proxy, origin, signed)).status).toBe(200)
      const received = origin.received[0] as Received
      expect(signed.valid(received)).toBe(true)
      expect(received.headers['content-length']).toBe(String(Buffer.from(content as string).length))
    }
  })

  test('a long one in a coding is never coded anew: it passes as it came, or is refused', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `{"row":${i},"text":"${'ab '.repeat(10)}"}`)
    const coded = gzipSync(`[${rows.join(',')}]`, { level: 1 })
    for (const onFailure of ['pass', 'refuse']) {
      const policy = { ...maskAll, exchanges: [{ ...rule, onFailure }] }
      const { origin, proxy, authority } = await setting(policy)
      const signed = awsHeader(authority, '/bucket/key.json', '', coded)
      signed.fields['content-encoding'] = 'gzip'
      const answer = await exchangeThrough(proxy, origin, signed)
      expect(answer.status).toBe(onFailure === 'pass' ? 200 : 403)
      expect(origin.received.map((received) => signed.valid(received))).toEqual(
        onFailure === 'pass' ? [true] : [],
      )
      expect(await proxy.recordAt(0)).toMatchObject({ reason: 'signed-content' })
    }
  })
})

test('a long signed body is cut before what would be changed, under onSigned: refuse', async () => {
  const { origin, proxy, authority } = await setting(maskAll)
  const content = `${'{"text":"nothing here"}\n'.repeat(80_000)}{"pan":"${card}"}\n`
  const signed = awsHeader(authority, '/bucket/key.ndjson', '', content)
  const answer = await exchangeThrough(proxy, origin, { ...signed, type: 'application/x-ndjson' })
  expect(answer.status).toBe(403)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'signed-content' })
  expect(origin.received.every(({ complete }) => !complete)).toBe(true)
  for (const { body: arrived } of origin.received) expectNothingPlanted(arrived.toString())
})

test('a JWS that says so is not read at all: it arrives as it came, and verifies', async () => {
  const { origin, proxy } = await setting(maskAll)
  const signed = jws('application/jose')
  expect((await exchangeThrough(proxy, origin, signed)).status).toBe(200)
  expect(signed.valid(origin.received[0] as Received)).toBe(true)
  expect(await proxy.recordAt(0)).toMatchObject({
    action: 'pass',
    reason: 'opaque-content',
    notes: ['unread'],
  })
})

test('fields that a signature does not cover are masked, those that it covers stay', async () => {
  const { origin, proxy } = await setting(passing)
  const input = '("@method" "x-note");created=1'
  const answer = await exchangeThrough(proxy, origin, {
    fields: {
      'signature-input': `s=${input}`,
      signature: 's=:AAAA:',
      'x-note': email,
      cookie: `who=${email}`,
    },
    body,
  })
  expect(answer.status).toBe(200)
  const received = origin.received[0] as Received
  expect(received.headers['x-note']).toBe(email)
  expectNothingPlanted(received.headers.cookie ?? '')
  expectNothingPlanted(received.body.toString())
})

test('a field of any name that a signature covers is refused, or passes as it came and verifies', async () => {
  for (const [policy, status] of [
    [maskAll, 403],
    [passing, 200],
  ] as const) {
    const { origin, proxy } = await setting(policy)
    const input = '("@method" "customer-email");created=1;keyid="k1"'
    const base = Buffer.from(`"@method": POST\n"customer-email": ${email}\n"@signature-params": ${input}`)
    const signature = sign(null, base, keys.privateKey).toString('base64')
    const fields = {
      'signature-input': `s=${input}`,
      signature: `s=:${signature}:`,
      'customer-email': email,
      'api-subject': email,
    }
    expect((await exchangeThrough(proxy, origin, { fields, body: '{}' })).status).toBe(status)
    expect((await proxy.recordAt(0)).reason).toBe('signed-content')
    expect(origin.received).toHaveLength(status === 200 ? 1 : 0)
    if (status !== 200) continue
    const { headers } = origin.received[0] as Received
    expect([headers.signature, headers['customer-email']]).toEqual([fields.signature, email])
    expectNothingPlanted(String(headers['api-subject']))
  }
})

testWith('curl', 'plain digests are of the bytes that arrive', async () => {
  const { origin, proxy, authority } = await setting(maskAll)
  const of = (algorithm: string, bytes: string | Buffer) =>
    createHash(algorithm).update(bytes).digest('base64')
  const fields = [
    ...['-H', `content-md5: ${of('md5', body)}`],
    ...['-H', `digest: SHA-256=${of('sha256', body)}`],
    ...['-H', `content-digest: sha-256=:${of('sha256', body)}:, sha-512=:${of('sha512', body)}:`],
  ]
  const args = [
    `https://${authority}/`,
    '-H',
    'content-type: application/json',
    ...fields,
    '--data-binary',
    body,
  ]
  expect((await curl(requireClient('curl') ?? '', proxy, args)).code).toBe(0)
  const { headers, body: arrived } = origin.received[0] as Received
  expectNothingPlanted(arrived.toString())
  expect(headers).toMatchObject({
    'content-md5': of('md5', arrived),
    digest: `SHA-256=${of('sha256', arrived)}`,
    'content-digest': `sha-256=:${of('sha256', arrived)}:, sha-512=:${of('sha512', arrived)}:`,
  } satisfies IncomingMessage['headers'])
})
