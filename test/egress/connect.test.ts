/** Promises about CONNECT: what may follow it, under which names, and what travels unread. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { readClientHello } from '../../gateway/core/tls/client-hello.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { plainWire, type RawOrigin, type RawOriginOptions, startRawOrigin, Wire, waitFor } from './raw.ts'
import { maskAll, type ProxyChanges, startOrigin, startProxy, type Proxy as TestProxy } from './setup.ts'

const passing = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], onFailure: 'pass' }] }
const tunnelling = { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] }

/** The same hello with an outer encrypted hello at its end (RFC 9849 §5), as browsers send it, real or not. */
function withEncryptedHello(hello: Buffer): Buffer {
  const outer = Buffer.from([0, 0, 1, 0, 1, 42, 0, 32, ...randomBytes(32), 0, 144, ...randomBytes(144)])
  const extension = Buffer.from([0xfe, 0x0d, 0, outer.length, ...outer])
  const longer = Buffer.concat([hello, extension])
  // Record, message and list of extensions each say how long they are (RFC 8446 §4, §5.1).
  const session = 5 + 4 + 2 + 32
  const ciphers = session + 1 + longer.readUInt8(session)
  const methods = ciphers + 2 + longer.readUInt16BE(ciphers)
  const extensions = methods + 1 + longer.readUInt8(methods)
  for (const at of [3, 7, extensions]) longer.writeUInt16BE(longer.readUInt16BE(at) + extension.length, at)
  return longer
}

interface Connected {
  origin: RawOrigin
  proxy: TestProxy
  /** The client's end behind the 200. */
  wire: Wire
}

async function connected(changes: ProxyChanges = {}, options: RawOriginOptions = {}): Promise<Connected> {
  const origin = await startRawOrigin(options)
  const proxy = await startProxy([origin], changes)
  return { origin, proxy, wire: await connectTo(proxy, `${origin.host}:${origin.port}`) }
}

async function connectTo(proxy: TestProxy, authority: string): Promise<Wire> {
  const first = await plainWire(proxy)
  first.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  await first.until(/^HTTP\/1\.1 200 [^\r]+\r\n\r\n$/)
  return new Wire(first.socket)
}

/** TLS on a connection; the error where the handshake fails. */
async function handshake(wire: Wire, options: object): Promise<TLSSocket | Error> {
  wire.socket.removeAllListeners('data')
  const secure = connectTls({ socket: wire.socket, ALPNProtocols: ['http/1.1'], ...options })
  onTestFinished(() => void secure.destroy())
  return new Promise((resolve) => {
    secure.once('secureConnect', () => resolve(secure))
    secure.on('error', resolve)
    secure.once('close', () => resolve(new Error('closed')))
  })
}

/** A whole hello of a real client, cut off before it reaches anybody. */
async function helloFor(servername: string): Promise<Buffer> {
  const { createServer, connect } = await import('node:net')
  const catcher = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void catcher.close())
  await once(catcher, 'listening')
  const { port } = catcher.address() as { port: number }
  const secure = connectTls({ socket: connect(port, '127.0.0.1'), servername }).on('error', () => {})
  const [socket] = await once(catcher, 'connection')
  const [hello] = await once(socket, 'data')
  secure.destroy()
  socket.destroy()
  return hello
}

