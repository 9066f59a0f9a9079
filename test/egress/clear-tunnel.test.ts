/** Promises about requests that come in the clear inside a tunnel, as browsers send each `ws://` and some programs all they ask. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readRequestLine } from '../../gateway/core/http/request-line.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { testWith } from '../support/clients.ts'
import { proxyName, proxySession } from './http2/client.ts'
import { basic, knownUsers } from './known-users.ts'
import { card, email, expectNothingPlanted } from './planted.ts'
import { plainWire, type RawAnswer, type RawOrigin, startRawOrigin, Wire } from './raw.ts'
import {
  curl,
  maskAll,
  type ProxyChanges,
  replaceable,
  startProxy,
  type Proxy as TestProxy,
} from './setup.ts'
import { chunks, codings, fields, lengths, lines, type Opening, targets } from './smuggling-vectors.ts'
import { End, echoing, handshake, textFrame } from './websocket/talk.ts'

const passing = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], onFailure: 'pass' }] }
const tunnelling = { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] }

/** What is no request line for anybody is no request: the connection ends without a word. */
const noRequestLine = new Set([
  'a request line without a version',
  'HTTP/2.0 as a version',
  'HTTP/1.10 as a version',
  'the preface of HTTP/2',
])

interface Connected {
  origin: RawOrigin
  proxy: TestProxy
  /** The client's end behind the 200. */
  wire: Wire
  authority: string
}

async function connected(changes: ProxyChanges = {}, answer?: RawAnswer): Promise<Connected> {
  const origin = await startRawOrigin({ plain: true, ...(answer ? { answer } : {}) })
  const proxy = await startProxy([origin], changes)
  const authority = `${origin.host}:${origin.port}`
  return { origin, proxy, authority, wire: await tunnelTo(proxy, authority) }
}

