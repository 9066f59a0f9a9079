/** Promises about long answers: every byte arrives in order, whichever versions of HTTP carry them and however slowly they are read. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ServerHttp2Stream } from 'node:http2'
import type { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { MiB } from '../../gateway/core/units.ts'
import { http2Session } from './http2/client.ts'
import { startHttp2Origin } from './http2/origin.ts'
import { type Origin, startOrigin, startProxy, type Proxy as TestProxy, tunnelTo } from './setup.ts'

const total = 6 * MiB + 5
/** Bytes that tell their place: nothing may stand where something else belongs. */
const whole = Buffer.allocUnsafe(total)
for (let i = 0; i < total; i += 1) whole[i] = (i * 31) >> (i % 13)
const wanted = { digest: digestOf([whole]), bytes: total }

const steps = [1, 100, 8 * 1024, 16 * 1024, 64 * 1024, 200_000]

/** In pieces of all sizes, as fast as they are taken. */
async function sendWhole(to: Writable): Promise<void> {
  for (let sent = 0, turn = 0; sent < total; turn += 1) {
    const piece = whole.subarray(sent, sent + (steps[turn % steps.length] as number))
    sent += piece.length
    if (!to.write(piece) && !to.destroyed) await drained(to)
  }
  to.end()
}

function drained(to: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      to.off('drain', go).off('close', go)
      resolve()
    }
    to.on('drain', go).on('close', go)
  })
}

/** Stops reading for a moment now and then. */
async function take(from: Readable): Promise<typeof wanted> {
  const chunks: Buffer[] = []
  let bytes = 0
  let next = MiB
  from.on('data', (chunk: Buffer) => {
    // A copy: what was handed over may not change afterwards, and the digest is made at the end.
    chunks.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes < next) return
    next += MiB
    from.pause()
    setTimeout(() => from.resume(), 5)
  })
  await once(from, 'end')
  return { digest: digestOf(chunks), bytes }
}

function digestOf(chunks: readonly Buffer[]): string {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

const bytesHead = { 'content-type': 'application/octet-stream' }

function http1Origin(isFramed: boolean): Promise<Origin> {
  return startOrigin({
    answer: (_request, response) => {
      response.writeHead(200, isFramed ? { ...bytesHead, 'content-length': total } : bytesHead)
      void sendWhole(response)
    },
  })
}

function http2Origin(): Promise<Origin> {
  return startHttp2Origin({
    answer: (stream: ServerHttp2Stream) => {
      stream.respond({ ':status': 200, ...bytesHead })
      void sendWhole(stream)
    },
  })
}

async function inHttp2(proxy: TestProxy, origin: Origin): Promise<(typeof wanted)[]> {
  const session = await http2Session(proxy, origin)
  const streams = [1, 2, 3].map((n) => session.request({ ':path': `/${n}` }))
  return Promise.all(streams.map(take))
}

async function inHttp1(proxy: TestProxy, origin: Origin): Promise<typeof wanted> {
  const socket = await tunnelTo(proxy, origin)
  socket.write(`GET / HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  socket.pause()
  const end = head.indexOf('\r\n\r\n') + 4
  expect(head.toString('latin1', 0, end)).toContain(`${total}`)
  if (end < head.length) socket.unshift(head.subarray(end))
  const hash = createHash('sha256')
  let bytes = 0
  socket.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    bytes += chunk.length
    if (bytes >= total) socket.emit('whole')
  })
  socket.resume()
  await once(socket, 'whole')
  return { digest: hash.digest('hex'), bytes }
}

for (const isFramed of [true, false]) {
  test(`to HTTP/2 from HTTP/1.1, ${isFramed ? 'with a length' : 'in chunks'}`, async () => {
    const origin = await http1Origin(isFramed)
    const proxy = await startProxy([origin])
    expect(await inHttp2(proxy, origin)).toEqual([wanted, wanted, wanted])
    expect(await proxy.recordAt(2)).toMatchObject({ status: 200, responseBytes: total })
    expect(proxy.faults).toEqual([])
  })
}

test('to HTTP/2 from HTTP/2', async () => {
  const origin = await http2Origin()
  const proxy = await startProxy([origin])
  expect(await inHttp2(proxy, origin)).toEqual([wanted, wanted, wanted])
  expect(await proxy.recordAt(2)).toMatchObject({ status: 200, responseBytes: total })
  expect(proxy.faults).toEqual([])
})

test('to HTTP/1.1 from HTTP/1.1, many at a time', async () => {
  const origin = await http1Origin(true)
  const proxy = await startProxy([origin])
  const answers = await Promise.all([1, 2, 3, 4].map(() => inHttp1(proxy, origin)))
  expect(answers).toEqual([wanted, wanted, wanted, wanted])
  expect(await proxy.recordAt(3)).toMatchObject({ status: 200, responseBytes: total })
  expect(proxy.faults).toEqual([])
})
