/** Promises about WebSockets over HTTP/2 (RFC 8441): offered, inspected as any other, each on a stream of its own. */
import { once } from 'node:events'
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'
import { expect, test } from 'vitest'
import { launchChromium, testWithChromium } from '../../support/chromium.ts'
import { card, expectNothingPlanted } from '../planted.ts'
import { fieldOf, type RawAnswer, type RawOrigin, startRawOrigin, waitFor } from '../raw.ts'
import { maskAll, type ProxyChanges, startProxy, type Proxy as TestProxy } from '../setup.ts'
import { closePayload, opcodes, frame as webSocketFrame } from '../websocket/frames.ts'
import { End, switching } from '../websocket/talk.ts'
import { answerOf, ask, http2Session } from './client.ts'
import { codes, fieldBlock, flags, frame, frameTypes } from './frames.ts'
import { http2Wire, pseudo } from './wire.ts'

interface Place {
  proxy: TestProxy
  origin: RawOrigin
  servers: End[]
}

/** A destination in HTTP/1.1 that takes each handshake up. */
async function place(changes: ProxyChanges = {}, answer?: RawAnswer): Promise<Place> {
  const servers: End[] = []
  const accepting: RawAnswer = (request, socket) => {
    socket.removeAllListeners('data')
    socket.write(switching(request))
    servers.push(new End(socket, false))
  }
  const origin = await startRawOrigin({ answer: answer ?? accepting })
  return { proxy: await startProxy([origin], changes), origin, servers }
}

const asked = (origin: RawOrigin, more: object = {}) => ({
  ':method': 'CONNECT',
  ':protocol': 'websocket',
  ':scheme': 'https',
  ':authority': `${origin.host}:${origin.port}`,
  ':path': '/chat',
  'sec-websocket-version': '13',
  ...more,
})

/** The gateway's settings have to be there before a client may ask. */
async function offeredBy({ proxy, origin }: Place): Promise<ClientHttp2Session> {
  const session = await http2Session(proxy, origin)
  if (!session.remoteSettings.enableConnectProtocol) await once(session, 'remoteSettings')
  expect(session.remoteSettings.enableConnectProtocol).toBe(true)
  return session
}

async function opened(stream: ClientHttp2Stream): Promise<{ client: End; answer: IncomingHttpHeaders }> {
  const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  expect(answer[':status']).toBe(200)
  // As a browser does once the other side has ended.
  stream.once('end', () => stream.end())
  return { client: new End(stream as never, true), answer }
}

test('a WebSocket on a stream is inspected message by message, and asked for in HTTP/1.1 further on', async () => {
  const at = await place()
  const session = await offeredBy(at)
  const { client, answer } = await opened(session.request(asked(at.origin), { endStream: false }))
  expect(Object.keys(answer)).not.toContain('sec-websocket-accept')
  expect(Object.keys(answer)).not.toContain('upgrade')
  client.text(JSON.stringify({ card })).text('plain')
  const [server] = at.servers as [End]
  await server.message(2)
  expect(server.messages).toEqual(['{"card":"************1111"}', 'plain'])
  server.text('back')
  expect(await client.message(1)).toBe('back')
  client.send({ opcode: opcodes.close, payload: closePayload(4000, 'done') })
  await server.until(({ close }) => close !== null)
  expect(server.close).toEqual({ code: 4000, reason: 'done' })
  server.send({ opcode: opcodes.close, payload: closePayload(4000, 'done') })
  expect(await client.closed()).toEqual({ code: 4000, reason: 'done' })
  const [request] = at.origin.requests
  expect(request?.line).toBe('GET /chat HTTP/1.1')
  expect(fieldOf(request, 'upgrade')).toBe('websocket')
  expect(fieldOf(request, 'sec-websocket-key')).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  const record = await at.proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'transform', method: 'GET', status: 200, pathTemplate: '/chat' })
  expect(record).toMatchObject({ address: '127.0.0.1', findingCounts: { CREDIT_CARD: 1 } })
  expect(record.notes).toEqual(['websocket', 'sent:2', 'received:1', 'closed:4000'])
  expect(at.proxy.faults).toEqual([])
})

test('several of them and ordinary requests share one connection, and the end of one is no end of others', async () => {
  const accepting: RawAnswer = (request, socket) => {
    if (request.line.startsWith('GET /page'))
      return void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage')
    socket.removeAllListeners('data')
    socket.write(switching(request))
    const end = new End(socket, false)
    let said = 0
    socket.on('data', () => {
      for (const message of end.messages.slice(said)) end.text(`echo ${message}`)
      said = end.messages.length
    })
  }
  const at = await place({}, accepting)
  const session = await offeredBy(at)
  const streams = Array.from({ length: 5 }, () => session.request(asked(at.origin), { endStream: false }))
  const clients = await Promise.all(streams.map(opened))
  const page = () => ask(session, { ':path': '/page', ':authority': `${at.origin.host}:${at.origin.port}` })
  expect((await page()).body.toString()).toBe('page')
  streams[0]?.close(codes.cancel)
  await at.proxy.recordAt(1)
  for (const [i, { client }] of clients.slice(1).entries()) {
    client.text(`number ${i}`)
    expect(await client.message(1)).toBe(`echo number ${i}`)
  }
  expect((await page()).body.toString()).toBe('page')
})

