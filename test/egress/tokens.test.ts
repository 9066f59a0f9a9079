/** Promises about tokens on the way out and back, through a real proxy, real TLS and a real store. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import * as zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { DurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openTokenOffice, type TokenOfficeOptions } from '../store/token-fixture.ts'
import { card, email, iban } from './planted.ts'
import { exchangeThrough, openRequest } from './send.ts'
import { type Origin, startOrigin, startProxy } from './setup.ts'

const tokenizing = (changes: object = {}) => ({
  mode: 'enforce',
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [
    {
      id: 'tokens',
      entities: { CREDIT_CARD: 'mask', PRIVATE_KEY: 'mask', '*': 'tokenize' },
      restore: true,
      onFailure: 'refuse',
      onOpaque: 'pass',
      ...changes,
    },
  ],
})

const mailToken = /EMAIL_[2-9A-HJKMNP-RTV-Z]{12}@token\.invalid/g

/** Gives back what it got, as what it got. */
type Answering = Exclude<NonNullable<Parameters<typeof startOrigin>[0]>['answer'], undefined>
const echo: Answering = (request, response, body) => {
  response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'text/plain' })
  response.end(body)
}

async function setting(
  options: { answer?: Answering; rule?: object; office?: TokenOfficeOptions; limits?: object } = {},
) {
  const office = await openTokenOffice(options.office)
  const origin = await startOrigin({ answer: options.answer ?? echo })
  const proxy = await startProxy([origin], {
    policy: tokenizing(options.rule),
    ports: { tokens: { keys: office.keys, store: office.store } },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })
  return { office, origin, proxy }
}

const sent = (origin: Origin, n = 0) => origin.received[n]?.body.toString() ?? ''

test('a destination gets tokens, and the client gets its values back', async () => {
  const { origin, proxy, office } = await setting()
  const body = JSON.stringify({ note: `write to ${email}`, iban, again: email })
  const answer = await exchangeThrough(proxy, origin, { body })
  expect(answer.body.toString()).toBe(body)
  expect(sent(origin)).not.toContain(email)
  expect(sent(origin)).not.toContain(iban)
  // The same value is the same token.
  expect(new Set(sent(origin).match(mailToken))).toHaveLength(1)
  expect(sent(origin).match(mailToken)).toHaveLength(2)
  const record = await proxy.recordAt(0)
  expect(record.findings.map(({ operator }) => operator)).toEqual(['tokenize', 'tokenize', 'tokenize'])
  expect(JSON.stringify(record)).not.toMatch(mailToken)
  expect(office.faults).toEqual([])
})

test('what a later answer holds of an earlier request comes back to the same client', async () => {
  let kept = ''
  const { origin, proxy } = await setting({
    answer: (_request, response, body) => {
      if (body.length > 0) kept = body.toString()
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(kept)
    },
  })
  const body = JSON.stringify({ to: email })
  await exchangeThrough(proxy, origin, { body })
  const answer = await exchangeThrough(proxy, origin, { method: 'GET', type: null, body: '' })
  expect(answer.body.toString()).toBe(body)
})

