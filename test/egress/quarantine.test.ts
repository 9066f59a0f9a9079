/** Promises about quarantine of what is in the middle of something: within two seconds it ends, whichever way it went, and the journal says why. */
import { once } from 'node:events'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import type { Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import type { Standing } from '../../gateway/core/client/standing.ts'
import { KiB, minuteMs } from '../../gateway/core/units.ts'
import { type DeviceScene, deviceScene, madeDevice } from './device-scene.ts'
import { type RawAnswer, type RawOrigin, startRawOrigin, waitFor } from './raw.ts'
import { maskAll, rawConnection } from './setup.ts'
import { echoing, handshake } from './websocket/talk.ts'

const address = '127.0.0.1'
const till = 'device:till-1'
const quarantined: Standing = { machine: '0a1b2c3d', state: 'quarantined', groups: [] }
const line = 'order line of nothing special\n'

interface At {
  scene: DeviceScene
  /** Never answers, but to a WebSocket. */
  plain: RawOrigin
  secure: RawOrigin
  unread: RawOrigin
  /** A connection of whoever will be in quarantine. */
  connect(): Promise<Socket>
}

const answer: RawAnswer = (request, socket) => {
  if (request.line.includes('/chat')) echoing(request, socket)
}

async function place(who: 'card' | 'device') {
  const plain = await startRawOrigin({ plain: true, host: 'plain.example.test', answer })
  const secure = await startRawOrigin({ answer })
  const unread = await startRawOrigin({ host: 'unread.example.test', answer })
  const standings: Record<string, Standing> = {}
  const clients = { standingOf: (at: string) => standings[at] ?? null, lookFor: () => null }
  const long = { handshakeTimeoutMs: minuteMs, bodyIdleTimeoutMs: minuteMs, tunnelIdleTimeoutMs: minuteMs }
  const scene = await deviceScene([plain, secure, unread], {
    policy: {
      ...maskAll,
      connections: [
        { id: 'unread', match: { destinations: ['unread.example.test'] }, action: 'tunnel' },
        ...maskAll.connections,
      ],
    },
    options: { drainMs: minuteMs },
    limits: { ...long, upstreamHeadersTimeoutMs: minuteMs },
    ports: { clients },
  })
  const device = madeDevice(scene.office, 'till-1')
  const other = madeDevice(scene.office, 'till-2')
  scene.count(device, other)
  const secured = async (socket: TLSSocket) => {
    await once(socket, 'secureConnect')
    return socket
  }
  const connect = () => (who === 'card' ? rawConnection(scene.proxy) : secured(scene.connect(device)))
  return {
    at: { scene, plain, secure, unread, connect },
    /** Somebody to whom nothing happens; where the card is in quarantine, nobody there is spared. */
    bystander: () => (who === 'card' ? null : secured(scene.connect(other))),
    quarantine() {
      standings[who === 'card' ? address : till] = quarantined
      scene.proxy.egress.clientsChanged()
    },
  }
}

async function connected({ connect }: At, { host, port }: RawOrigin): Promise<Socket> {
  const socket = await connect()
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
  expect(String(await once(socket, 'data'))).toContain('200')
  return socket
}

async function inside(at: At, origin: RawOrigin, ALPNProtocols = ['http/1.1']): Promise<TLSSocket> {
  const socket = await connected(at, origin)
  const ca = [at.scene.proxy.caPem, origin.rootPem]
  const secure = connectTls({ socket, servername: origin.host, ca, ALPNProtocols })
  secure.on('error', () => {})
  await once(secure, 'secureConnect')
  return secure
}

async function session(at: At): Promise<ClientHttp2Session> {
  const socket = await inside(at, at.secure, ['h2'])
  const made = connectHttp2(`https://${at.secure.host}:${at.secure.port}`, { createConnection: () => socket })
  onTestFinished(() => void made.destroy())
  return made.on('error', () => {})
}

const head = (method: string, { host, port }: RawOrigin, path: string) =>
  `${method} http://${host}:${port}${path} HTTP/1.1\r\nHost: ${host}:${port}\r\n`

/** Says a line of a body that ends at no time soon, again and again. */
function goOn(stream: { write(data: string): unknown; once(event: 'close', then: () => void): unknown }) {
  stream.write(line.repeat(64 * KiB))
  const timer = setInterval(() => stream.write(line), 20)
  stream.once('close', () => clearInterval(timer))
}

const longBody = 'Content-Type: text/plain\r\nContent-Length: 100000000\r\n\r\n'

interface Running {
  closed: Promise<unknown>
  origin: RawOrigin
}

const isAsked = (origin: RawOrigin) => waitFor(() => origin.requests.length === 1)
const hasBegun = (origin: RawOrigin) => waitFor(() => origin.bytes.length > KiB)
/** However it ends: a reset is an end, too. */
const closeOf = (one: { once(event: 'close', then: () => void): unknown }) =>
  new Promise<void>((resolve) => one.once('close', resolve))
const closing = (socket: Socket) => closeOf(socket.resume())

const running: Record<string, { begin(at: At): Promise<Running>; action: string }> = {
  'a request in the clear': {
    action: 'refused-midstream',
    async begin(at) {
      const socket = await at.connect()
      socket.write(`${head('GET', at.plain, '/slow')}\r\n`)
      await isAsked(at.plain)
      return { closed: closing(socket), origin: at.plain }
    },
  },
  'an upload in the clear': {
    action: 'refused-midstream',
    async begin(at) {
      const socket = await at.connect()
      socket.write(`${head('POST', at.plain, '/up')}${longBody}`)
      goOn(socket)
      await hasBegun(at.plain)
      return { closed: closing(socket), origin: at.plain }
    },
  },
  'a body that has not left yet': {
    action: 'refuse',
    async begin(at) {
      const socket = await at.connect()
      socket.write(`${head('POST', at.plain, '/up')}${longBody}${line}`)
      return { closed: closing(socket), origin: at.plain }
    },
  },
  'a request inside a tunnel': {
    action: 'refused-midstream',
    async begin(at) {
      const socket = await inside(at, at.secure)
      socket.write(`GET /slow HTTP/1.1\r\nHost: ${at.secure.host}:${at.secure.port}\r\n\r\n`)
      await isAsked(at.secure)
      return { closed: closing(socket), origin: at.secure }
    },
  },
  'a tunnel in which nothing was asked yet': {
    action: 'refuse',
    async begin(at) {
      return { closed: closing(await inside(at, at.secure)), origin: at.secure }
    },
  },
  'a tunnel in which nothing was said yet': {
    action: 'refuse',
    async begin(at) {
      return { closed: closing(await connected(at, at.secure)), origin: at.secure }
    },
  },
  'a tunnel that passes unread': {
    action: 'refused-midstream',
    async begin(at) {
      const socket = await inside(at, at.unread)
      goOn(socket)
      return { closed: closing(socket), origin: at.unread }
    },
  },
  'a request in HTTP/2': {
    action: 'refused-midstream',
    async begin(at) {
      const made = await session(at)
      const stream = made.request({ ':path': '/slow' })
      stream.on('error', () => {})
      await isAsked(at.secure)
      return { closed: Promise.all([closeOf(stream), closeOf(made)]), origin: at.secure }
    },
  },
  'an upload in HTTP/2': {
    action: 'refused-midstream',
    async begin(at) {
      const made = await session(at)
      const fields = { 'content-type': 'text/plain', 'content-length': '100000000' }
      const stream = made.request({ ':path': '/up', ':method': 'POST', ...fields }, { endStream: false })
      stream.on('error', () => {})
      goOn(stream)
      await hasBegun(at.secure)
      return { closed: Promise.all([closeOf(stream), closeOf(made)]), origin: at.secure }
    },
  },
  'a WebSocket': {
    action: 'refused-midstream',
    async begin(at) {
      const socket = await at.connect()
      socket.write(`${head('GET', at.plain, '/chat')}${handshake}\r\n`)
      expect(String(await once(socket, 'data'))).toContain('101')
      return { closed: closing(socket), origin: at.plain }
    },
  },
  'a handshake of a WebSocket': {
    action: 'refused-midstream',
    async begin(at) {
      const socket = await at.connect()
      socket.write(`${head('GET', at.plain, '/later')}${handshake}\r\n`)
      await isAsked(at.plain)
      return { closed: closing(socket), origin: at.plain }
    },
  },
}

for (const who of ['card', 'device'] as const)
  for (const [what, { begin, action }] of Object.entries(running))
    test(`${what} ends within two seconds of the quarantine of its ${who}`, async () => {
      const { at, bystander, quarantine } = await place(who)
      const { closed, origin } = await begin(at)
      const spared = await bystander()
      await new Promise((resolve) => setTimeout(resolve, 50))
      const since = performance.now()
      quarantine()
      await closed
      expect(performance.now() - since).toBeLessThan(2000)
      const record = await at.scene.proxy.recordAt(0)
      expect(record).toMatchObject({ action, reason: 'client-quarantined', ruleId: null })
      expect(at.scene.proxy.records).toHaveLength(1)
      // What it had said before may be on its way still; no way out stays open behind it.
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      if (spared !== null) expect(spared.destroyed).toBe(false)
      expect(at.scene.proxy.faults).toEqual([])
    })
