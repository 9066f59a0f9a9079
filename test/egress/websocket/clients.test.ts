/** Promises to real clients and servers: what speaks WebSocket works through the gateway as it does without. */
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { launchChromium, testWithChromium } from '../../support/chromium.ts'
import { card, email, expectNothingPlanted } from '../planted.ts'
import { type Origin, startProxy, type Proxy as TestProxy, tunnelTo } from '../setup.ts'

interface Echo extends Origin {
  messages: string[]
  /** Chooses a protocol from now on, whatever the client asked for. */
  answering(protocol: string): void
  closes: [number, string][]
}

/** A destination that says back what it hears, and closes when it is told `close CODE REASON`. */
async function startEcho(options: Omit<ServerOptions, 'server'> = {}): Promise<Echo> {
  const host = 'origin.example.test'
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const server = createServer({ cert: made.chainPem, key: made.keyPem }, (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Chat</title>'),
  )
  let forced: string | null = null
  const answering = (protocol: string) => {
    forced = protocol
  }
  const echo: Echo = {
    host,
    port: 0,
    rootPem: made.rootPem,
    received: [],
    connections: 0,
    messages: [],
    closes: [],
    answering,
  }
  const sockets = new WebSocketServer({ server, handleProtocols: () => false, ...options })
  sockets.on('headers', (headers) => {
    if (forced !== null) headers.push(`Sec-WebSocket-Protocol: ${forced}`)
  })
  sockets.on('connection', (socket) => {
    echo.connections += 1
    socket.on('message', (data: Buffer, isBinary) => {
      const text = data.toString()
      echo.messages.push(text)
      const [, code, reason] = /^close (\d+) (.*)$/.exec(text) ?? []
      if (code === undefined) socket.send(data, { binary: isBinary })
      else socket.close(Number(code), reason)
    })
    socket.on('close', (code, reason) => echo.closes.push([code, reason.toString()]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  echo.port = (server.address() as AddressInfo).port
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  return echo
}

const said = JSON.stringify({ note: 'Grüße', card, filling: 'again '.repeat(500), mail: email })

function expectMasked(text: string | undefined): void {
  expectNothingPlanted(text ?? '')
  expect(JSON.parse(text ?? '')).toMatchObject({ note: 'Grüße', card: '************1111' })
}

/** A client of `ws` through CONNECT. */
async function wsClient(proxy: TestProxy, origin: Origin, options: object = {}): Promise<WebSocket> {
  const tunnel = await tunnelTo(proxy, origin)
  const socket = new WebSocket(`wss://${origin.host}:${origin.port}/chat`, ['other', 'chat'], {
    ...options,
    createConnection: () => tunnel,
  })
  await once(socket, 'open')
  return socket
}

const compressions: [string, object][] = [
  ['without compression', { perMessageDeflate: false }],
  ['compressed', { perMessageDeflate: true }],
  [
    'compressed without memory, in small windows',
    {
      perMessageDeflate: {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 10,
        clientMaxWindowBits: 11,
      },
    },
  ],
]

for (const [how, client] of compressions)
  for (const [as, server] of compressions)
    test(`ws talks to ws, ${how} and ${as}`, async () => {
      const echo = await startEcho({ ...server, handleProtocols: () => 'chat' })
      const proxy = await startProxy([echo])
      const socket = await wsClient(proxy, echo, client)
      expect(socket.protocol).toBe('chat')
      for (let i = 0; i < 3; i += 1) {
        socket.send(said)
        const [back] = (await once(socket, 'message')) as [Buffer]
        expectMasked(back.toString())
      }
      socket.ping('hello')
      expect(String((await once(socket, 'pong'))[0])).toBe('hello')
      socket.close(4321, 'enough ✓')
      const [code, reason] = await once(socket, 'close')
      expect([code, String(reason)]).toEqual([4321, 'enough ✓'])
      await proxy.recordAt(0)
      expect(echo.closes).toEqual([[4321, 'enough ✓']])
      expect(proxy.faults).toEqual([])
    })

test('a close of the destination reaches a ws client with its code and reason', async () => {
  const echo = await startEcho({ handleProtocols: () => 'other' })
  const socket = await wsClient(await startProxy([echo]), echo)
  expect(socket.protocol).toBe('other')
  socket.send('close 4444 gone for now')
  const [code, reason] = await once(socket, 'close')
  expect([code, String(reason)]).toEqual([4444, 'gone for now'])
})

test('a protocol that nobody asked for is not handed on', async () => {
  const echo = await startEcho()
  const proxy = await startProxy([echo])
  const tunnel = await tunnelTo(proxy, echo)
  echo.answering('mine')
  const socket = new WebSocket(`wss://${echo.host}:${echo.port}/chat`, 'chat', {
    createConnection: () => tunnel,
  })
  const [error] = await once(socket, 'error')
  expect(String(error)).toContain('502')
})

describe("Node's own WebSocket", () => {
  test('works through the gateway', { timeout: 120_000 }, async () => {
    const echo = await startEcho({ perMessageDeflate: true })
    const proxy = await startProxy([echo])
    // It takes a proxy from the environment alone, so it runs in a process of its own.
    const script = `
      const socket = new WebSocket('wss://${echo.host}:${echo.port}/chat')
      const said = ${JSON.stringify(said)}
      socket.onopen = () => socket.send(said)
      socket.onmessage = ({ data }) => { console.log(data); socket.close(3001, 'done') }
      socket.onclose = ({ code, reason, wasClean }) => console.log(JSON.stringify({ code, reason, wasClean }))
      socket.onerror = (event) => console.log(String(event.message))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--use-env-proxy', '-e', script], {
      env: {
        HTTPS_PROXY: `http://${proxy.host}:${proxy.port}`,
        HTTP_PROXY: `http://${proxy.host}:${proxy.port}`,
        NODE_USE_ENV_PROXY: '1',
        NODE_EXTRA_CA_CERTS: proxy.caFile,
      },
    })
    const [back, end] = stdout.trim().split('\n')
    expectMasked(back)
    expect(JSON.parse(end ?? '')).toEqual({ code: 3001, reason: 'done', wasClean: true })
    expect(echo.closes).toEqual([[3001, 'done']])
    expect((await proxy.recordAt(0)).notes).toContain('closed:3001')
  })
})

/** What a page of Chromium does with a WebSocket, and sees of it. */
const inPage = `async ([url, said, orders]) => {
  const socket = new WebSocket(url)
  const seen = []
  const waiting = []
  socket.onmessage = ({ data }) => { seen.push(data); waiting.shift()?.() }
  const closed = new Promise((resolve) => {
    socket.onclose = ({ code, reason, wasClean }) => resolve({ code, reason, wasClean })
  })
  await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = () => reject(new Error('no')) })
  for (const order of orders) {
    socket.send(order)
    if (!order.startsWith('close')) await new Promise((resolve) => waiting.push(resolve))
  }
  if (!orders.at(-1).startsWith('close')) socket.close(said.code, said.reason)
  return { seen, extensions: socket.extensions, end: await closed }
}`

async function page(proxy: TestProxy, echo: Echo) {
  const chromium = await launchChromium({ roots: [proxy.caPem], proxy: `http://${proxy.host}:${proxy.port}` })
  const tab = await chromium.context.newPage()
  await tab.goto(`https://${echo.host}:${echo.port}/`)
  const url = `wss://${echo.host}:${echo.port}/chat`
  const run = (said: object, orders: string[]) =>
    tab.evaluate(`(${inPage})(${JSON.stringify([url, said, orders])})`) as Promise<{
      seen: string[]
      extensions: string
      end: object
    }>
  return { chromium, run }
}

testWithChromium(
  'a page in Chromium talks through the gateway, compressed, and closes as it likes',
  async () => {
    const echo = await startEcho({ perMessageDeflate: true })
    const proxy = await startProxy([echo])
    const { chromium, run } = await page(proxy, echo)
    await using _ = chromium
    const { seen, extensions, end } = await run({ code: 4000, reason: 'done' }, [said, said])
    expect(extensions).toContain('permessage-deflate')
    expect(seen).toHaveLength(2)
    for (const message of seen) expectMasked(message)
    expect(end).toEqual({ code: 4000, reason: 'done', wasClean: true })
    expect(echo.closes).toEqual([[4000, 'done']])
    const told = await run({}, [said, 'close 3005 that is all'])
    expect(told.end).toEqual({ code: 3005, reason: 'that is all', wasClean: true })
  },
)

testWithChromium('a page in Chromium is told why a message of it was not sent on', async () => {
  const echo = await startEcho()
  const refusing = {
    mode: 'enforce',
    connections: [{ id: 'all', action: 'intercept' }],
    exchanges: [{ id: 'no-cards', entities: { CREDIT_CARD: 'refuse', '*': 'keep' } }],
  }
  const proxy = await startProxy([echo], { policy: refusing })
  const { chromium, run } = await page(proxy, echo)
  await using _ = chromium
  const { end } = await run({}, ['good', `close 1000 with card ${card}`])
  expect(end).toMatchObject({ code: 1008, wasClean: true })
  expect((end as { reason: string }).reason).toMatch(/^Gatehouse: entity-refused \([0-9a-f-]+\)$/)
  expect(echo.messages).toEqual(['good'])
})

/** A server and a client in Python, of other people's making (Debian: python3-websockets). Null where they are missing. */
const python = await pythonWithWebSockets()
const missing = 'python3-websockets is not installed'
if (python === null && process.env.GATEHOUSE_REQUIRE_CLIENTS === '1')
  throw new Error(`${missing}, and it is required here`)
if (python === null) console.warn(`${missing}: the promises that need it are skipped`)
const withPython = python === null ? test.skip : test
const skipped = python === null ? ` [skipped: ${missing}]` : ''

/** Another Python may stand first on the PATH than the one of the system, which has its packages. */
async function pythonWithWebSockets(): Promise<string | null> {
  for (const program of ['python3', '/usr/bin/python3']) {
    try {
      await promisify(execFile)(program, ['-c', 'import websockets'])
      return program
    } catch {}
  }
  return null
}

const pythonClient = `
import asyncio, json, ssl, socket, sys, websockets
proxy, host, port, ca, said = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
async def main():
    raw = socket.create_connection(('127.0.0.1', proxy))
    raw.sendall(f'CONNECT {host}:{port} HTTP/1.1\\r\\nHost: {host}:{port}\\r\\n\\r\\n'.encode())
    raw.recv(4096)
    raw.setblocking(False)
    trust = ssl.create_default_context(cafile=ca)
    async with websockets.connect(f'wss://{host}:{port}/chat', sock=raw, ssl=trust, server_hostname=host) as ws:
        await ws.send(said)
        back = await ws.recv()
        async def pieces():
            for at in range(0, len(said), 100):
                yield said[at:at + 100]
        await ws.send(pieces())
        again = await ws.recv()
        await (await ws.ping(b'hello'))
        await ws.close(4002, 'from python')
        print(json.dumps([back, again, [e.name for e in ws.extensions], ws.close_code, ws.close_reason]))
asyncio.run(main())
`

withPython(
  `a client in Python talks through the gateway, in fragments too${skipped}`,
  { timeout: 120_000 },
  async () => {
    const echo = await startEcho({ perMessageDeflate: true })
    const proxy = await startProxy([echo])
    const args = ['-c', pythonClient, `${proxy.port}`, echo.host, `${echo.port}`, proxy.caFile, said]
    const { stdout } = await promisify(execFile)(python ?? '', args)
    const [back, again, extensions, code, reason] = JSON.parse(stdout)
    expectMasked(back)
    expectMasked(again)
    expect(extensions).toEqual(['permessage-deflate'])
    expect([code, reason]).toEqual([4002, 'from python'])
    expect(echo.closes).toEqual([[4002, 'from python']])
    expect(proxy.faults).toEqual([])
  },
)

const pythonServer = `
import asyncio, ssl, sys, websockets
async def echo(ws):
    async for message in ws:
        if message == 'close':
            await ws.close(4003, 'by python')
        else:
            await ws.send(message)
async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    async with websockets.serve(echo, '127.0.0.1', 0, ssl=context) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()
asyncio.run(main())
`

withPython(
  `a server in Python is talked to through the gateway${skipped}`,
  { timeout: 120_000 },
  async () => {
    const host = 'origin.example.test'
    const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-python-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    writeFileSync(cert, made.chainPem)
    writeFileSync(key, made.keyPem)
    const server = spawn(python ?? '', ['-c', pythonServer, cert, key])
    onTestFinished(() => void server.kill())
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const origin: Origin = { host, port: Number(line), rootPem: made.rootPem, received: [], connections: 0 }
    const proxy = await startProxy([origin])
    const tunnel = await tunnelTo(proxy, origin)
    const socket = new WebSocket(`wss://${host}:${origin.port}/chat`, {
      createConnection: () => tunnel as never,
    })
    await once(socket, 'open')
    expect(socket.extensions).toBe('permessage-deflate')
    socket.send(said)
    expectMasked(String((await once(socket, 'message'))[0]))
    socket.send('close')
    const [code, reason] = await once(socket, 'close')
    expect([code, String(reason)]).toEqual([4003, 'by python'])
  },
)
