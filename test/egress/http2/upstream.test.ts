/** Promises about destinations that speak HTTP/2. */
import { once } from 'node:events'
import { constants } from 'node:http2'
import { expect, test } from 'vitest'
import { waitFor } from '../raw.ts'
import { startOrigin, startProxy, usualWays } from '../setup.ts'
import { answerOf, ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const card = '4111 1111 1111 1111'
const post = { ':method': 'POST', ':path': '/x', 'content-type': 'application/json' }

test('a client that speaks HTTP/2 reaches a destination that speaks HTTP/2 in it, and a card number still never does', async () => {
  const origin = await startHttp2Origin()
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const answer = await ask(session, { ...post, cookie: ['a=1', 'b=2'] }, JSON.stringify({ note: card }))
  expect(answer.status).toBe(200)
  const [received] = origin.streams
  expect(received?.headers[':authority']).toBe(`${origin.host}:${origin.port}`)
  expect(received?.headers.cookie).toBe('a=1; b=2')
  expect(received?.body.toString()).toContain('****')
  expect(received?.body.toString()).not.toContain(card)
  expect(received?.headers['content-length']).toBe(String(received?.body.length))
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'transform', status: 200, address: '127.0.0.1' })
  expect(proxy.faults).toEqual([])
})

test('a hundred exchanges of one client share one connection to the destination', async () => {
  const waiting: (() => void)[] = []
  const origin = await startHttp2Origin({
    answer: (stream, { headers }) => {
      waiting.push(() => {
        stream.respond({ ':status': 200 })
        stream.end(`answer to ${headers[':path']}`)
      })
      if (waiting.length === 100) for (const go of waiting) go()
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const paths = Array.from({ length: 100 }, (_, i) => `/r${i}`)
  const answers = await Promise.all(paths.map((path) => ask(session, { ':path': path })))
  expect(answers.map(({ body }) => body.toString())).toEqual(paths.map((path) => `answer to ${path}`))
  expect(origin.connections).toBe(1)
})

test('trailers go both ways, and one that holds a card number does not leave', async () => {
  const origin = await startHttp2Origin({
    answer: (stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'x-sum': 'abc' }))
      stream.end('body')
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const stream = session.request({ ...post, te: 'trailers' }, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'x-check': 'ok', 'x-card': card }))
  stream.end('{}')
  const answer = await answerOf(stream)
  expect(answer.trailers).toMatchObject({ 'grpc-status': '0', 'x-sum': 'abc' })
  expect(origin.streams[0]?.headers.te).toBe('trailers')
  expect(origin.streams[0]?.trailers).toMatchObject({ 'x-check': 'ok' })
  expect(origin.streams[0]?.trailers['x-card']).toBeUndefined()
})

test('an answer that is a head alone stays one: END_STREAM comes with it, as gRPC wants it of an error', async () => {
  const origin = await startHttp2Origin({
    answer: (stream) => stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true }),
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const stream = session.request({ ':path': '/' })
  const [headers, flags] = (await once(stream, 'response')) as [object, number]
  expect(headers).toMatchObject({ 'grpc-status': '5' })
  expect(flags & constants.NGHTTP2_FLAG_END_STREAM).not.toBe(0)
})

test('a stream that the destination refused is asked for once more, whatever its method; one that broke off is not', async () => {
  let asked = 0
  const origin = await startHttp2Origin({
    begin: (stream) => {
      asked += 1
      if (asked === 1) stream.close(constants.NGHTTP2_REFUSED_STREAM)
      else if (asked === 2)
        stream.resume().on('end', () => stream.respond({ ':status': 200 }, { endStream: true }))
      else stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  expect((await ask(session, post, '{}')).status).toBe(200)
  expect(asked).toBe(2)
  expect((await ask(session, post, '{}')).status).toBe(502)
  expect(asked).toBe(3)
})

test('a destination that says goodbye ends what runs, and the next request opens a connection of its own', async () => {
  const origin = await startHttp2Origin({
    answer: (stream, { headers }) => {
      if (headers[':path'] === '/slow') {
        stream.session?.goaway(constants.NGHTTP2_NO_ERROR)
        setTimeout(() => {
          stream.respond({ ':status': 200 })
          stream.end('late')
        }, 200)
      } else {
        stream.respond({ ':status': 200 })
        stream.end('next')
      }
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const slow = ask(session, { ':path': '/slow' })
  await waitFor(() => origin.streams.length === 1)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const next = await ask(session, { ':path': '/next' })
  expect(next.body.toString()).toBe('next')
  expect((await slow).body.toString()).toBe('late')
  expect(origin.connections).toBe(2)
})

test('a refusal in the middle of an upload resets the stream before the entity, and the others go on', async () => {
  const policy = {
    mode: 'enforce',
    connections: [{ id: 'all', action: 'intercept' }],
    exchanges: [
      {
        id: 'no-cards',
        entities: { CREDIT_CARD: 'refuse', '*': 'keep' },
        onLarge: 'stream',
        onOpaque: 'pass',
      },
    ],
  }
  const origin = await startHttp2Origin()
  const proxy = await startProxy([origin], { policy, limits: { holdBytes: 1000 } })
  const session = await http2Session(proxy, origin)
  const words = 'a few words and nothing else. '.repeat(4000)
  const stream = session.request({ ...post, 'content-type': 'text/plain' })
  stream.on('error', () => {})
  stream.end(`${words} ${card} ${words}`)
  const beside = await ask(session, { ...post, ':path': '/beside', 'content-type': 'text/plain' }, 'short')
  expect(beside.body.toString()).toBe('short')
  await proxy.recordAt(1)
  const refused = proxy.records.find(({ pathTemplate }) => pathTemplate === '/x')
  expect(refused).toMatchObject({ action: 'refused-midstream' })
  const cut = origin.streams.find(({ headers }) => headers[':path'] === '/x')
  await waitFor(() => cut === undefined || cut.resetCode !== 0)
  expect(cut?.complete ?? false).toBe(false)
  expect(cut?.body.toString() ?? '').not.toContain('4111')
})

test('a destination that knows only HTTP/1.1 is asked in it, over the connection that found it out', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  expect((await ask(session, { ':path': '/a' })).status).toBe(200)
  expect((await ask(session, { ':path': '/b' })).status).toBe(200)
  expect(origin.connections).toBe(1)
})

/** What the destination may send ahead, and then what buffers on the way hold besides. */
const usualWindow = usualWays.upstreamHttp2.initialWindowBytes
test.each([
  ['as much as Chromium allows', usualWindow],
  ['as much as was configured', 256 * 1024],
])(
  'a long answer waits at the destination while the client reads nothing of it, and others pass it by: %s',
  async (_what, initialWindowBytes) => {
    const total = 20_000_000
    let sent = 0
    const origin = await startHttp2Origin({
      answer: (stream, { headers }) => {
        stream.respond({ ':status': 200 })
        if (headers[':path'] !== '/long') {
          stream.end('short')
          return
        }
        const more = () => {
          while (sent < total && !stream.destroyed) {
            sent += 100_000
            if (!stream.write(Buffer.alloc(100_000))) return void stream.once('drain', more)
          }
          stream.end()
        }
        more()
      },
    })
    const upstreamHttp2 = { ...usualWays.upstreamHttp2, initialWindowBytes }
    const proxy = await startProxy([origin], { options: { upstreamHttp2 } })
    const session = await http2Session(proxy, origin)
    const long = session.request({ ':path': '/long' })
    await once(long, 'response')
    long.pause()
    expect((await ask(session, { ':path': '/short' })).body.toString()).toBe('short')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(sent).toBeLessThan(initialWindowBytes + 3_000_000)
    let received = 0
    long.on('data', (chunk: Buffer) => {
      received += chunk.length
    })
    long.resume()
    await once(long, 'end')
    expect(received).toBe(total)
  },
)
