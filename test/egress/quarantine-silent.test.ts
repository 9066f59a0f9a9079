/** Promises about quarantine of what has asked for nothing yet: it ends within two seconds like all else, in the clear and in TLS. */
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect, createServer, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import type { Standing } from '../../gateway/core/client/standing.ts'
import { minuteMs } from '../../gateway/core/units.ts'
import { type DeviceScene, deviceScene } from './device-scene.ts'
import { rawConnection } from './setup.ts'

const address = '127.0.0.1'
const quarantined: Standing = { machine: '0a1b2c3d', state: 'quarantined', groups: [] }

async function place() {
  const standings: Record<string, Standing> = {}
  const clients = { standingOf: (at: string) => standings[at] ?? null, lookFor: () => null }
  const scene = await deviceScene([], {
    options: { drainMs: minuteMs },
    limits: { handshakeTimeoutMs: minuteMs, headersTimeoutMs: minuteMs, keepAliveTimeoutMs: minuteMs },
    ports: { clients },
  })
  return {
    scene,
    changed: () => scene.proxy.egress.clientsChanged(),
    quarantine() {
      standings[address] = quarantined
      scene.proxy.egress.clientsChanged()
    },
  }
}

async function inTls(scene: DeviceScene, ALPNProtocols: string[]): Promise<Socket> {
  const socket = scene.connect(null, { ALPNProtocols })
  await once(socket, 'secureConnect')
  expect(socket.alpnProtocol).toBe(ALPNProtocols[0])
  return socket
}

/** What a client says first of TLS, and no more. */
async function beginningOfTls(): Promise<Buffer> {
  const server = createServer()
  server.listen(0, address)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const client = connectTls({ host: address, port: (server.address() as { port: number }).port })
  client.on('error', () => {})
  onTestFinished(() => void client.destroy())
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [hello] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return hello
}

const silent: Record<string, (scene: DeviceScene) => Promise<Socket>> = {
  'a connection on which nothing was said': ({ proxy }) => rawConnection(proxy),
  'a connection with one byte of TLS': async ({ proxy }) => {
    const socket = await rawConnection(proxy)
    socket.write(Buffer.of(0x16))
    return socket
  },
  'a handshake of TLS that does not go on': async ({ proxy }) => {
    const hello = await beginningOfTls()
    const socket = await rawConnection(proxy)
    socket.write(hello)
    await once(socket, 'data')
    return socket
  },
  'a request that has only begun': async ({ proxy }) => {
    const socket = await rawConnection(proxy)
    socket.write('GET http://plain.example.test/ HT')
    return socket
  },
  'HTTP/1.1 in TLS without a request': (scene) => inTls(scene, ['http/1.1']),
  'HTTP/2 in TLS of which nothing was said': (scene) => inTls(scene, ['h2']),
  'HTTP/2 in TLS without a request': async (scene) => {
    const socket = await inTls(scene, ['h2'])
    const session = connectHttp2('https://plain.example.test', { createConnection: () => socket })
    session.on('error', () => {})
    onTestFinished(() => void session.destroy())
    await once(session, 'remoteSettings')
    return socket
  },
}

for (const [what, begin] of Object.entries(silent))
  test(`${what} ends within two seconds of the quarantine of its machine`, async () => {
    const { scene, quarantine } = await place()
    const socket = (await begin(scene)).resume()
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const since = performance.now()
    quarantine()
    await closed
    expect(performance.now() - since).toBeLessThan(2000)
    await expect.poll(() => scene.proxy.egress.connections()).toBe(0)
    expect(scene.proxy.faults).toEqual([])
  })

test('who is in quarantine already may say what it wants, whatever changes of others meanwhile', async () => {
  const { scene, quarantine, changed } = await place()
  quarantine()
  const socket = await rawConnection(scene.proxy)
  await new Promise((resolve) => setTimeout(resolve, 50))
  changed()
  socket.write('GET http://plain.example.test/ HTTP/1.1\r\nHost: plain.example.test\r\n\r\n')
  expect(String(await once(socket, 'data'))).toContain(' 403 ')
})

test('a machine that is found to be one in quarantine as it comes is told so', async () => {
  const standings: Record<string, Standing> = {}
  const late: { changed(): void } = { changed: () => undefined }
  const clients = {
    standingOf: (at: string) => standings[at] ?? null,
    async lookFor(at: string) {
      standings[at] = quarantined
      late.changed()
    },
  }
  const scene = await deviceScene([], { ports: { clients } })
  late.changed = () => scene.proxy.egress.clientsChanged()
  const socket = connect({ host: scene.proxy.host, port: scene.proxy.port })
  onTestFinished(() => void socket.destroy())
  socket.write('GET http://plain.example.test/ HTTP/1.1\r\nHost: plain.example.test\r\n\r\n')
  expect(String(await once(socket, 'data'))).toContain(' 403 ')
})