describe('what follows CONNECT', () => {
  const quick = { limits: { handshakeTimeoutMs: 300 } }

  test('silence is ended where nothing may go unread', async () => {
    const { wire, proxy, origin } = await connected(quick)
    expect(await wire.closed()).toBe('')
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'not-tls', method: 'CONNECT' })
    expect(origin.connections).toBe(0)
  })

  test('silence becomes a tunnel where the rule lets unread bytes pass: some servers speak first', async () => {
    const connectedNow: RawOriginOptions = {
      plain: true,
      connected: (socket) => void socket.write('220 hello\r\n'),
    }
    const { wire, proxy } = await connected({ ...quick, policy: passing }, connectedNow)
    await wire.until(/^220 hello\r\n$/)
    wire.socket.end()
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'tunnel', reason: 'not-tls', responseBytes: 11 })
  })

  test('bytes that are neither TLS nor a request are ended where nothing may go unread', async () => {
    const { wire, proxy, origin } = await connected(quick, { plain: true })
    wire.send('SSH-2.0-client\r\n')
    expect(await wire.closed()).toBe('')
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'not-tls', forwardedBytes: 0 })
    expect(origin.connections).toBe(0)
  })

  test('bytes that are neither TLS nor a request pass where the rule says so, and the journal says unread', async () => {
    const { wire, proxy, origin } = await connected({ policy: passing }, { plain: true })
    wire.send('EHLO a\r\n')
    await waitFor(() => origin.bytes.length === 8)
    wire.socket.end()
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'tunnel', reason: 'not-tls', forwardedBytes: 8 })
    expect(origin.bytes.toString()).toBe('EHLO a\r\n')
  })

  test('a hello that stops in the middle is ended', async () => {
    const hello = await helloFor('origin.example.test')
    const { wire, proxy, origin } = await connected(quick)
    wire.send(hello.subarray(0, 60))
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-silent' })
    expect(origin.connections).toBe(0)
  })

  test.each([1, 60])(
    '%i bytes of a hello, and the rest when nobody waits any longer, pass nowhere unread',
    async (first) => {
      const hello = await helloFor('origin.example.test')
      for (const policy of [passing, tunnelling]) {
        const { wire, proxy, origin } = await connected({ ...quick, policy })
        wire.send(hello.subarray(0, first))
        const record = await proxy.recordAt(0)
        wire.send(hello.subarray(first))
        await wire.closed()
        expect(record).toMatchObject({ action: 'fail', reason: 'client-silent' })
        expect(origin.connections).toBe(0)
      }
    },
  )

  test.each([
    ['cut into more records than we read', 'scraps'],
    ['with an empty record before it', 'empty'],
  ])('a hello %s passes nowhere unread, though some server would take it', async (_how, kind) => {
    const hello = await helloFor('origin.example.test')
    const scraps = [...hello.subarray(5)].map((byte) => Buffer.of(22, 3, 1, 0, 1, byte))
    const odd = kind === 'scraps' ? scraps : [Buffer.of(22, 3, 1, 0, 0), hello]
    for (const policy of [passing, tunnelling]) {
      const { wire, proxy, origin } = await connected({ policy })
      wire.send(Buffer.concat(odd))
      await wire.closed()
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'fail',
        reason: 'client-tls-unusable',
        notes: [],
      })
      expect(origin.connections).toBe(0)
    }
  })

  test('a handshake that never ends is ended', async () => {
    const hello = await helloFor('origin.example.test')
    const { wire, proxy, origin } = await connected({ limits: { handshakeTimeoutMs: 1500 } })
    wire.send(hello)
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-silent' })
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
    expect(origin.requests).toEqual([])
  })

  test('a client that does not trust the gateway is recorded as that', async () => {
    const { wire, proxy, origin } = await connected()
    expect(await handshake(wire, { servername: origin.host, ca: origin.rootPem })).toBeInstanceOf(Error)
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'fail',
      reason: 'client-tls-failed',
      method: 'CONNECT',
    })
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
  })

  test('a client that leaves without a word leaves nothing behind', async () => {
    const { wire, proxy } = await connected()
    wire.socket.destroy()
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
    expect(proxy.records).toEqual([])
  })

  test('a hello that comes with CONNECT in one packet is understood', async () => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin])
    const wire = await plainWire(proxy)
    const authority = `${origin.host}:${origin.port}`
    const hello = await helloFor(origin.host)
    wire.send(
      Buffer.concat([Buffer.from(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`), hello]),
    )
    // A ServerHello: handshake record, TLS 1.2 on the wire.
    await wire.until((text) => text.includes('\r\n\r\n\x16\x03\x03'))
  })
})

describe('names', () => {
  test('a hello for another name than CONNECT is refused', async () => {
    const { wire, proxy, origin } = await connected()
    expect(await handshake(wire, { servername: 'other.example.test', ca: proxy.caPem })).toBeInstanceOf(Error)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'name-mismatch' })
    expect(origin.connections).toBe(0)
  })

  test('a hello for another name than CONNECT is not tunnelled either', async () => {
    const { wire, proxy, origin } = await connected({ policy: tunnelling })
    expect(await handshake(wire, { servername: 'other.example.test', ca: origin.rootPem })).toBeInstanceOf(
      Error,
    )
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'name-mismatch' })
    expect(origin.connections).toBe(0)
  })

  test('a hello in capitals is the same name', async () => {
    const { wire, proxy, origin } = await connected()
    const secure = await handshake(wire, {
      servername: 'ORIGIN.example.test',
      ca: proxy.caPem,
      checkServerIdentity: () => undefined,
    })
    expect(secure).not.toBeInstanceOf(Error)
    expect(new X509Certificate((secure as TLSSocket).getPeerCertificate().raw).subjectAltName).toBe(
      `DNS:${origin.host}`,
    )
  })

  test('a hello without a name is judged as an unknown destination', async () => {
    const policy = {
      ...maskAll,
      connections: [
        { id: 'known', match: { destinations: ['origin.example.test'] }, action: 'tunnel' },
        { id: 'unknown', action: 'refuse' },
      ],
    }
    const { wire, proxy, origin } = await connected({ policy })
    expect(await handshake(wire, { servername: '', ca: origin.rootPem })).toBeInstanceOf(Error)
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'refuse',
      reason: 'connection-rule',
      ruleId: 'unknown',
    })
    expect(origin.connections).toBe(0)
  })

  test('an encrypted hello whose outer name is not that of CONNECT is refused, tunnelled or not', async () => {
    for (const policy of [tunnelling, maskAll, passing]) {
      const { wire, proxy, origin } = await connected({ policy })
      wire.send(withEncryptedHello(await helloFor('front.example.test')))
      await wire.closed()
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'name-mismatch' })
      expect(origin.connections).toBe(0)
    }
  })

  test("an encrypted hello, or a browser's dummy of one, is tunnelled to the addresses of its outer name alone", async () => {
    const { wire, proxy, origin } = await connected({ policy: tunnelling }, { plain: true })
    const hello = withEncryptedHello(await helloFor(origin.host))
    expect(readClientHello(hello)).toMatchObject({ serverName: origin.host, ech: 'present' })
    wire.send(hello)
    await waitFor(() => origin.bytes.length === hello.length)
    expect(origin.bytes.equals(hello)).toBe(true)
    wire.socket.destroy()
    const expected = { action: 'tunnel', destination: origin.host, address: '127.0.0.1' }
    expect(await proxy.recordAt(0)).toMatchObject(expected)
  })

  test('an encrypted hello without an outer name is judged as an unknown destination', async () => {
    const policy = {
      ...maskAll,
      connections: [
        { id: 'known', match: { destinations: ['origin.example.test'] }, action: 'tunnel' },
        { id: 'unknown', action: 'refuse' },
      ],
    }
    const { wire, proxy, origin } = await connected({ policy })
    wire.send(withEncryptedHello(await helloFor('')))
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', ruleId: 'unknown' })
    expect(origin.connections).toBe(0)
  })

  test('a hello without a name is intercepted for the name of CONNECT where rules do not tell them apart', async () => {
    const { wire, proxy, origin } = await connected()
    const secure = await handshake(wire, {
      servername: '',
      ca: proxy.caPem,
      checkServerIdentity: () => undefined,
    })
    const inside = new Wire(secure as TLSSocket)
    inside.send(`GET /x HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\n\r\n`)
    await inside.until(/answer to \/x$/)
  })

  test('an address is intercepted with a certificate for that address, and its own is verified as strictly', async () => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin], { options: { allowPrivate: ['127.0.0.1'] } })
    const wire = await connectTo(proxy, `127.0.0.1:${origin.port}`)
    const secure = await handshake(wire, { ca: proxy.caPem, host: '127.0.0.1' })
    expect(secure).not.toBeInstanceOf(Error)
    expect((secure as TLSSocket).getPeerCertificate().subjectaltname).toBe('IP Address:127.0.0.1')
    const inside = new Wire(secure as TLSSocket)
    inside.send(`GET /x HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\n\r\n`)
    await inside.until(/\r\n\r\n\{/)
    expect(inside.statuses).toEqual([502])
    expect((await proxy.recordAt(0)).reason).toMatch(/^certificate-/)
    expect(origin.requests).toEqual([])
  })
})

describe('a tunnel by rule', () => {
  test("ends in the destination's own TLS, and its bytes are counted but not read", async () => {
    const { wire, proxy, origin } = await connected({ policy: tunnelling })
    const secure = (await handshake(wire, { servername: origin.host, ca: origin.rootPem })) as TLSSocket
    const inside = new Wire(secure)
    inside.send(`POST /x HTTP/1.1\r\nHost: ${origin.host}\r\nContent-Length: 16\r\n\r\n4111111111111111`)
    await inside.until(/answer to \/x$/)
    expect(origin.requests[0]?.body.toString()).toBe('4111111111111111')
    secure.end()
    const record = await proxy.recordAt(0)
    expect(record).toMatchObject({
      action: 'tunnel',
      reason: 'connection-rule',
      ruleId: 'unread',
      method: 'CONNECT',
    })
    expect(record).toMatchObject({ pathTemplate: null, findings: [], address: '127.0.0.1' })
    expect(record.forwardedBytes).toBeGreaterThan(500)
    expect(proxy.records).toHaveLength(1)
  })

  const halfOpen = { plain: true, halfOpen: true } as const

  test('a client that has said all still gets the whole answer', async () => {
    const sent = randomBytes(12_000_000)
    const { wire, proxy } = await connected(
      { policy: tunnelling },
      {
        ...halfOpen,
        connected: (socket) => void socket.on('end', () => socket.end(sent)),
      },
    )
    // A reader that takes its time to the end: what was on its way when the destination closed must not be lost.
    wire.socket.on('data', () => {
      wire.socket.pause()
      setTimeout(() => wire.socket.resume(), 2)
    })
    wire.send('question').socket.end()
    const got = Buffer.from(await wire.closed(), 'latin1')
    expect(got.length).toBe(sent.length)
    expect(got.equals(sent)).toBe(true)
    expect(await proxy.recordAt(0)).toMatchObject({ forwardedBytes: 8, responseBytes: sent.length })
  })

  test('a client that ends its side right behind its hello still gets what the destination says to it', async () => {
    const { wire, proxy, origin } = await connected(
      { policy: tunnelling },
      { ...halfOpen, connected: (socket) => void socket.on('end', () => socket.end('ANSWER')) },
    )
    const hello = await helloFor('origin.example.test')
    wire.send(hello).socket.end()
    expect(await wire.closed()).toBe('ANSWER')
    expect(origin.bytes.equals(hello)).toBe(true)
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'tunnel',
      reason: 'connection-rule',
      ruleId: 'unread',
    })
  })

  test('a destination that has said all still gets the whole request', async () => {
    const { wire, proxy, origin } = await connected(
      { policy: tunnelling, limits: { handshakeTimeoutMs: 200 } },
      {
        ...halfOpen,
        connected: (socket) => void socket.end('banner'),
      },
    )
    wire.socket.allowHalfOpen = true
    await wire.until(/^banner$/)
    const sent = randomBytes(3_000_000)
    wire.send(sent).socket.end()
    expect(await proxy.recordAt(0)).toMatchObject({ forwardedBytes: sent.length, responseBytes: 6 })
    await waitFor(() => origin.bytes.length >= sent.length)
    expect(origin.bytes.equals(sent)).toBe(true)
  })

  test('a destination that nobody answers for is recorded as that', async () => {
    const origin = await startRawOrigin()
    const port = origin.port
    const proxy = await startProxy([origin], {
      policy: tunnelling,
      options: { hosts: { [origin.host]: '127.0.0.77' } },
    })
    const wire = await connectTo(proxy, `${origin.host}:${port}`)
    wire.send(await helloFor(origin.host))
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-unreachable' })
  })

  test('a tunnel in which nobody speaks any more ends', async () => {
    const { wire, proxy, origin } = await connected(
      { policy: tunnelling, limits: { tunnelIdleTimeoutMs: 300 } },
      { plain: true },
    )
    wire.send('question')
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'tunnel', forwardedBytes: 8 })
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
  })
})

describe('TLS to the proxy itself', () => {
  const made = makeDemoCertificates('proxy.example.test', { now: Date.now(), random: randomBytes })
  const ports = { ownCertificate: () => ({ cert: made.chainPem, key: made.keyPem }) }

  async function secured(proxy: TestProxy): Promise<Wire> {
    const secure = await handshake(await plainWire(proxy), {
      servername: 'proxy.example.test',
      ca: made.rootPem,
    })
    expect(secure).not.toBeInstanceOf(Error)
    return new Wire(secure as TLSSocket)
  }

  test('a plain request inside it is served as on a plain connection', async () => {
    const origin = await startRawOrigin({ plain: true })
    const proxy = await startProxy([origin], { ports })
    const wire = await secured(proxy)
    const authority = `${origin.host}:${origin.port}`
    for (const n of [1, 2]) {
      wire.send(`GET http://${authority}/${n} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
      await wire.until(new RegExp(`answer to /${n}$`))
    }
    expect(proxy.records.map((record) => [record.scheme, record.client])).toEqual([
      ['http', '127.0.0.1'],
      ['http', '127.0.0.1'],
    ])
  })

  test('CONNECT inside it is intercepted as on a plain connection', async () => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin], { ports })
    const outer = await secured(proxy)
    const authority = `${origin.host}:${origin.port}`
    outer.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
    await outer.until(/^HTTP\/1\.1 200 [^\r]+\r\n\r\n$/)
    const inside = new Wire(
      (await handshake(outer, { servername: origin.host, ca: proxy.caPem })) as TLSSocket,
    )
    inside.send(
      `POST /x HTTP/1.1\r\nHost: ${authority}\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\n4111111111111111`,
    )
    await inside.until(/answer to \/x$/)
    expect(origin.requests[0]?.body.toString()).toBe('************1111')
    inside.socket.destroy()
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
  })

  test('malformed bytes inside it are refused as on a plain connection', async () => {
    const proxy = await startProxy([], { ports })
    const wire = await secured(proxy)
    wire.send('GET http://a.example.test/ HTTP/1.1\r\nX-A: b\rc\r\n\r\n')
    await wire.closed()
    expect(wire.statuses).toEqual([400])
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
  })

  test('is closed where that face is off, or its certificate cannot be used', async () => {
    const broken = { cert: 'no certificate', key: 'no key' }
    for (const ownCertificate of [() => null, () => broken]) {
      const proxy = await startProxy([], { ports: { ownCertificate } })
      const wire = await plainWire(proxy)
      wire.send(await helloFor('proxy.example.test'))
      await wire.closed()
      await waitFor(() => proxy.egress.connections() === 0)
      expect(proxy.egress.connections()).toBe(0)
    }
  })

  test('a handshake with it that never ends is ended', async () => {
    const hello = await helloFor('proxy.example.test')
    const proxy = await startProxy([], { ports, limits: { handshakeTimeoutMs: 200 } })
    const wire = await plainWire(proxy)
    wire.send(hello.subarray(0, 40))
    await wire.closed()
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
  })
})

test('a name that the authority may not speak for is refused in words before the tunnel opens', async () => {
  const origin = await startOrigin()
  const refuse = async (): Promise<never> => {
    throw new GatewayError('LEAF_REFUSED')
  }
  const proxy = await startProxy([origin], { ports: { leaves: { leafFor: refuse } } })
  const wire = await plainWire(proxy)
  wire.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\n\r\n`)
  const answer = await wire.closed()
  expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  expect(answer).toContain('name-excluded')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'name-excluded', status: 403 })
  expect(proxy.faults).toEqual([])
  expect(origin.connections).toBe(0)
})