async function tunnelTo(proxy: TestProxy, authority: string, login = ''): Promise<Wire> {
  const first = await plainWire(proxy)
  first.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`)
  await first.until(/^HTTP\/1\.1 200 [^\r]+\r\n\r\n$/)
  first.socket.removeAllListeners('data')
  return new Wire(first.socket)
}

function post(authority: string, body: string, path = '/x'): string {
  return `POST ${path} HTTP/1.1\r\nHost: ${authority}\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

function get(host: string, target = '/x'): string {
  return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`
}

describe('requests in the clear inside a tunnel', () => {
  test('are masked and recorded one by one, as outside of it', async () => {
    const { wire, proxy, origin, authority } = await connected()
    wire.send(post(authority, `card ${card}`, '/one'))
    await wire.until(/answer to \/one$/)
    wire.send(post(authority, `mail ${email}`, '/two'))
    await wire.until(/answer to \/two$/)
    expect(origin.requests.map(({ line }) => line)).toEqual(['POST /one HTTP/1.1', 'POST /two HTTP/1.1'])
    for (const { body } of origin.requests) expectNothingPlanted(body.toString())
    expect(await proxy.recordAt(1)).toMatchObject({
      scheme: 'http',
      destination: origin.host,
      port: origin.port,
      method: 'POST',
      action: 'transform',
      status: 200,
    })
    expect(proxy.records).toHaveLength(2)
    expect(proxy.faults).toEqual([])
  })

  test('are read even where the rule lets other bytes pass unread, however slowly their first line comes', async () => {
    const { wire, proxy, origin, authority } = await connected({
      policy: passing,
      limits: { handshakeTimeoutMs: 300 },
    })
    const request = post(authority, `card ${card}`)
    wire.send(request.slice(0, 7))
    await new Promise((resolve) => setTimeout(resolve, 600))
    wire.send(request.slice(7))
    await wire.until(/answer to \/x$/)
    expectNothingPlanted(origin.bytes.toString())
    expect(await proxy.recordAt(0)).toMatchObject({ method: 'POST', action: 'transform' })
  })

  test('that begin and never go on are told so', async () => {
    const { wire, proxy, origin } = await connected({
      policy: passing,
      limits: { handshakeTimeoutMs: 200, headersTimeoutMs: 1000 },
    })
    wire.send('GET /never')
    expect(await wire.closed()).toContain('HTTP/1.1 408 ')
    expect(await proxy.recordAt(0)).toMatchObject({ destination: origin.host, reason: 'limit' })
    expect(origin.connections).toBe(0)
  })

  test('pass unread where a rule tunnels their destination', async () => {
    const { wire, proxy, origin, authority } = await connected({ policy: tunnelling })
    wire.send(post(authority, `card ${card}`))
    await wire.until(/answer to \/x$/)
    wire.socket.end()
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'tunnel', reason: 'connection-rule' })
    expect(origin.requests[0]?.body.toString()).toContain(card)
  })

  test('are those of whoever opened the tunnel, and not of somebody who is no user any more', async () => {
    const origin = await startRawOrigin({ plain: true })
    const users = knownUsers({ anna: 'right' })
    const proxy = await startProxy([origin], {
      options: { authentication: { mode: 'require', exempt: [], overTlsOnly: false } },
      ports: { logins: users },
    })
    const authority = `${origin.host}:${origin.port}`
    const wire = await tunnelTo(proxy, authority, `Proxy-Authorization: ${basic('anna', 'right')}\r\n`)
    wire.send(get(authority))
    await wire.until(/answer to \/x$/)
    expect(await proxy.recordAt(0)).toMatchObject({ client: 'user:anna', status: 200 })
    users.change('anna', null)
    proxy.egress.reconfigure(proxy.options)
    await wire.closed()
    expect(origin.requests).toHaveLength(1)
  })

  test('follow the rules of a reload', async () => {
    const rules = replaceable(maskAll)
    const { wire, proxy, origin, authority } = await connected({ ports: { policy: rules.source } })
    wire.send(get(authority))
    await wire.until(/answer to \/x$/)
    rules.replace({ ...maskAll, connections: [{ id: 'nobody', action: 'refuse' }] })
    proxy.egress.reconfigure(proxy.options)
    wire.send(get(authority))
    await wire.closed()
    expect(wire.statuses).toEqual([200, 403])
    expect(await proxy.recordAt(1)).toMatchObject({ reason: 'connection-rule', ruleId: 'nobody' })
    expect(origin.requests).toHaveLength(1)
  })
})

describe('what a tunnel in the clear may not be used for', () => {
  const others: [string, (authority: string, port: number) => string][] = [
    ['another host', (_, port) => get(`other.example.test:${port}`)],
    ['another port', () => get('origin.example.test:81')],
    ['no port, where the tunnel leads to another than 80', () => get('origin.example.test')],
    [
      'another host by its whole address',
      (authority, port) => get(authority, `http://other.example.test:${port}/`),
    ],
    ['an address', (_, port) => get(`127.0.0.1:${port}`)],
  ]
  for (const [what, request] of others)
    test(`${what}: the client is told to ask elsewhere`, async () => {
      const origin = await startRawOrigin({ plain: true })
      const other = { ...origin, host: 'other.example.test' }
      const proxy = await startProxy([origin, other])
      const authority = `${origin.host}:${origin.port}`
      const wire = await tunnelTo(proxy, authority)
      wire.send(request(authority, origin.port))
      await wire.until(/\r\n\r\n\{/)
      expect(wire.statuses).toEqual([421])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'misdirected' })
      expect(origin.connections).toBe(0)
    })

  test('a tunnel inside it', async () => {
    const { wire, proxy, origin, authority } = await connected()
    wire.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
    expect(await wire.closed()).toContain('HTTP/1.1 400 ')
    expect(await proxy.recordAt(0)).toMatchObject({ reason: 'malformed-request' })
    expect(origin.connections).toBe(0)
  })

  test('a request of another scheme', async () => {
    const { wire, origin, authority } = await connected()
    wire.send(get(authority, `https://${authority}/`))
    expect(await wire.closed()).toContain('HTTP/1.1 400 ')
    expect(origin.connections).toBe(0)
  })

  const at: (authority: string) => Opening = (authority) => ({
    line: (method, path, version = '1.1') => `${method} ${path} HTTP/${version}\r\n`,
    host: `Host: ${authority}\r\n`,
    authority,
  })
  const groups = { lengths, codings, chunks, lines, targets, fields }
  for (const [group, vectors] of Object.entries(groups))
    test(`requests that two readers could read in two ways: ${group}`, async () => {
      // That one is for whom it should be, in this tunnel.
      const own = 'an http target inside a tunnel'
      for (const vector of vectors.filter(({ only, what }) => only !== 'plain' && what !== own)) {
        const { wire, proxy, origin, authority } = await connected()
        wire.send(`${vector.bytes(at(authority))}${get(authority, '/after')}`)
        await wire.closed()
        const told = noRequestLine.has(vector.what) ? [] : [vector.status ?? 400]
        expect(wire.statuses, vector.what).toEqual(told)
        expect(await proxy.recordAt(0), vector.what).toMatchObject({ action: 'refuse', forwardedBytes: 0 })
        expect(origin.bytes.toString('latin1'), vector.what).toBe('')
        expect(proxy.faults).toEqual([])
      }
    })
})

