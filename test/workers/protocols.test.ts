/** Promises that what a worker carries besides plain requests is the same as in one process: HTTP/2, streams of events, WebSockets. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import {
  type ClientHttp2Session,
  connect as connectHttp2,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { type ChatOffice, openChatOffice, type Service } from '../app/chat-scene.ts'
import { End } from '../egress/websocket/talk.ts'

const host = 'api.openai.com'
const mail = 'mary.keller@customer.example'
const token = /EMAIL_[2-9A-Z]{12}@token\.invalid/

interface Destination extends Service {
  /** HTTP versions of its requests. */
  versions: string[]
  /** Called before each event; the next one leaves when it resolves. */
  beforeEvent: (number: number) => Promise<void>
}

/** Speaks HTTP/2 and HTTP/1.1: answers with events that repeat what it was told, and echoes WebSocket messages. */
async function startDestination(): Promise<Destination> {
  const { chainPem, keyPem, rootPem } = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const server = createSecureServer({ cert: chainPem, key: keyPem, allowHTTP1: true })
  const destination: Destination = {
    ...{ port: 0, rootPems: { [host]: rootPem }, received: [], versions: [], answer: () => {} },
    beforeEvent: async () => {},
    async [Symbol.asyncDispose]() {
      sockets.close()
      server.close()
    },
  }
  server.on('request', async (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const body = await text(request)
    destination.received.push(body)
    destination.versions.push(request.httpVersion)
    const said = (JSON.parse(body) as { messages: { content: string }[] }).messages[0]?.content
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let number = 0; number < 5; number += 1) {
      await destination.beforeEvent(number)
      const delta = { choices: [{ index: 0, delta: { content: `${number}: ${said}. ` } }] }
      response.write(`data: ${JSON.stringify(delta)}\n\n`)
    }
    response.end('data: [DONE]\n\n')
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request: IncomingMessage, socket: TLSSocket, head: Buffer) =>
    sockets.handleUpgrade(request, socket, head, (opened) =>
      opened.on('message', (message) => {
        destination.received.push(String(message))
        opened.send(`heard ${message}`)
      }),
    ),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  destination.port = (server.address() as AddressInfo).port
  return destination
}

/** TLS with a worker, through CONNECT. */
async function intercepted(office: ChatOffice, { port }: Service, protocol: string): Promise<TLSSocket> {
  const [address = '', proxyPort = ''] = office.gateway.ready.addresses.proxy.split(':')
  const socket = connect({ host: address, port: Number(proxyPort) })
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  expect(head.toString()).toMatch(/^HTTP\/1\.1 200/)
  const ca = await readFile(office.bundle, 'utf8')
  const secure = connectTls({ socket, servername: host, ca, ALPNProtocols: [protocol] })
  secure.on('error', () => {})
  onTestFinished(() => void secure.destroy())
  await once(secure, 'secureConnect')
  expect(secure.alpnProtocol).toBe(protocol)
  return secure
}

async function session(office: ChatOffice, service: Service): Promise<ClientHttp2Session> {
  const socket = await intercepted(office, service, 'h2')
  const made = connectHttp2(`https://${host}:${service.port}`, { createConnection: () => socket })
  made.on('error', () => {})
  onTestFinished(() => void made.destroy())
  return made
}

const question = JSON.stringify({ messages: [{ role: 'user', content: `Write to ${mail}` }], stream: true })

/** The text of its events as they come. */
async function chat(open: ClientHttp2Session, heard: (event: string) => void = () => {}): Promise<string[]> {
  const stream = open.request({ ':method': 'POST', ':path': '/v1/chat', 'content-type': 'application/json' })
  stream.end(question)
  const events: string[] = []
  let rest = ''
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const parts = (rest + chunk).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      events.push(part)
      heard(part)
    }
  }
  return events
}

test('an assistant’s events over HTTP/2 come one by one through workers, each with its value, and leave as tokens', async () => {
  await using service = await startDestination()
  await using office = await openChatOffice(service, 'data', 2)
  let heard = 0
  let wanted = Promise.withResolvers<void>()
  // An event leaves only once the one before it has arrived: what holds one back is never given the next.
  service.beforeEvent = async (number) => {
    while (heard < number) await wanted.promise
  }
  // Connections enough for both workers.
  for (let connection = 0; connection < 4; connection += 1) {
    const open = await session(office, service)
    for (let turn = 0; turn < 2; turn += 1) {
      heard = 0
      const events = await chat(open, () => {
        heard += 1
        wanted.resolve()
        wanted = Promise.withResolvers<void>()
      })
      expect(events).toHaveLength(6)
      for (const event of events.slice(0, 5)) expect(event).toContain(`Write to ${mail}.`)
    }
  }
  expect(new Set(service.versions)).toEqual(new Set(['2.0']))
  expect(service.received).toHaveLength(8)
  for (const received of service.received) {
    expect(received).toMatch(token)
    expect(received).not.toContain(mail)
  }
})

test('a hundred streams of one HTTP/2 session are carried by one worker, none mixed up with another', async () => {
  await using service = await startDestination()
  await using office = await openChatOffice(service, 'data', 2)
  const open = await session(office, service)
  const answers = await Promise.all(Array.from({ length: 100 }, () => chat(open)))
  for (const events of answers) {
    expect(events).toHaveLength(6)
    expect(events[4]).toContain(`4: Write to ${mail}.`)
  }
  expect(service.received.join()).not.toContain(mail)
})

test('WebSockets pass through workers over HTTP/1.1 and over HTTP/2, with tokens outside and values inside', async () => {
  await using service = await startDestination()
  await using office = await openChatOffice(service, 'data', 2)
  const address = `wss://${host}:${service.port}/v1/realtime`
  const socket = await intercepted(office, service, 'http/1.1')
  const older = new WebSocket(address, { createConnection: (() => socket) as never })
  onTestFinished(() => older.terminate())
  await once(older, 'open')
  const open = await session(office, service)
  if (!open.remoteSettings.enableConnectProtocol) await once(open, 'remoteSettings')
  const stream = open.request(
    {
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':scheme': 'https',
      ':authority': `${host}:${service.port}`,
      ':path': '/v1/realtime',
      'sec-websocket-version': '13',
    },
    { endStream: false },
  )
  await once(stream, 'response')
  const newer = new End(stream as never, true)
  for (let turn = 1; turn <= 20; turn += 1) {
    const said = JSON.stringify({ turn, text: `Write to ${mail}` })
    older.send(said)
    const [answer] = (await once(older, 'message')) as [Buffer]
    expect(String(answer)).toBe(`heard ${said}`)
    newer.text(said)
    expect(await newer.message(turn)).toBe(`heard ${said}`)
  }
  expect(service.received).toHaveLength(40)
  for (const received of service.received) {
    expect(received).toMatch(token)
    expect(received).not.toContain(mail)
  }
  const closed = once(older, 'close')
  older.close(4000, 'done')
  expect((await closed)[0]).toBe(4000)
})
