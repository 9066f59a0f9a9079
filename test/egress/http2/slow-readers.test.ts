/** Promises about clients that read slowly: what waits for all of them together is bounded, and destinations wait instead. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { waitFor } from '../raw.ts'
import { startProxy } from '../setup.ts'
import { ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const answer = Buffer.alloc(3 * MiB, 'a line of an answer\n')
const pieces = Array.from({ length: 96 }, (_, i) => answer.subarray(i * 32 * KiB, (i + 1) * 32 * KiB))
const digest = digestOf([answer])
const bound = 4 * MiB
const clients = 6
const each = 10

function digestOf(chunks: readonly Buffer[]): string {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

/** Streams whose answers nobody reads yet. */
function unread(session: ClientHttp2Session): ClientHttp2Stream[] {
  return Array.from({ length: each }, (_, i) => {
    const stream = session.request({ ':path': `/slow/${i}` })
    stream.on('error', () => {})
    return stream.pause()
  })
}

async function settled(value: () => number): Promise<number> {
  for (let last = -1; ; ) {
    const now = value()
    if (now === last) return now
    last = now
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

async function scene(limits: object = {}) {
  const origin = await startHttp2Origin({
    answer: (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/octet-stream' })
      // Piece by piece: a session of Node's takes no more streams while it holds 10 MB itself (`maxSessionMemory`).
      Readable.from(pieces).pipe(stream)
    },
  })
  const patient = { bodyIdleTimeoutMs: 120_000, upstreamIdleTimeoutMs: 120_000 }
  const proxy = await startProxy([origin], { limits: { maxHeldBytes: bound, ...patient, ...limits } })
  const sessions = await Promise.all(Array.from({ length: clients }, () => http2Session(proxy, origin)))
  return { origin, proxy, sessions }
}

test('sixty answers that nobody reads wait at their destinations, and a quick client still gets its own', async () => {
  const { origin, proxy, sessions } = await scene()
  const slow = sessions.flatMap(unread)
  await waitFor(() => proxy.egress.waitingBytes() > bound)
  // All loopback clients share an address, and so their sessions: beyond the bound each may hold a little, and one read.
  const most = bound + origin.connections * (64 + 128) * KiB
  const waiting = await settled(() => proxy.egress.waitingBytes())
  expect(waiting).toBeGreaterThan(bound / 2)
  expect(waiting).toBeLessThan(most)
  expect((await ask(await http2Session(proxy, origin), { ':path': '/quick' })).body.equals(answer)).toBe(true)
  // Now they are read: each gets all of its answer.
  const got = slow.map(async (stream) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk)).resume()
    await once(stream, 'end')
    return digestOf(chunks)
  })
  expect(new Set(await Promise.all(got))).toEqual(new Set([digest]))
  await waitFor(() => proxy.egress.waitingBytes() === 0)
  expect(proxy.egress.waitingBytes()).toBe(0)
  expect(proxy.faults).toEqual([])
})

test('a client that leaves its answers unread and goes is let go at once, with what waited for it', async () => {
  const { proxy, sessions } = await scene()
  sessions.flatMap(unread)
  await waitFor(() => proxy.egress.waitingBytes() > bound)
  for (const session of sessions) session.destroy()
  await waitFor(() => proxy.egress.connections() === 0)
  expect(proxy.egress.connections()).toBe(0)
  await waitFor(() => proxy.egress.waitingBytes() === 0)
  expect(proxy.egress.waitingBytes()).toBe(0)
  expect(proxy.faults).toEqual([])
})