describe('nobody else is given a value', () => {
  test('not another client, unless both are in one group', async () => {
    const office = await openTokenOffice({
      ownersOf: (client) => [client.endsWith('9') ? 'other' : 'office'],
    })
    const token = office.keys.keyed('token', { type: 'EMAIL', destinationGroup: 'ai' }, Buffer.from('x'))
    expect(token).not.toBeNull()
    const exchange = (id: string, client: string, destinationGroup = 'ai') =>
      office.store.register({ id, client, destinationGroup })
    exchange('a', '10.0.0.1')
    exchange('b', '10.0.0.2')
    exchange('c', '10.0.0.9')
    exchange('d', '10.0.0.1', 'crm')
    const tokens = [
      { code: '7K3QX2M9AB4F', type: 'EMAIL', period: '2026-11', value: Buffer.from(email), undone: null },
    ] as const
    expect(await office.store.keep('a', tokens)).toBe(true)
    const restored = async (id: string) => [...(await office.store.restore(id, ['7K3QX2M9AB4F'])).keys()]
    expect(await restored('a')).toHaveLength(1)
    expect(await restored('b')).toHaveLength(1)
    expect(await restored('c')).toHaveLength(0)
    // Toward another destination group the same client has no such token.
    expect(await restored('d')).toHaveLength(0)
    // An exchange that was never registered, and one that is over.
    expect(await restored('unknown')).toHaveLength(0)
    office.store.release('a')
    expect(await restored('a')).toHaveLength(0)
  })

  test('not a page that shows a token which it was not given by this client', async () => {
    const foreign = await setting()
    await exchangeThrough(foreign.proxy, foreign.origin, { body: JSON.stringify([email]) })
    const token = sent(foreign.origin).match(mailToken)?.[0] ?? ''
    const { origin, proxy } = await setting()
    const body = JSON.stringify({ shown: `PERSON_7K3QX2M9AB4F ${token.slice(0, 18)}` })
    const answer = await exchangeThrough(proxy, origin, { body })
    expect(answer.body.toString()).toBe(body)
  })

  test('and guesses are bounded in rate, while what the exchange itself sent still comes back', async () => {
    const { keys, store } = await openTokenOffice()
    store.register({ id: 'a', client: '10.0.0.1', destinationGroup: 'ai' })
    const own = [
      { code: '7K3QX2M9AB4F', type: 'EMAIL', period: '2026-11', value: Buffer.from(email), undone: null },
    ] as const
    await store.keep('a', own)
    expect(keys).toBeDefined()
    const guesses = Array.from({ length: 3000 }, (_, n) => `GUESS${String(n).padStart(7, '2')}`)
    await store.restore('a', guesses)
    store.register({ id: 'b', client: '10.0.0.1', destinationGroup: 'ai' })
    expect((await store.restore('b', ['7K3QX2M9AB4F'])).size).toBe(0)
    expect((await store.restore('a', ['7K3QX2M9AB4F'])).size).toBe(1)
  })
})

test('what merely looks like a token goes out as it is and comes back as it was', async () => {
  const { origin, proxy } = await setting()
  const body = JSON.stringify({ text: 'PERSON_7K3QX2M9AB4F and EMAIL_7K3QX2M9AB4F' })
  const answer = await exchangeThrough(proxy, origin, { body })
  expect(sent(origin)).toBe(body)
  expect(answer.body.toString()).toBe(body)
})

describe('an answer', () => {
  const types = [
    'text/html; charset=utf-8',
    'application/javascript',
    'text/css',
    'image/svg+xml',
    'application/xml',
  ]
  test.each(types)('of type %s keeps its tokens', async (type) => {
    const { origin, proxy } = await setting({
      answer: (_request, response, body) => {
        response.writeHead(200, { 'content-type': type, 'content-length': body.length, etag: '"v1"' })
        response.end(body)
      },
    })
    const answer = await exchangeThrough(proxy, origin, { body: JSON.stringify([email]) })
    expect(answer.body.toString()).toBe(sent(origin))
    expect(answer.headers.etag).toBe('"v1"')
  })

  test('to a request for a part of it passes as it is', async () => {
    const { origin, proxy } = await setting({
      answer: (_request, response, body) => {
        const range = `bytes 0-${body.length - 1}/${body.length}`
        response.writeHead(206, { 'content-type': 'application/json', 'content-range': range })
        response.end(body)
      },
    })
    const answer = await exchangeThrough(proxy, origin, { body: JSON.stringify([email]) })
    expect(answer.body.toString()).toBe(sent(origin))
  })

  test('that is restored promises neither a length nor a digest nor the same bytes', async () => {
    const { origin, proxy } = await setting({
      answer: (_request, response, body) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': body.length,
          etag: '"v1"',
          'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==',
          'repr-digest': 'sha-256=:AAAA:',
        })
        response.end(body)
      },
    })
    const answer = await exchangeThrough(proxy, origin, { body: JSON.stringify([email]) })
    expect(JSON.parse(answer.body.toString())).toEqual([email])
    expect(answer.headers.etag).toBe('W/"v1"')
    for (const name of ['content-length', 'content-md5', 'repr-digest'])
      expect(answer.headers[name]).toBeUndefined()
  })

  const codings: [string, (bytes: Buffer) => Buffer, (bytes: Buffer) => Buffer][] = [
    ['gzip', zlib.gzipSync, zlib.gunzipSync],
    ['br', zlib.brotliCompressSync, zlib.brotliDecompressSync],
    ['deflate', zlib.deflateSync, zlib.inflateSync],
    ['zstd', zlib.zstdCompressSync, zlib.zstdDecompressSync],
  ]
  test.each(codings)('in the coding %s is restored in it', async (coding, encode, decode) => {
    const { origin, proxy } = await setting({
      answer: (_request, response, body) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding })
        response.end(encode(body))
      },
    })
    const body = JSON.stringify({ to: email, filler: 'x'.repeat(5000) })
    const answer = await exchangeThrough(proxy, origin, { body })
    expect(answer.headers['content-encoding']).toBe(coding)
    expect(decode(answer.body).toString()).toBe(body)
  })

  test('in a coding that breaks in its midst is cut, never taken for whole', async () => {
    const coded = zlib.gzipSync(randomBytes(200_000))
    coded.fill(0xff, 150_000, 150_100)
    const { origin, proxy } = await setting({
      answer: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
        response.write(coded.subarray(0, 100_000))
        setTimeout(() => response.end(coded.subarray(100_000, -8)), 50)
      },
    })
    await expect(exchangeThrough(proxy, origin, { body: '[]' })).rejects.toThrow()
    expect((await proxy.recordAt(0)).action).toBe('fail')
  })

  test.each([
    ['application/json', undefined, 'W/"v1"'],
    ['text/html', '7', '"v1"'],
  ])(
    'to HEAD of %s has no body to restore, and its fields are those of one to GET',
    async (type, length, etag) => {
      const { origin, proxy } = await setting({
        answer: (_request, response) => {
          response.writeHead(200, { 'content-type': type, 'content-length': 7, etag: '"v1"' })
          response.end()
        },
      })
      const answer = await exchangeThrough(proxy, origin, { method: 'HEAD', type: null, body: '' })
      expect(answer.headers['content-length']).toBe(length)
      expect(answer.headers.etag).toBe(etag)
    },
  )

  test('that breaks off is handed on as far as it came, and is cut', async () => {
    const { origin, proxy } = await setting({
      answer: (_request, response, body) => {
        response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length + 10 })
        response.write(body)
        setTimeout(() => response.destroy(), 50)
      },
    })
    await expect(
      exchangeThrough(proxy, origin, { type: 'text/plain', body: `to ${email}.` }),
    ).rejects.toThrow()
    expect((await proxy.recordAt(0)).action).toBe('fail')
  })
})

