/** Promises about answers that a client reads slower than they come: what came whole is its own, whatever its connection does. */
import { once } from 'node:events'
import {
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { MiB } from '../../../gateway/core/units.ts'
import { waitFor } from '../raw.ts'
import { startProxy } from '../setup.ts'
import { http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const answer = Buffer.alloc(3 * MiB, 'a line of an answer\n')
const type = { 'content-type': 'application/octet-stream' }

function answerAll(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, ...type }, { waitForTrailers: true })
  stream.once('wantTrailers', () => stream.sendTrailers({ checksum: 'right' }))
  stream.end(answer)
}

/** A client that reads nothing of an answer yet, of which the gateway has all that its destination sends. */
async function scene(respond: (stream: ServerHttp2Stream) => void = answerAll) {
  const origin = await startHttp2Origin({ answer: respond })
  const sockets: Socket[] = []
  origin.server.on('secureConnection', (socket) => sockets.push(socket))
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const stream = session.request({ ':path': '/long' })
  stream.on('error', () => {})
  stream.pause()
  const waiting = () => proxy.egress.waitingBytes()
  await waitFor(() => waiting() > 2 * MiB)
  /** Ends the only connection with the destination, and gives the gateway time to hear of it. */
  const endWith = async (end: Ending) => {
    for (const upstream of origin.sessions) end(upstream, sockets[0] as Socket)
    await waitFor(() => origin.sessions.size === 0)
    await wait(100)
  }
  return { proxy, session, stream, waiting, endWith }
}

/** Stops again and again, as a client does that has no more room. */
async function readSlowly(stream: ClientHttp2Stream) {
  const chunks: Buffer[] = []
  let checksum: unknown = null
  stream.on('trailers', (fields: IncomingHttpHeaders) => {
    checksum = fields.checksum
  })
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    stream.pause()
    setImmediate(() => stream.resume())
  })
  await once(stream.resume(), 'end')
  return { body: Buffer.concat(chunks), checksum }
}

type Ending = (session: ServerHttp2Session, socket: Socket) => void

const endings: [string, Ending][] = [
  ['says goodbye and ends it', (session) => session.close()],
  [
    'gives it up with an error',
    (session) => session.destroy(new Error('gone'), constants.NGHTTP2_INTERNAL_ERROR),
  ],
  ['ends it without a word', (_session, socket) => void socket.destroy()],
]

test.each(endings)(
  'an answer that came whole is read to its end after its connection: the destination %s',
  async (_, end) => {
    const { proxy, stream, waiting, endWith } = await scene()
    await endWith(end)
    // It counts for as long as it waits.
    expect(waiting()).toBeGreaterThan(2 * MiB)
    const { body, checksum } = await readSlowly(stream)
    expect([body.equals(answer), checksum]).toEqual([true, 'right'])
    expect(waiting()).toBe(0)
    expect(proxy.faults).toEqual([])
  },
)

test('an answer whose end never came is cut for its client, too', async () => {
  const { stream, waiting, endWith } = await scene((upstream) => {
    upstream.respond({ ':status': 200, ...type })
    upstream.write(answer)
  })
  const cut = once(stream, 'error')
  await endWith((_session, socket) => socket.destroy())
  await cut
  expect(stream.rstCode).toBe(constants.NGHTTP2_INTERNAL_ERROR)
  expect(waiting()).toBe(0)
})

test('what waits for a client that goes away goes with it, though its connection went before', async () => {
  const { proxy, session, waiting, endWith } = await scene()
  await endWith((upstream) => upstream.close())
  session.destroy()
  await waitFor(() => waiting() === 0)
  expect(waiting()).toBe(0)
  expect(proxy.faults).toEqual([])
})

test.each([
  ['that changes nothing leaves', {}, 1],
  ['that changes what is kept toward destinations ends', { maxUrlBytes: 4096 }, 0],
] as const)(
  'a reload %s the connection with a destination, and a long answer comes whole either way',
  async (_, changes, left) => {
    const whole = 10 * MiB
    const origin = await startHttp2Origin({
      answer: (upstream) => {
        upstream.respond({ ':status': 200, ...type })
        const go = (sent: number) => {
          if (sent === whole) upstream.end()
          else upstream.write(answer.subarray(0, MiB), () => go(sent + MiB))
        }
        go(0)
      },
    })
    const proxy = await startProxy([origin])
    const stream = (await http2Session(proxy, origin)).request({ ':path': '/long' })
    let came = 0
    stream.on('data', (chunk: Buffer) => {
      came += chunk.length
      // In the middle of it; from here on it comes faster than it is read.
      if (came - chunk.length < 4 * MiB && came >= 4 * MiB)
        proxy.egress.reconfigure({ ...proxy.options, limits: { ...proxy.options.limits, ...changes } })
      stream.pause()
      setImmediate(() => stream.resume())
    })
    await once(stream, 'end')
    expect(came).toBe(whole)
    await wait(200)
    expect(origin.sessions.size).toBe(left)
    expect(proxy.faults).toEqual([])
  },
  30_000,
)