describe('ports', () => {
  test('a tunnel may lead where plain requests may go, and carry plain requests there and nothing else', async () => {
    for (const policy of [maskAll, passing, tunnelling]) {
      const origin = await startRawOrigin({ plain: true })
      const proxy = await startProxy([origin], { policy, options: { connectPorts: [443] } })
      const authority = `${origin.host}:${origin.port}`
      const wire = await tunnelTo(proxy, authority)
      wire.send(post(authority, `card ${card}`))
      await wire.until(/answer to \/x$/)
      expectNothingPlanted(origin.bytes.toString())
      const other = await tunnelTo(proxy, authority)
      other.send('SSH-2.0-client\r\n')
      expect(await other.closed()).toBe('')
      const third = await tunnelTo(proxy, authority)
      third.socket.removeAllListeners('data')
      const secure = connectTls({ socket: third.socket, servername: origin.host, ca: proxy.caPem })
      onTestFinished(() => void secure.destroy())
      await new Promise((resolve) => secure.on('error', resolve))
      const refused = { method: 'CONNECT', reason: 'port-not-allowed', forwardedBytes: 0 }
      expect(await proxy.recordAt(1)).toMatchObject(refused)
      expect(await proxy.recordAt(2)).toMatchObject(refused)
      expect(origin.connections).toBe(1)
    }
  })

  test('a tunnel leads nowhere else', async () => {
    const origin = await startRawOrigin({ plain: true })
    const proxy = await startProxy([origin], { options: { connectPorts: [443], httpPorts: [80] } })
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/Gatehouse-Reason: port-not-allowed/)
    expect(wire.statuses).toEqual([403])
  })

  test('a reload that takes the port away ends what goes there', async () => {
    const { wire, proxy, origin, authority } = await connected()
    wire.send(get(authority))
    await wire.until(/answer to \/x$/)
    proxy.egress.reconfigure({ ...proxy.options, connectPorts: [443], httpPorts: [80] })
    wire.send(get(authority))
    await wire.closed()
    expect(wire.statuses).toEqual([200, 403])
    expect(await proxy.recordAt(1)).toMatchObject({ reason: 'port-not-allowed' })
    expect(origin.requests).toHaveLength(1)
  })
})

test('a WebSocket in the clear is judged message by message', async () => {
  const { wire, proxy, origin, authority } = await connected({}, echoing)
  wire.send(`GET /chat HTTP/1.1\r\nHost: ${authority}\r\n${handshake}\r\n`)
  const text = await wire.until(/^HTTP\/1\.1 101 [\s\S]*\r\n\r\n/)
  wire.socket.removeAllListeners('data')
  const rest = text.slice(text.indexOf('\r\n\r\n') + 4)
  const client = new End(wire.socket, true, Buffer.from(rest, 'latin1'))
  client.raw(textFrame(`card ${card}`))
  expect(await client.message(1)).toBe('first')
  expectNothingPlanted(await client.message(2))
  client.send({ opcode: 8, payload: Buffer.from([0x03, 0xe8]) })
  await client.closed()
  expect(await proxy.recordAt(0)).toMatchObject({ scheme: 'http', status: 101, destination: origin.host })
})