describe('where tokens cannot be kept', () => {
  const full = (database: DurableDatabase): DurableDatabase => ({
    ...database,
    file: database.file,
    run: (work) => database.run(work),
    transact: () => {
      throw new GatewayError('STORE_FULL')
    },
    [Symbol.dispose]: () => database[Symbol.dispose](),
  })

  test('the request is refused with a reason, and nothing leaves', async () => {
    const { origin, proxy } = await setting({ office: { wrap: full } })
    const answer = await exchangeThrough(proxy, origin, { body: JSON.stringify([email]) })
    expect(answer.status).toBe(503)
    expect(answer.headers['gatehouse-reason']).toBe('tokens-not-kept')
    expect(origin.received).toHaveLength(0)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'tokens-not-kept' })
  })

  test('or masked, where the rule lets pass what fails', async () => {
    const { origin, proxy } = await setting({ office: { wrap: full }, rule: { onFailure: 'pass' } })
    const query = `/?to=${encodeURIComponent(email)}`
    await exchangeThrough(proxy, origin, { path: query, body: JSON.stringify([email, iban]) })
    expect(sent(origin)).not.toMatch(/EMAIL_|IBAN_/)
    expect(sent(origin)).toContain('*')
    expect(origin.received[0]?.url).not.toMatch(/EMAIL_|jane.roe/)
    expect((await proxy.recordAt(0)).notes).toContain('tokens-not-kept')
  })

  test('no key for them can be had either: it is refused or masked by the same rule, and the journal says so', async () => {
    for (const [onFailure, status] of [
      ['refuse', 503],
      ['pass', 200],
    ] as const) {
      const office = await openTokenOffice()
      const origin = await startOrigin({ answer: echo })
      const proxy = await startProxy([origin], {
        policy: tokenizing({ onFailure }),
        ports: { tokens: { keys: { keyed: () => null }, store: office.store } },
      })
      const answer = await exchangeThrough(proxy, origin, { body: JSON.stringify([email]) })
      expect(answer.status).toBe(status)
      expect(sent(origin)).not.toMatch(/EMAIL_|jane.roe/)
      const { reason, findings } = await proxy.recordAt(0)
      expect(reason).toBe(onFailure === 'refuse' ? 'tokens-not-kept' : 'rule')
      expect(findings[0]?.reasons).toContain('no-key:tokenize')
    }
  })

  test('a long body ends before the first token, or goes on masked', async () => {
    const long = JSON.stringify({ filler: 'an ordinary sentence '.repeat(2000), to: email, end: 1 })
    const limits = { holdBytes: 4096 }
    const refused = await setting({ office: { wrap: full }, limits })
    const answer = await exchangeThrough(refused.proxy, refused.origin, { body: long })
    expect(answer.status).toBe(503)
    expect(sent(refused.origin)).not.toContain('EMAIL_')
    const passed = await setting({ office: { wrap: full }, limits, rule: { onFailure: 'pass' } })
    await exchangeThrough(passed.proxy, passed.origin, { body: long })
    expect(sent(passed.origin)).not.toMatch(/EMAIL_|@example/)
    expect(JSON.parse(sent(passed.origin)).end).toBe(1)
  })
})

