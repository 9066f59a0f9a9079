/** Promises about handshakes that come to nothing: each is told for what it was, and nobody is said to refuse a certificate who never saw it. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectSocket, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { signOf } from '../../gateway/core/pinning/sign.ts'
import { Secret } from '../../gateway/core/secret.ts'
import type { EgressPorts } from '../../gateway/egress/options.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { createLeafIssuer } from '../../gateway/pki/leaves.ts'
import { folder } from '../store/fixture.ts'
import { plainWire, type RawOrigin, startRawOrigin, Wire, waitFor } from './raw.ts'
import { startProxy, type Proxy as TestProxy } from './setup.ts'

const handshakeTimeoutMs = 4000

/** A whole hello of a real client, cut off before it reaches anybody. */
async function helloFor(servername: string, options: object = {}): Promise<Buffer> {
  const catcher = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void catcher.close())
  await once(catcher, 'listening')
  const { port } = catcher.address() as { port: number }
  const socket = connectSocket(port, '127.0.0.1')
  const secure = connectTls({ socket, servername, ...options }).on('error', () => {})
  const [caught] = await once(catcher, 'connection')
  const [hello] = await once(caught, 'data')
  secure.destroy()
  caught.destroy()
  return hello
}

function connectTo({ host, port }: RawOrigin): string {
  return `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`
}

async function scene(ports: Partial<EgressPorts> = {}) {
  const origin = await startRawOrigin()
  const proxy = await startProxy([origin], { limits: { handshakeTimeoutMs }, ports })
  return { origin, proxy, hello: await helloFor(origin.host) }
}

/** Certificates that take a moment, as all of them do after a start. */
async function slowLeaves(): Promise<EgressPorts['leaves']> {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const authority = await openAuthority({
    ...{ kind: 'interception', officeName: 'Test office', directory: folder() },
    ...{ key: new Secret(randomBytes(32)), clock, random: randomBytes },
  })
  const leaves = createLeafIssuer({ authority, clock, random: randomBytes })
  return {
    async leafFor(name) {
      await sleep(100)
      return leaves.leafFor(name)
    },
  }
}

/** The client's end behind the 200. */
async function connected(proxy: TestProxy, origin: RawOrigin): Promise<{ wire: Wire }> {
  const first = await plainWire(proxy)
  first.send(connectTo(origin))
  await first.until(/^HTTP\/1\.1 200 [^\r]+\r\n\r\n$/)
  return { wire: new Wire(first.socket) }
}

test('who says hello and then nothing more fell silent, and nothing is known of what it trusts', async () => {
  const { proxy, origin, hello } = await scene()
  const { wire } = await connected(proxy, origin)
  wire.send(hello)
  await wire.closed()
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'fail', reason: 'client-silent', notes: [] })
  expect(signOf(record)).toBe(null)
  expect(origin.connections).toBe(0)
})

test.each(['ends', 'resets'])(
  'who says hello and %s its connection at once has seen no certificate that it could refuse',
  async (how) => {
    const { proxy, origin, hello } = await scene()
    for (let at = 0; at < 5; at++) {
      const { wire } = await connected(proxy, origin)
      if (how === 'ends') wire.socket.end(hello)
      else wire.socket.write(hello, () => wire.socket.resetAndDestroy())
      const record = await proxy.recordAt(at)
      expect(record).toMatchObject({
        ...{ action: 'fail', reason: 'client-left-early', ruleId: 'all', notes: [] },
      })
      expect(signOf(record)).toBe(null)
    }
    expect(origin.connections).toBe(0)
  },
)

test('who had left before it was answered left, and nobody waits for it', async () => {
  const { proxy, origin, hello } = await scene({ leaves: await slowLeaves() })
  const { wire } = await connected(proxy, origin)
  const began = performance.now()
  wire.socket.end(hello)
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'fail', reason: 'client-left-early', notes: [] })
  expect(performance.now() - began).toBeLessThan(handshakeTimeoutMs / 2)
  expect(signOf(record)).toBe(null)
  await waitFor(() => proxy.egress.connections() === 0)
})

test('who offers no encryption that we take, or takes none of ours, is no one who refuses a certificate', async () => {
  const { proxy, origin } = await scene()
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const
  const { wire } = await connected(proxy, origin)
  wire.send(await helloFor(origin.host, old))
  await wire.closed()
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'fail', reason: 'client-tls-unusable' })
  expect(signOf(record)).toBe(null)
  const second = await connected(proxy, origin)
  second.wire.send(await helloFor(origin.host))
  await second.wire.until((text) => text.includes('\x16\x03\x03'))
  // A fatal alert: protocol_version (RFC 8446 §6).
  second.wire.send(Buffer.from([21, 3, 3, 0, 2, 2, 70]))
  await second.wire.closed()
  expect(await proxy.recordAt(1)).toMatchObject({
    ...{ reason: 'client-tls-unusable', notes: ['alert:protocol_version'] },
  })
})

test('who says in TLS that the certificate is nothing to it, or leaves as soon as it has it, does not trust it', async () => {
  const { proxy, origin, hello } = await scene()
  for (const [at, end, notes] of [
    [0, (wire: Wire) => wire.send(Buffer.from([21, 3, 3, 0, 2, 2, 48])), ['alert:unknown_ca']],
    [1, (wire: Wire) => wire.socket.destroy(), ['hung-up']],
  ] as const) {
    const { wire } = await connected(proxy, origin)
    wire.send(hello)
    await wire.until((text) => text.includes('\x16\x03\x03'))
    end(wire)
    expect(await proxy.recordAt(at)).toMatchObject({ reason: 'client-tls-failed', notes })
  }
})
