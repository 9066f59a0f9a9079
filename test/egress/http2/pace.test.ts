/** Promises about clients that take their answers slowly over HTTP/2: who goes on taking is not cut, who does not is let go. */
import type { ServerHttp2Stream } from 'node:http2'
import { expect, test } from 'vitest'
import { KiB, MiB, secondMs } from '../../../gateway/core/units.ts'
import { testWith } from '../../support/clients.ts'
import { waitFor } from '../raw.ts'
import { curl, startProxy } from '../setup.ts'
import { http2Session } from './client.ts'
import { frame, frameTypes, settingsFrame, uint32 } from './frames.ts'
import { startHttp2Origin } from './origin.ts'
import { type Http2Wire, http2Wire } from './wire.ts'

const piece = Buffer.alloc(64 * KiB, 'a line of an answer\n')

function answerWith(bytes: number, seen = { bytes: 0 }) {
  return (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/octet-stream' })
    let sent = 0
    const go = () => {
      while (sent < bytes && !stream.destroyed) {
        sent += piece.length
        seen.bytes += piece.length
        if (!stream.write(piece)) return
      }
      stream.end()
    }
    stream.on('drain', go)
    go()
  }
}

testWith(
  'curl',
  'who reads slowly all the time gets all of it, though the kernel hides that for long',
  async () => {
    const origin = await startHttp2Origin({ answer: answerWith(16 * MiB) })
    const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 100 } })
    const url = `https://${origin.host}:${origin.port}/`
    const args = ['--http2', '--limit-rate', '2m', '--output', '/dev/null', '--write-out', '%{size_download}']
    const { code, stdout } = await curl('curl', proxy, [...args, url])
    expect([code, stdout.toString()]).toEqual([0, String(16 * MiB)])
  },
)

test('who opens no window is let go in the time that is set', async () => {
  const origin = await startHttp2Origin({ answer: answerWith(16 * MiB) })
  const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 300 } })
  const stream = (await http2Session(proxy, origin)).request({ ':path': '/' })
  stream.on('error', () => {})
  stream.pause()
  await waitFor(() => stream.closed, 5000)
  expect(stream.closed).toBe(true)
  expect(await proxy.recordAt(0)).toMatchObject({
    ...{ action: 'fail', reason: 'client-not-reading', status: 200 },
  })
})

/** Resolves once nothing more is added for half a second. */
async function settled(seen: { bytes: number }): Promise<void> {
  for (let before = -1; before !== seen.bytes; ) {
    before = seen.bytes
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Reads some 64 KiB every 10 ms from now on, until the connection ends. */
function sip({ socket }: Http2Wire): void {
  socket.on('data', () => {
    socket.pause()
    setTimeout(() => socket.resume(), 10)
  })
  socket.resume()
}

/** Ten bytes every 50 ms, without end. */
function drip(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'application/octet-stream' })
  const timer = setInterval(() => stream.write('ten bytes\n'), 50)
  stream.once('close', () => clearInterval(timer))
}

const most = uint32(2 ** 31 - 1 - 0xffff)
const { windowUpdate } = frameTypes

/** A connection on which streams have no window, but for the first; and a clock that can be set forward. */
async function withoutWindows(answer: (stream: ServerHttp2Stream, isFirst: boolean) => void) {
  const ahead = { ms: 0 }
  const clock = { now: () => Date.now(), monotonic: () => performance.now() + ahead.ms }
  const origin = await startHttp2Origin({
    answer: (stream, { headers }) => answer(stream, headers['x-first'] === 'yes'),
  })
  const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 1500 }, ports: { clock } })
  const wire = await http2Wire(proxy, origin)
  wire.send(settingsFrame([4, 0]), frame(windowUpdate, 0, 0, most))
  wire.send(wire.headers(1, [['x-first', 'yes']]), frame(windowUpdate, 0, 1, most))
  return { proxy, wire, ahead }
}

test.each([
  ['sips another that its connection is behind with', true],
  ['takes another whose answer drips', false],
] as const)(
  'who opens no window for streams and %s is waited for as long as for slow ones, and no longer',
  async (_, isBehind) => {
    const sent = { bytes: 0 }
    const endless = answerWith(1024 * MiB, sent)
    const { proxy, wire, ahead } = await withoutWindows((stream, isFirst) =>
      isFirst && !isBehind ? drip(stream) : endless(stream),
    )
    if (isBehind) {
      await waitFor(() => sent.bytes > 0)
      wire.socket.pause()
      await settled(sent)
    }
    const stuck = [3, 5, 7, 9]
    for (const stream of stuck) {
      wire.send(wire.headers(stream))
      // Timers of their own: those that end in one turn of the loop are looked at together.
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    if (isBehind) sip(wire)
    await new Promise((resolve) => setTimeout(resolve, 4000))
    expect(proxy.records).toEqual([])
    // In steps, so that what is taken goes on being taken from.
    for (let step = 0; step < 12; step += 1) {
      const { bytesRead } = wire.socket
      ahead.ms += 20 * secondMs
      await new Promise((resolve) => setTimeout(resolve, 250))
      await waitFor(() => wire.socket.bytesRead > bytesRead)
    }
    await proxy.recordAt(stuck.length - 1)
    for (const record of proxy.records)
      expect(record).toMatchObject({ action: 'fail', reason: 'client-not-reading', status: 200 })
    expect([proxy.records.length, wire.closed]).toEqual([stuck.length, false])
  },
  60_000,
)

test('streams that share a slow connection all come whole, though each of them is long still', async () => {
  const bytes = 192 * KiB
  const streams = Array.from({ length: 20 }, (_, i) => 2 * i + 1)
  const origin = await startHttp2Origin({ answer: answerWith(bytes) })
  const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 1500 } })
  const wire = await http2Wire(proxy, origin)
  // What is read is given back at once, as clients do: the window of each stream is what usual ones begin with.
  let read = 0
  wire.socket.on('data', (chunk: Buffer) => {
    for (const { type, stream, payload } of wire.frames.splice(0)) {
      if (type !== frameTypes.data || payload.length === 0) continue
      const room = uint32(payload.length)
      wire.send(frame(windowUpdate, 0, 0, room), frame(windowUpdate, 0, stream, room))
    }
    read += chunk.length
    if (read < 32 * KiB) return
    read = 0
    wire.socket.pause()
    setTimeout(() => wire.socket.resume(), 80)
  })
  for (const stream of streams) wire.send(wire.headers(stream))
  await waitFor(() => proxy.records.length === streams.length, 60_000)
  expect(proxy.records.map(({ action, responseBytes }) => [action, responseBytes])).toEqual(
    streams.map(() => ['pass', bytes]),
  )
}, 90_000)