test('a long body streams with tokens that are kept first, and comes back whole', async () => {
  const { origin, proxy } = await setting({ limits: { holdBytes: 4096 } })
  const people = Array.from({ length: 10_000 }, (_, n) => ({ n, mail: `person${n}@example.com` }))
  const body = JSON.stringify(people)
  const answer = await exchangeThrough(proxy, origin, { body })
  expect(sent(origin)).not.toContain('@example.com')
  expect(answer.body.toString() === body).toBe(true)
}, 60_000)

test('a vendor that answers with thousands of made-up tokens learns nothing and gets no value shown', async () => {
  const made = Array.from(
    { length: 20_000 },
    (_, n) => `PERSON_${n.toString(16).toUpperCase().padStart(12, '2').replace(/[01]/g, '7')}`,
  )
  const { origin, proxy } = await setting({
    answer: (_request, response, body) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify([...made, JSON.parse(body.toString())]))
    },
  })
  const answer = await exchangeThrough(proxy, origin, { body: JSON.stringify(email) })
  expect(JSON.parse(answer.body.toString())).toEqual([...made, email])
})

test('a card in a JSON number becomes no token, and what was done instead is recorded', async () => {
  const { origin, proxy } = await setting({ rule: { entities: { '*': 'tokenize' } } })
  await exchangeThrough(proxy, origin, { body: `{"card":${card.replace(/\D/g, '')}}` })
  expect(typeof JSON.parse(sent(origin)).card).toBe('number')
  const [finding] = (await proxy.recordAt(0)).findings
  expect(finding?.operator).toBe('mask')
  expect(finding?.reasons).toContain('json-number:tokenize')
})

test('without anybody who keeps tokens, values are masked', async () => {
  const origin = await startOrigin({ answer: echo })
  const proxy = await startProxy([origin], { policy: tokenizing() })
  await exchangeThrough(proxy, origin, { body: JSON.stringify([email]) })
  expect(sent(origin)).not.toMatch(/EMAIL_/)
  expect(sent(origin)).not.toContain(email)
})

test('a hash says the same again and is never given back; a cipher keeps the form and is no card', async () => {
  const { origin, proxy } = await setting({
    rule: { entities: { EMAIL: 'hash', CREDIT_CARD: 'fpe', '*': 'keep' } },
  })
  const body = JSON.stringify({ a: email, b: email.toUpperCase(), card: '4111 1111 1111 1111' })
  const answer = await exchangeThrough(proxy, origin, { body })
  const got = JSON.parse(sent(origin))
  expect(got.a).toMatch(/^HASH_[2-9A-Z]{12}$/)
  expect(got.b).toBe(got.a)
  expect(got.card).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/)
  expect(got.card).not.toBe('4111 1111 1111 1111')
  expect(answer.body.toString()).toBe(sent(origin))
})

test('a client that leaves in the middle of a restored stream leaves nothing behind', async () => {
  const { origin, proxy, office } = await setting({
    answer: (_request, response, body) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const timer = setInterval(() => response.write(`data: ${body.toString()}\n\n`), 5)
      response.on('close', () => clearInterval(timer))
    },
  })
  const outgoing = await openRequest(proxy, origin, { type: 'text/plain' })
  outgoing.on('error', () => {})
  outgoing.end(email)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  const [first] = (await once(incoming, 'data')) as [Buffer]
  expect(first.toString()).toContain(`data: ${email}`)
  outgoing.destroy()
  expect((await proxy.recordAt(0)).reason).toBe('client-gone')
  await wait(50)
  expect(proxy.faults).toEqual([])
  expect(office.faults).toEqual([])
})
