/** Promises about memory: half a gigabyte passes through, up and down, while the proxy hardly grows. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { card } from './planted.ts'
import type { ProxyOrder, ProxyPlace } from './proxy-process.ts'
import { limits, maskAll } from './setup.ts'

const host = 'origin.example.test'
const streamBytes = 512 * MiB
/** What first streams need at all (compiled code, buffers, the heap's own steps) is no growth. */
const warmingBytes = 64 * MiB
const line = Buffer.from(`{"t":"${'an ordinary sentence; '.repeat(2900)}","pan":"${card}"}\n`)

let server: Server
let child: ChildProcess
let place: ProxyPlace
let folder = ''
const seen = { bytes: 0, planted: 0 }

beforeAll(async () => {
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const block = Buffer.alloc(64 * KiB, 'an ordinary answer. ')
  server = createServer({ cert: made.chainPem, key: made.keyPem }, (request, response) => {
    request.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length
      if (chunk.includes(card)) seen.planted += 1
    })
    request.on('end', () => void answer(Number(request.url?.slice(1))))
    async function answer(bytes: number): Promise<void> {
      response.writeHead(200, { 'content-length': bytes })
      for (let sent = 0; sent < bytes; sent += block.length) {
        if (!response.write(block.subarray(0, bytes - sent))) await once(response, 'drain')
      }
      response.end()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-memory-'))
  const { port } = server.address() as AddressInfo
  const order: ProxyOrder = { folder, host, port, rootPem: made.rootPem, limits, policy: maskAll }
  const program = join(import.meta.dirname, 'proxy-process.ts')
  child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const [first] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  place = JSON.parse(first)
})

afterAll(() => {
  child?.kill('SIGKILL')
  server?.closeAllConnections()
  server?.close()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

async function tunnel(): Promise<TLSSocket> {
  const { port } = server.address() as AddressInfo
  const socket = connectTcp(place.port, '127.0.0.1')
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
  await once(socket, 'data')
  const secure = connectTls({ socket, servername: host, ca: place.caPem })
  await once(secure, 'secureConnect')
  return secure
}

/** Sends a request and reads the answer to its last byte. */
async function pass(up: number, down: number): Promise<void> {
  const { port } = server.address() as AddressInfo
  const lines = Math.ceil(up / line.length)
  const secure = await tunnel()
  let received = 0
  const whole = new Promise<void>((resolve, reject) => {
    secure.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (received > down + 100) resolve()
    })
    secure.once('close', () => reject(new Error(`closed after ${received} bytes`)))
  })
  secure.write(
    `POST /${down} HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Type: application/x-ndjson\r\n` +
      `Content-Length: ${lines * line.length}\r\n\r\n`,
  )
  for (let sent = 0; sent < lines; sent += 1) if (!secure.write(line)) await once(secure, 'drain')
  await whole
  secure.destroy()
}

function residentBytes(): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * KiB
}

async function growthOf(stream: () => Promise<void>): Promise<number> {
  const before = residentBytes()
  let peak = before
  const look = setInterval(() => {
    peak = Math.max(peak, residentBytes())
  }, 50)
  await stream()
  clearInterval(look)
  return peak - before
}

/** Short streams until one of them took nothing more; what leaks goes on growing in the long one. */
async function warm(stream: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 5; round += 1) if ((await growthOf(stream)) < 2 * MiB) return
}

test('an upload of 512 MB is masked while the proxy grows by no more than 32 MB', async () => {
  await warm(() => pass(warmingBytes, 0))
  const already = seen.bytes
  expect(await growthOf(() => pass(streamBytes, 0))).toBeLessThan(32 * MiB)
  expect(seen.bytes - already).toBeGreaterThanOrEqual(streamBytes)
  expect(seen.planted).toBe(0)
})

test('a download of 512 MB arrives whole while the proxy grows by no more than 32 MB', async () => {
  await warm(() => pass(0, warmingBytes))
  expect(await growthOf(() => pass(0, streamBytes))).toBeLessThan(32 * MiB)
})
