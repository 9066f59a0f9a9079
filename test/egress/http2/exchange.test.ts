/** Promises about exchanges with clients that speak HTTP/2: the same as in HTTP/1.1, many at once on one connection. */
import { constants } from 'node:http2'
import { describe, expect, test } from 'vitest'
import { testWith } from '../../support/clients.ts'
import { curl, type Origin, startOrigin, startProxy } from '../setup.ts'
import { ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const card = '4111 1111 1111 1111'

test('a card number in a request over HTTP/2 never reaches the destination', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const fields = { ':method': 'POST', ':path': '/pay?a=1', 'content-type': 'application/json' }
  const answer = await ask(session, fields, JSON.stringify({ note: `card ${card}` }))
  expect(answer.status).toBe(200)
  expect(origin.received).toHaveLength(1)
  expect(origin.received[0]?.body.toString()).not.toContain('4111 1111 1111 1111')
  expect(origin.received[0]?.body.toString()).toContain('****')
  expect(origin.received[0]?.headers.host).toBe(`${origin.host}:${origin.port}`)
  expect(await proxy.recordAt(0)).toMatchObject({
    action: 'transform',
    method: 'POST',
    status: 200,
    scheme: 'https',
  })
  expect(proxy.faults).toEqual([])
})

test('a hundred requests on one connection are carried at the same time, each with its own answer', async () => {
  const waiting: (() => void)[] = []
  const origin = await startOrigin({
    answer: (request, response) => {
      waiting.push(() => response.end(`answer to ${request.url}`))
      // Nobody is answered before all have asked.
      if (waiting.length === 100) for (const go of waiting) go()
    },
  })
  const proxy = await startProxy([origin], { limits: { upstreamConnections: 100 } })
  const session = await http2Session(proxy, origin)
  const paths = Array.from({ length: 100 }, (_, i) => `/r${i}`)
  const answers = await Promise.all(paths.map((path) => ask(session, { ':path': path })))
  expect(answers.map(({ body }) => body.toString())).toEqual(paths.map((path) => `answer to ${path}`))
})

test('an answer without a length ends where it ended, and its fields arrive but for those of a connection', async () => {
  const origin = await startOrigin({
    answer: (_request, response) => {
      response.writeHead(200, { 'X-Own': 'a', Connection: 'keep-alive', 'Set-Cookie': ['a=1', 'b=2'] })
      response.write('one ')
      response.end('two')
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const { headers, body } = await ask(session, { ':path': '/' })
  expect(body.toString()).toBe('one two')
  expect(headers['x-own']).toBe('a')
  expect(headers['set-cookie']).toEqual(['a=1', 'b=2'])
  expect(headers.connection).toBeUndefined()
  expect(headers['transfer-encoding']).toBeUndefined()
})

test('crumbs of a cookie are one field again where the destination speaks HTTP/1.1', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  await ask(session, { ':path': '/', cookie: ['a=1', 'b=2', 'c=3'] })
  expect(origin.received[0]?.headers.cookie).toBe('a=1; b=2; c=3')
})

test('HEAD, 204 and 304 have no body and end', async () => {
  const origin = await startOrigin({
    answer: (request, response) => {
      const status = Number(request.url?.slice(1))
      response.writeHead(status, status === 200 ? { 'content-length': 5 } : {})
      response.end(request.method === 'HEAD' ? undefined : '')
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const head = await ask(session, { ':method': 'HEAD', ':path': '/200' })
  expect(head.headers['content-length']).toBe('5')
  expect(head.body).toHaveLength(0)
  expect((await ask(session, { ':path': '/204' })).status).toBe(204)
  expect((await ask(session, { ':path': '/304' })).status).toBe(304)
})

test('a name outside the certificate gets 421, and the connection goes on', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const other = await ask(session, { ':path': '/', ':authority': `other.example.test:${origin.port}` })
  expect(other.status).toBe(421)
  expect((await ask(session, { ':path': '/' })).status).toBe(200)
  expect(origin.received).toHaveLength(1)
})

test('a refused upload is answered at once, and the others on its connection go on', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin], { limits: { maxBodyBytes: 100_000 } })
  const session = await http2Session(proxy, origin)
  const refused = ask(
    session,
    { ':method': 'POST', ':path': '/', 'content-type': 'text/plain' },
    Buffer.alloc(3_000_000, 97),
  )
  const beside = ask(session, { ':method': 'POST', ':path': '/b', 'content-type': 'text/plain' }, 'short')
  expect((await refused).status).toBe(413)
  expect((await beside).body.toString()).toBe('short')
})

test('a login that belongs to a connection is asked for again in HTTP/1.1', async () => {
  const origin = await startOrigin({
    answer: (_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'NTLM', 'content-length': 2 })
      response.end('no')
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const stream = session.request({ ':path': '/' })
  stream.on('error', () => {})
  await new Promise((resolve) => stream.once('close', resolve))
  expect(stream.rstCode).toBe(constants.NGHTTP2_HTTP_1_1_REQUIRED)
  expect(await proxy.recordAt(0)).toMatchObject({ status: 401 })
})

describe('an answer that breaks off is reset, and never ends as if it were whole', () => {
  const long = { 'content-type': 'text/plain' }
  const cutting: Record<string, () => Promise<Origin>> = {
    'from HTTP/1.1': () =>
      startOrigin({
        answer(_request, response) {
          response.writeHead(200, long)
          response.write('a part')
          setTimeout(() => response.destroy(), 100)
        },
      }),
    'from HTTP/2': () =>
      startHttp2Origin({
        answer(stream) {
          stream.respond({ ':status': 200, ...long })
          stream.write('a part')
          setTimeout(() => stream.session?.destroy(), 100)
        },
      }),
  }
  for (const [where, start] of Object.entries(cutting))
    test(where, async () => {
      const origin = await start()
      const proxy = await startProxy([origin])
      const session = await http2Session(proxy, origin)
      const stream = session.request({ ':path': '/' })
      let text = ''
      let isWhole = false
      stream
        .on('error', () => {})
        .on('end', () => {
          isWhole = true
        })
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      await new Promise((resolve) => stream.once('close', resolve))
      expect([text, isWhole, stream.rstCode]).toEqual(['a part', false, constants.NGHTTP2_INTERNAL_ERROR])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', status: 200 })
    })
})

for (const [method, status] of [
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 205],
  ['GET', 304],
] as const)
  test(`an answer without a body ends with its head (${method}, ${status})`, async () => {
    const origin = await startOrigin({
      answer: (_request, response) => void response.writeHead(status).end(),
    })
    const proxy = await startProxy([origin])
    const answer = await ask(await http2Session(proxy, origin), { ':method': method, ':path': '/' })
    expect([answer.status, answer.body.length]).toEqual([status, 0])
  })

testWith('curl', 'curl speaks HTTP/2 with an intercepted host', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const url = `https://${origin.host}:${origin.port}/x`
  const said = await curl('curl', proxy, [
    '--http2',
    '-w',
    '%{http_version} %{http_code}',
    '-d',
    `card ${card}`,
    url,
  ])
  expect(said.stdout.toString()).toMatch(/2 200$/)
  expect(origin.received[0]?.body.toString()).not.toContain(card)
})
