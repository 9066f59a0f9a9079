/** Peers that end their side, reset or fall silent at any stage of an exchange: they hold nothing, and nobody else up. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { flags, frameTypes, frame as http2Frame } from './http2/frames.ts'
import { http2Wire } from './http2/wire.ts'
import { answerByLine, plainWire, type RawAnswer, type RawOrigin, startRawOrigin, waitFor } from './raw.ts'
import { maskAll, rawConnection, startProxy, type Proxy as TestProxy, tunnelTo } from './setup.ts'
import { frame, opcodes } from './websocket/frames.ts'
import { handshake, switching } from './websocket/talk.ts'

const soon = 500
const limits = {
  headersTimeoutMs: soon,
  bodyIdleTimeoutMs: soon,
  keepAliveTimeoutMs: soon,
  handshakeTimeoutMs: soon,
  connectTimeoutMs: soon,
  upstreamHeadersTimeoutMs: soon,
  upstreamIdleTimeoutMs: soon,
  tunnelIdleTimeoutMs: soon,
}

const manners: readonly (readonly [string, (socket: Socket) => unknown])[] = [
  ['ends its side', (socket) => socket.end()],
  ['resets', (socket) => socket.resetAndDestroy()],
  ['falls silent', (socket) => socket.pause()],
]

interface Setting {
  proxy: TestProxy
  origin: RawOrigin
}

/** What every other client still gets. */
async function worksForOthers({ proxy, origin }: Setting): Promise<void> {
  const wire = await plainWire(proxy)
  const authority = `${origin.host}:${origin.port}`
  wire.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  await wire.until(/^HTTP\/1\.1 200/)
  wire.socket.destroy()
}

async function nobodyIsLeft({ proxy }: Setting): Promise<void> {
  await waitFor(() => proxy.egress.connections() === 0, 60_000)
  expect(proxy.egress.connections()).toBe(0)
  expect(proxy.faults).toEqual([])
}

/** A whole hello of a real client, cut off before it reaches anybody. */
async function helloFor(servername: string): Promise<Buffer> {
  const catcher = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void catcher.close())
  await once(catcher, 'listening')
  const { port } = catcher.address() as AddressInfo
  const secure = connectTls({ socket: connect(port, '127.0.0.1'), servername }).on('error', () => {})
  const [socket] = (await once(catcher, 'connection')) as [Socket]
  const [hello] = (await once(socket, 'data')) as [Buffer]
  secure.destroy()
  socket.destroy()
  return hello
}

const silent: RawAnswer = () => {}
const half: RawAnswer = (_request, socket) =>
  void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
const upgrading: RawAnswer = (request, socket) => {
  socket.removeAllListeners('data')
  socket.write(switching(request))
}
const host = (origin: RawOrigin) => `Host: ${origin.host}:${origin.port}\r\n`
const connectLine = (origin: RawOrigin) =>
  `CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\n${host(origin)}\r\n`

async function connected({ proxy, origin }: Setting, then: Buffer | string = ''): Promise<Socket> {
  const socket = await rawConnection(proxy)
  socket.write(connectLine(origin))
  await once(socket, 'data')
  if (then.length > 0) socket.write(then)
  return socket
}

/** What it wrote before is on its way when it stops. */
async function inTunnel({ proxy, origin }: Setting, bytes: string, until?: RegExp): Promise<Socket> {
  const secure = await tunnelTo(proxy, origin)
  let text = ''
  secure.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  secure.write(bytes)
  if (until === undefined) await new Promise((resolve) => setTimeout(resolve, 50))
  else await waitFor(() => until.test(text))
  return secure
}

/** TLS over a socket has no reset of its own. */
function socketOf(socket: Socket): Socket {
  return (socket as Socket & { _parent?: Socket })._parent ?? socket
}

interface Stage {
  what: string
  answer?: RawAnswer
  policy?: unknown
  reach(setting: Setting): Promise<Socket>
}

const post = 'POST /x HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n'