test('what is sent behind the handshake in one write is not lost', async () => {
  const at = await place()
  const wire = await http2Wire(at.proxy, at.origin)
  const hasOffer = ({ type, payload }: { type: number; payload: Buffer }) =>
    type === frameTypes.settings && payload.toString('hex').includes('000800000001')
  expect(await wire.until(hasOffer)).toBe(true)
  const said = webSocketFrame({ opcode: opcodes.text, payload: `card ${card}`, mask: true })
  const fields = [
    ...pseudo(wire.authority, '/chat', 'CONNECT'),
    [':protocol', 'websocket'],
    ['sec-websocket-version', '13'],
  ] as [string, string][]
  const half = said.length >> 1
  wire.send(
    frame(frameTypes.headers, flags.endHeaders, 1, fieldBlock(fields)),
    frame(frameTypes.data, 0, 1, said.subarray(0, half)),
    frame(frameTypes.data, 0, 1, said.subarray(half)),
  )
  // RFC 7541 appendix A: `:status: 200` is entry 8 of the static table.
  expect(await wire.until(({ type, payload }) => type === frameTypes.headers && payload[0] === 0x88)).toBe(
    true,
  )
  await waitFor(() => at.servers.length > 0)
  expectNothingPlanted(await (at.servers[0] as End).message(1))
  // RFC 8441 §5.2: an end of the stream is what the end of a connection is in HTTP/1.1.
  wire.send(frame(frameTypes.data, flags.endStream, 1))
  await (at.servers[0] as End).until(({ isEnded }) => isEnded)
  const isEnd = ({ type, flags: flag }: { type: number; flags: number }) =>
    type === frameTypes.rstStream || (type === frameTypes.data && (flag & flags.endStream) !== 0)
  expect(await wire.until(isEnd)).toBe(true)
  expect((await at.proxy.recordAt(0)).notes).toContain('sent:1')
})

test('a stream that is reset ends the destination’s side, too', async () => {
  const at = await place()
  const session = await offeredBy(at)
  const stream = session.request(asked(at.origin), { endStream: false })
  const { client } = await opened(stream)
  client.text('hello')
  const [server] = at.servers as [End]
  await server.message(1)
  stream.close(codes.cancel)
  await server.until(({ isEnded }) => isEnded)
  expect((await at.proxy.recordAt(0)).notes).toContain('closed:1006')
  expect(at.proxy.faults).toEqual([])
})

test('a handshake that a rule, or the destination, declines is answered like any request, and the stream ends', async () => {
  const declining: RawAnswer = (_request, socket) =>
    void socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')
  const at = await place({}, declining)
  const session = await offeredBy(at)
  const declined = session.request(asked(at.origin), { endStream: false })
  expect(await answerOf(declined)).toMatchObject({ status: 403, body: Buffer.from('no') })
  await waitFor(() => declined.closed)
  expect(declined.closed).toBe(true)
  const refused = session.request(asked(at.origin, { 'sec-websocket-version': '8' }), { endStream: false })
  expect((await answerOf(refused)).status).toBe(400)
  await waitFor(() => refused.closed)
  expect(refused.closed).toBe(true)
  expect(at.origin.requests).toHaveLength(1)
})

test('a card number in the handshake is masked, and a message that a rule refuses is told on the stream', async () => {
  const [rule] = maskAll.exchanges
  const entities = { '*': 'mask', EMAIL: 'refuse' }
  const at = await place({ policy: { ...maskAll, exchanges: [{ ...rule, entities }] } })
  const session = await offeredBy(at)
  const path = { ':path': `/chat?card=${card.replaceAll(' ', '')}` }
  const { client } = await opened(session.request(asked(at.origin, path), { endStream: false }))
  expectNothingPlanted(at.origin.requests[0]?.line ?? 'none')
  client.text('write to jane.roe@example.org')
  expect((await client.closed())?.code).toBe(1008)
  expect((at.servers[0] as End).messages).toEqual([])
})

test('another protocol than WebSocket is answered 501, and nothing leaves (RFC 9220 §3)', async () => {
  const at = await place()
  const session = await offeredBy(at)
  const stream = session.request(asked(at.origin, { ':protocol': 'connect-udp' }), { endStream: false })
  expect((await answerOf(stream)).status).toBe(501)
  expect(at.origin.requests).toEqual([])
  expect(await at.proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'method-not-supported' })
})

const html = '<!doctype html><title>Chat</title>'

testWithChromium('Chromium takes its WebSockets over HTTP/2 where it has a session', async () => {
  const accepting: RawAnswer = (request, socket) => {
    if (!request.line.startsWith('GET /chat'))
      return void socket.write(
        `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${html.length}\r\n\r\n${html}`,
      )
    socket.removeAllListeners('data')
    socket.write(switching(request))
    const end = new End(socket, false)
    socket.on('data', () => {
      if (end.messages.length === 1) end.text(`echo ${end.messages[0]}`)
    })
  }
  const { proxy, origin } = await place({}, accepting)
  await using chromium = await launchChromium({
    roots: [proxy.caPem],
    proxy: `http://${proxy.host}:${proxy.port}`,
  })
  const tab = await chromium.context.newPage()
  await tab.goto(`https://${origin.host}:${origin.port}/`)
  const said = await tab.evaluate(`new Promise((resolve, reject) => {
    const socket = new WebSocket('wss://${origin.host}:${origin.port}/chat')
    socket.onopen = () => socket.send('card ${card}')
    socket.onmessage = ({ data }) => { resolve(data); socket.close(1000) }
    socket.onerror = () => reject(new Error('no'))
  })`)
  expect(said).toMatch(/^echo card \*/)
  expectNothingPlanted(String(said))
  await waitFor(() => proxy.records.some(({ notes }) => notes.includes('websocket')))
  // 200 is the answer of HTTP/2, 101 that of HTTP/1.1.
  expect(proxy.records.find(({ notes }) => notes.includes('websocket'))?.status).toBe(200)
})
