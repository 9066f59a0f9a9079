/** Amounts that no honest peer sends: they end early, in bounded memory, and nobody else waits for them. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { testWith } from '../support/clients.ts'
import { certify } from '../support/openssl-ca.ts'
import { type RawAnswer, waitFor } from './raw.ts'
import { scene, ways } from './scene.ts'
import { exchangeThrough } from './send.ts'
import { type Origin, startProxy, tunnelTo } from './setup.ts'

/** Writes at the pace at which it is taken, until all is sent or nobody takes more. Returns the bytes that were. */
async function pourInto(
  socket: NodeJS.WritableStream & { destroyed?: boolean; closed?: boolean },
  piece: Buffer,
  count: number,
): Promise<number> {
  let isOver = false
  socket.setMaxListeners(0)
  const over = () => {
    isOver = true
  }
  socket.on('close', over).on('end', over).on('error', over)
  for (let i = 0; i < count; i += 1) {
    if (isOver) return i * piece.length
    if (socket.write(piece)) continue
    await Promise.race([once(socket, 'drain'), once(socket, 'close'), once(socket, 'end')]).catch(() => {})
  }
  return count * piece.length
}

const field = Buffer.from(`X-Long: ${'a'.repeat(1000)}\r\n`)
const tenMb = Math.ceil((10 * MiB) / field.length)

describe.each(ways)('ten megabytes of fields (%s)', (way) => {
  test('of a request are refused with 431 as soon as they are too many', async () => {
    const { origin, proxy, wire, at } = await scene(way)
    wire.send(`${at.line('GET', '/x')}${at.host}`)
    const sent = await pourInto(wire.socket, field, tenMb)
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 431 /)
    expect(wire.statuses).toEqual([431])
    expect(sent).toBeLessThan(10 * MiB)
    expect([origin.requests, proxy.faults]).toEqual([[], []])
  })

  test('in one field of a request are, too', async () => {
    const { origin, wire, at } = await scene(way)
    wire.send(`${at.line('GET', '/x')}${at.host}X-Long: `)
    await pourInto(wire.socket, Buffer.alloc(16 * KiB, 0x61), 640)
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 431 /)
    expect(origin.requests).toEqual([])
  })

  test('in a request line are, too', async () => {
    const { origin, wire, at } = await scene(way)
    wire.send(at.line('GET', '/x').split(' HTTP')[0] ?? '')
    await pourInto(wire.socket, Buffer.alloc(16 * KiB, 0x61), 640)
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 4(?:14|31) /)
    expect(origin.requests).toEqual([])
  })

  test('behind a body are not read', async () => {
    const { proxy, wire, at } = await scene(way)
    wire.send(
      `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n`,
    )
    const sent = await pourInto(wire.socket, field, tenMb)
    await wire.closed()
    expect(sent).toBeLessThan(10 * MiB)
    expect(wire.statuses.every((status) => status >= 400)).toBe(true)
    expect(proxy.faults).toEqual([])
  })

  test('of an answer become 502', async () => {
    const answer: RawAnswer = (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      void pourInto(socket, field, tenMb)
    }
    const { proxy, wire, at } = await scene(way, {}, answer)
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    expect(await wire.until(/^HTTP\/1\.1 \d/)).toMatch(/^HTTP\/1\.1 502 /)
    expect(proxy.faults).toEqual([])
  })
})

describe.each(ways)('a million chunks of one byte (%s)', (way) => {
  const piece = Buffer.from('1\r\na\r\n'.repeat(1000))

  test('of a request arrive, and no memory stays', { timeout: 300_000 }, async () => {
    let received = 0
    const { origin, proxy, wire, at } = await scene(
      way,
      { limits: { holdBytes: 64 * KiB } },
      (request, socket) => {
        received = request.body.length
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      },
    )
    wire.send(
      `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    const before = process.cpuUsage()
    await pourInto(wire.socket, piece, 1000)
    wire.send('0\r\n\r\n')
    await wire.until(/ok$/, 250_000)
    const { user, system } = process.cpuUsage(before)
    expect(wire.statuses).toEqual([200])
    expect(received).toBe(1_000_000)
    expect(origin.inexplicable).toEqual([])
    expect(proxy.egress.connections()).toBe(1)
    expect((user + system) / 1e6).toBeLessThan(120)
  })

  test('of an answer arrive', { timeout: 300_000 }, async () => {
    const answer: RawAnswer = (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n')
      void pourInto(socket, piece, 1000).then(() => socket.write('0\r\n\r\n'))
    }
    const { wire, at } = await scene(way, {}, answer)
    let received = 0
    wire.socket.removeAllListeners('data')
    let tail = ''
    wire.socket.on('data', (chunk: Buffer) => {
      received += chunk.filter((byte) => byte === 0x61).length
      tail = `${tail}${chunk.toString('latin1')}`.slice(-5)
    })
    const before = process.memoryUsage().rss
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await waitFor(() => tail.endsWith('0\r\n\r\n'), 250_000)
    // `text/plain` has one more.
    expect(received).toBeGreaterThanOrEqual(1_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * MiB)
  })
})

testWith(
  'openssl',
  'a destination whose certificate has ten thousand names is asked, and nobody waits',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gatehouse-names-'))
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
    const host = 'origin.example.test'
    const root = await certify({
      directory: join(directory, 'root'),
      subject: '/CN=Root of many',
      extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
    })
    const names = Array.from({ length: 10_000 }, (_, i) => `DNS:${i}.many.example.test`)
    const leaf = await certify({
      directory: join(directory, 'leaf'),
      issuer: root,
      subject: `/CN=${host}`,
      extensions: [`subjectAltName=${[...names, `DNS:${host}`].join(',')}`, 'extendedKeyUsage=serverAuth'],
    })
    const origin: Origin = {
      host,
      port: 0,
      rootPem: readFileSync(root.certFile, 'utf8'),
      received: [],
      connections: 0,
    }
    const server = createServer(
      { cert: readFileSync(leaf.certFile), key: readFileSync(leaf.keyFile) },
      (request, response) => {
        request.resume()
        response.end('hello')
      },
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    origin.port = (server.address() as AddressInfo).port
    const proxy = await startProxy([origin])
    const before = process.cpuUsage()
    const answer = await exchangeThrough(proxy, origin, { body: '{}' })
    const { user, system } = process.cpuUsage(before)
    // Some builds of OpenSSL hold a chain of more than 100 KB for too long (SSL_CTX_set_max_cert_list): then it is told.
    expect([200, 502]).toContain(answer.status)
    expect((user + system) / 1e6).toBeLessThan(20)
    // What the gateway shows its client has the name that was asked for, and no other.
    const secure = await tunnelTo(proxy, origin)
    expect(secure.getPeerCertificate().subjectaltname).toBe(`DNS:${host}`)
    expect(proxy.faults).toEqual([])
  },
)