const ofClients: readonly Stage[] = [
  { what: 'before its first word', reach: ({ proxy }) => rawConnection(proxy) },
  {
    what: 'in the middle of CONNECT',
    async reach({ proxy, origin }) {
      const socket = await rawConnection(proxy)
      socket.write(connectLine(origin).slice(0, -10))
      return socket
    },
  },
  { what: 'behind CONNECT', reach: (setting) => connected(setting) },
  {
    what: 'in the middle of its hello',
    reach: async (setting) => connected(setting, (await helloFor(setting.origin.host)).subarray(0, 100)),
  },
  {
    what: 'in the middle of its handshake',
    reach: async (setting) => connected(setting, await helloFor(setting.origin.host)),
  },
  { what: 'in the middle of a head', reach: (setting) => inTunnel(setting, 'GET /x HTTP/1.1\r\nHo') },
  {
    what: 'in the middle of a body',
    reach: (setting) => inTunnel(setting, `${post}${host(setting.origin)}\r\nhalf`),
  },
  {
    what: 'in the middle of a chunk',
    reach: (setting) =>
      inTunnel(
        setting,
        `POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${host(setting.origin)}\r\n10\r\nhalf`,
      ),
  },
  {
    what: 'while it waits for its answer',
    answer: silent,
    reach: (setting) => inTunnel(setting, `GET /x HTTP/1.1\r\n${host(setting.origin)}\r\n`),
  },
  {
    what: 'in the middle of its answer',
    answer: half,
    reach: (setting) => inTunnel(setting, `GET /x HTTP/1.1\r\n${host(setting.origin)}\r\n`, /half/),
  },
  {
    what: 'in a tunnel that nobody reads',
    policy: { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] },
    reach: async (setting) => connected(setting, await helloFor(setting.origin.host)),
  },
  {
    what: 'in a WebSocket',
    answer: upgrading,
    reach: (setting) =>
      inTunnel(setting, `GET /x HTTP/1.1\r\n${host(setting.origin)}${handshake}\r\n`, /\r\n\r\n/),
  },
  {
    what: 'in the middle of a WebSocket message',
    answer: upgrading,
    async reach(setting) {
      const opening = `GET /x HTTP/1.1\r\n${host(setting.origin)}${handshake}\r\n`
      const socket = await inTunnel(setting, opening, /\r\n\r\n/)
      const message = frame({ opcode: opcodes.text, payload: 'hello', mask: true })
      socket.write(message.subarray(0, message.length - 2))
      return socket
    },
  },
  {
    what: 'in a stream of HTTP/2',
    async reach({ proxy, origin }) {
      const wire = await http2Wire(proxy, origin)
      wire.send(wire.headers(1, [], flags.endHeaders))
      return wire.socket
    },
  },
  {
    what: 'in the middle of a frame of HTTP/2',
    async reach({ proxy, origin }) {
      const wire = await http2Wire(proxy, origin)
      wire.send(http2Frame(frameTypes.ping, 0, 0, Buffer.alloc(8)).subarray(0, 12))
      return wire.socket
    },
  },
]

describe.each(ofClients)('a client $what', ({ answer, policy, reach }) => {
  test.each(manners)('that %s is let go', async (_, behave) => {
    const origin = await startRawOrigin(answer === undefined ? {} : { answer })
    const setting = { origin, proxy: await startProxy([origin], { limits, policy: policy ?? maskAll }) }
    const socket = await reach(setting)
    behave(socketOf(socket))
    await worksForOthers(setting)
    await nobodyIsLeft(setting)
  })
})

/** A destination that never says a word. Returns its port. */
async function startSilent(behave: (socket: Socket) => unknown): Promise<number> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
    behave(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const ofDestinations: readonly (readonly [string, { answer?: RawAnswer; begin?: true; upload?: true }])[] = [
  ['before its handshake', { begin: true }],
  ['before its answer', { answer: silent }],
  ['while it is sent a body', { upload: true }],
  ['in the middle of the head of its answer', { answer: (_, socket) => void socket.write('HTTP/1.1 200 O') }],
  ['in the middle of its answer', { answer: half }],
  [
    'in the middle of a chunk of its answer',
    {
      answer: (_, socket) =>
        void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf'),
    },
  ],
  [
    'behind an interim answer',
    { answer: (_, socket) => void socket.write('HTTP/1.1 103 Early Hints\r\n\r\n') },
  ],
]

describe.each(ofDestinations)('a destination %s', (_, { answer = answerByLine, begin, upload }) => {
  test.each(manners)('that %s is missed, and its client told or cut', async (_manner, behave) => {
    const origin = await startRawOrigin({
      answer(request, socket) {
        answer(request, socket)
        setTimeout(() => behave(socketOf(socket)), 20)
      },
      connected(socket) {
        if (upload === true) socket.once('data', () => setTimeout(() => behave(socketOf(socket)), 20))
      },
    })
    if (begin === true) origin.port = await startSilent(behave)
    const setting = { origin, proxy: await startProxy([origin], { limits: { ...limits, holdBytes: 1024 } }) }
    const secure = await tunnelTo(setting.proxy, origin)
    let text = ''
    let isOver = false
    secure.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
    })
    secure.once('close', () => {
      isOver = true
    })
    if (upload === true) {
      secure.write(
        `POST /x HTTP/1.1\r\n${host(origin)}Content-Type: text/plain\r\nContent-Length: 50000\r\n\r\n`,
      )
      secure.write('some words\n'.repeat(2000))
    } else secure.write(`GET /x HTTP/1.1\r\n${host(origin)}\r\n`)
    const isTold = () => /HTTP\/1\.1 (?:408|50[234]) /.test(text)
    await waitFor(() => isOver || isTold(), 60_000)
    expect([isOver, isTold()]).toContain(true)
    expect(text).not.toContain('answer to')
    secure.destroy()
    await nobodyIsLeft(setting)
  })
})
