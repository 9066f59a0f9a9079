/**
 * Promises about WebSockets at length: memory stays flat, and long messages come back byte for byte, in one frame or in
 * thousands (what case 9 of the Autobahn suite asks). A short form of them runs always; `GATEHOUSE_LONG_RUNS=1` runs all.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import type { ProxyOrder, ProxyPlace } from '../proxy-process.ts'
import { limits, maskAll } from '../setup.ts'

const isLong = process.env.GATEHOUSE_LONG_RUNS === '1'
const longLimitMs = 3_600_000
const host = 'origin.example.test'
const mostBytes = 16 * MiB

let server: Server
let child: ChildProcess
let place: ProxyPlace
let folder = ''

beforeAll(async () => {
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  server = createServer({ cert: made.chainPem, key: made.keyPem })
  const sockets = new WebSocketServer({ server, maxPayload: 2 * mostBytes, perMessageDeflate: false })
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-length-'))
  const { port } = server.address() as AddressInfo
  // A busy machine may take its time for 16 MiB.
  const patient = { ...limits, tunnelIdleTimeoutMs: 600_000, bodyIdleTimeoutMs: 600_000 }
  const order: ProxyOrder = { folder, host, port, rootPem: made.rootPem, limits: patient, policy: maskAll }
  const program = join(import.meta.dirname, '../proxy-process.ts')
  child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'ignore'] })
  const [first] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  place = JSON.parse(first)
})

afterAll(() => {
  child?.kill('SIGKILL')
  server?.closeAllConnections()
  server?.close()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

async function open(): Promise<WebSocket> {
  const { port } = server.address() as AddressInfo
  const tunnel = connectTcp(place.port, '127.0.0.1')
  tunnel.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
  await once(tunnel, 'data')
  const stream = connectTls({ socket: tunnel, servername: host, ca: place.caPem })
  await once(stream, 'secureConnect')
  const socket = new WebSocket(`wss://${host}:${port}/chat`, {
    perMessageDeflate: false,
    maxPayload: 2 * mostBytes,
    createConnection: () => stream,
  })
  await once(socket, 'open')
  return socket
}

/** Text in which nothing is found, or bytes that are no text; never two alike. */
function contentOf(bytes: number, isBinary: boolean): Buffer {
  if (isBinary) return randomBytes(bytes)
  const piece = 'an ordinary sentence about nothing in particular; '
  return Buffer.from(piece.repeat(Math.ceil(bytes / piece.length))).subarray(0, bytes)
}

/** One message there and back, in fragments of so many bytes. */
async function echoes(
  socket: WebSocket,
  message: { bytes: number; isBinary: boolean; fragmentBytes?: number },
): Promise<boolean> {
  const { bytes, isBinary, fragmentBytes = bytes } = message
  const content = contentOf(bytes, isBinary)
  const back = once(socket, 'message') as Promise<[Buffer, boolean]>
  for (let at = 0; at < bytes || at === 0; at += Math.max(1, fragmentBytes)) {
    const fin = at + fragmentBytes >= bytes
    socket.send(content.subarray(at, at + fragmentBytes), { binary: isBinary, fin })
    if (fin) break
  }
  const [data, wasBinary] = await back
  return wasBinary === isBinary && digestOf(data) === digestOf(content)
}

function digestOf(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Said where whoever runs it wants the figures. */
function tell(what: string, figures: Record<string, number>): void {
  if (isLong) process.stderr.write(`${what} ${JSON.stringify(figures)}\n`)
}

const lengths = [64 * KiB, 256 * KiB, MiB, ...(isLong ? [4 * MiB, 8 * MiB, 16 * MiB] : [])]
const fragmented = isLong ? 4 * MiB : MiB
const fragments = [256, KiB, 4 * KiB, 16 * KiB, 64 * KiB, 256 * KiB, MiB, 4 * MiB].filter(
  // A message may come in as many fragments as the gateway takes, and no more.
  (bytes) => bytes <= fragmented,
)

describe.each([
  ['text', false],
  ['binary', true],
])('a message of %s', (kind, isBinary) => {
  test('of any length comes back byte for byte', { timeout: longLimitMs }, async () => {
    const socket = await open()
    for (const bytes of lengths) {
      const began = performance.now()
      expect(await echoes(socket, { bytes, isBinary }), `${bytes} bytes`).toBe(true)
      tell(kind, { bytes, ms: Math.round(performance.now() - began) })
    }
    socket.terminate()
  })

  test('comes back byte for byte in whatever fragments it left', { timeout: longLimitMs }, async () => {
    const socket = await open()
    for (const fragmentBytes of fragments) {
      const began = performance.now()
      const message = { bytes: fragmented, isBinary, fragmentBytes }
      expect(await echoes(socket, message), `fragments of ${fragmentBytes}`).toBe(true)
      tell(kind, { bytes: fragmented, fragmentBytes, ms: Math.round(performance.now() - began) })
    }
    socket.terminate()
  })

  test('comes back ten thousand times', { timeout: longLimitMs }, async () => {
    const socket = await open()
    const sizes = [1, 16, 64, 256, KiB, 4 * KiB, 16 * KiB, 64 * KiB]
    const count = isLong ? 10_000 : 200
    const began = performance.now()
    for (let i = 0; i < count; i++) {
      const bytes = sizes[i % sizes.length] as number
      expect(await echoes(socket, { bytes, isBinary }), `echo ${i} of ${bytes} bytes`).toBe(true)
    }
    tell(kind, { echoes: count, ms: Math.round(performance.now() - began) })
    socket.terminate()
  })
})

function residentBytes(): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * KiB
}

/** Keeps a window of messages under way until so many came back. */
async function talk(socket: WebSocket, count: number): Promise<void> {
  const message = JSON.stringify({ note: 'an ordinary sentence; '.repeat(20), mail: 'joe@example.com' })
  let sent = 0
  let came = 0
  const done = Promise.withResolvers<void>()
  const say = () => {
    sent += 1
    socket.send(message)
  }
  const hear = () => {
    came += 1
    if (sent < count) say()
    if (came === count) done.resolve()
  }
  socket.on('message', hear)
  socket.once('close', () => done.reject(new Error('the WebSocket ended')))
  for (let i = 0; i < Math.min(64, count); i++) say()
  await done.promise
  socket.off('message', hear)
}

test('memory stays flat over a million messages', { timeout: longLimitMs }, async () => {
  const messages = isLong ? 1_000_000 : 20_000
  const socket = await open()
  await talk(socket, messages / 10)
  const before = residentBytes()
  const began = performance.now()
  await talk(socket, messages)
  const growthMiB = (residentBytes() - before) / MiB
  tell('memory', {
    messages,
    beforeMiB: Math.round(before / MiB),
    growthMiB: Math.round(growthMiB * 10) / 10,
    seconds: Math.round((performance.now() - began) / 1000),
  })
  expect(growthMiB).toBeLessThan(32)
  socket.terminate()
})