test('a stream of HTTP/2 that is a tunnel carries them, too', async () => {
  const origin = await startRawOrigin({ plain: true })
  const made = makeDemoCertificates(proxyName, { now: Date.now(), random: randomBytes })
  const ownCertificate = () => ({ cert: made.chainPem, key: made.keyPem })
  const proxy = await startProxy([origin], { ports: { ownCertificate } })
  const outer = await proxySession(proxy, made.rootPem)
  const authority = `${origin.host}:${origin.port}`
  const stream = outer.request({ ':method': 'CONNECT', ':authority': authority })
  await once(stream, 'response')
  const wire = new Wire(stream as never)
  wire.send(post(authority, `card ${card}`, '/one'))
  await wire.until(/answer to \/one$/)
  wire.send(`${post(authority, `mail ${email}`, '/two')}${get('other.example.test')}`)
  await wire.until(/answer to \/two[\s\S]*HTTP\/1\.1 421 /)
  wire.send('no request\r\n\r\n')
  await wire.closed()
  expect(wire.statuses).toEqual([200, 200, 421, 400])
  for (const { body } of origin.requests) expectNothingPlanted(body.toString())
  expect(origin.requests).toHaveLength(2)
  expect(await proxy.recordAt(3)).toMatchObject({ reason: 'malformed-request' })
  expect(proxy.faults).toEqual([])
})

testWith('curl', 'curl that tunnels all it asks gets its answer, and its form arrives masked', async () => {
  const origin = await startRawOrigin({ plain: true })
  const proxy = await startProxy([origin])
  const url = `http://${origin.host}:${origin.port}/form`
  const { stdout, stderr } = await curl('curl', proxy, ['-p', '-d', `pan=${card}`, url])
  expect(`${stdout}${stderr}`).toBe('answer to /form')
  expectNothingPlanted(origin.bytes.toString())
})

testWithChromium('a page in Chromium talks over ws://', async () => {
  const page = '<!doctype html><title>Chat</title>'
  const answer: RawAnswer = (request, socket) => {
    if (request.line.startsWith('GET /chat ')) echoing(request, socket)
    else socket.end(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n${page}`)
  }
  const origin = await startRawOrigin({ plain: true, answer })
  const proxy = await startProxy([origin], { options: { connectPorts: [443] } })
  await using chromium = await launchChromium({ roots: [], proxy: `http://${proxy.host}:${proxy.port}` })
  const tab = await chromium.context.newPage()
  await tab.goto(`http://${origin.host}:${origin.port}/`)
  const said = await tab.evaluate(`new Promise((resolve, reject) => {
    const socket = new WebSocket('ws://${origin.host}:${origin.port}/chat')
    const seen = []
    socket.onerror = () => reject(new Error('no'))
    socket.onopen = () => socket.send('card ${card}')
    socket.onmessage = ({ data }) => { seen.push(data); if (seen.length === 2) resolve(seen) }
  })`)
  expect(said).toEqual(['first', expect.stringMatching(/^echo card [^1]/)])
  expectNothingPlanted(JSON.stringify(said))
})

test('the first line of a request is told from those of other protocols', () => {
  const readings: [string, ReturnType<typeof readRequestLine>][] = [
    ['GET / HTTP/1.1\r\n', 'yes'],
    ['\r\n\r\nGET / HTTP/1.1\r\n', 'yes'],
    ['get  /  http/1.0 \n', 'yes'],
    [`GET /${'a'.repeat(20_000)}`, 'yes'],
    ['GET', 'more'],
    ['GET /index', 'more'],
    ['\r\n', 'more'],
    ['GET /\r\n', 'no'],
    ['PRI * HTTP/2.0\r\n', 'no'],
    ['EHLO mail.example.test\r\n', 'no'],
    ['OPTIONS rtsp://a/ RTSP/1.0\r\n', 'no'],
    ['SSH-2.0-client\r\n', 'no'],
    ['a'.repeat(20_000), 'yes'],
    ['\0\0', 'no'],
    ['{"a":1}', 'no'],
  ]
  for (const [bytes, reading] of readings)
    expect(readRequestLine(Buffer.from(bytes)), bytes.slice(0, 40)).toBe(reading)
})
