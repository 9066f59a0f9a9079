/** Promises of the live journal: records arrive as they are made, and no reader can hold the gateway up. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer, request as plainRequest, type ServerResponse } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { createEventStreams, type StreamOptions } from '../../gateway/api/stream.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { capturedLog } from '../ops/captured-log.ts'
import { runApi, tokenText } from './running-api.ts'
import { exchange } from './stand-in.ts'

const api = await runApi()
afterAll(() => api[Symbol.asyncDispose]())

async function openStream(headers: Record<string, string> = {}, of = api): Promise<IncomingMessage> {
  const asking = request({
    host: '127.0.0.1',
    port: of.server.port,
    ca: of.certificate.ca,
    servername: 'gatehouse.home.arpa',
    agent: false,
    path: '/api/v1/journal/stream',
    headers: { host: 'gatehouse.home.arpa', authorization: `Bearer ${tokenText}`, ...headers },
  })
  asking.end()
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  response.setEncoding('utf8')
  onTestFinished(() => void response.destroy())
  return response
}

test('a record reaches the reader as one event, as soon as it is made', async () => {
  const stream = await openStream()
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  await once(stream, 'data')
  const record = exchange({ n: 77, destination: 'line\nbreak.example' })
  api.office.record(record)
  const [event] = (await once(stream, 'data')) as [string]
  expect(event.split('\n').slice(0, 2)).toEqual(['event: exchange', `id: ${record.id}`])
  expect(JSON.parse(event.split('\n')[2]?.replace(/^data: /, '') ?? '')).toEqual(record)
})

test('a reader that comes back gets what it missed, once each and in the order of their ends, and goes on live', async () => {
  const first = await openStream()
  await once(first, 'data')
  // The one that began first ends last: its id is older than what the reader has.
  const [seen, late, later] = [exchange({ n: 40 }), exchange({ n: 90 }), exchange({ n: 30 })]
  api.office.record(seen)
  expect((await once(first, 'data'))[0]).toContain(seen.id)
  first.destroy()
  for (const record of [late, later]) api.office.record(record)
  const again = await openStream({ 'last-event-id': seen.id })
  const heard: string[] = []
  again.on('data', (text: string) =>
    heard.push(...[...text.matchAll(/^(?:id: (.+)|event: (gap))$/gm)].map((m) => m[1] ?? m[2] ?? '')),
  )
  await expect.poll(() => heard).toEqual([late.id, later.id])
  const live = exchange({ n: 20 })
  api.office.record(live)
  await expect.poll(() => heard).toEqual([late.id, later.id, live.id])
  const upToDate = await openStream({ 'last-event-id': live.id })
  expect((await once(upToDate, 'data'))[0]).toBe('retry: 3000\n: nothing was missed\n\n')
})

test('a reader that leaves before its first event gets what was made meanwhile, from the start on and later', async () => {
  await using fresh = await runApi()
  const heardBy = async (stream: IncomingMessage) => ((await once(stream, 'data')) as [string])[0]
  for (const n of [50, 51]) {
    const first = await openStream({}, fresh)
    const id = /^id: (.+)$/m.exec(await heardBy(first))?.[1] ?? ''
    first.destroy()
    const missed = exchange({ n })
    fresh.office.record(missed)
    const again = await heardBy(await openStream({ 'last-event-id': id }, fresh))
    expect([...again.matchAll(/^id: (.+)$/gm)].map((m) => m[1])).toEqual([missed.id])
    expect(again).not.toContain('gap')
    // Of another start it says nothing.
    if (n === 50) expect(await heardBy(await openStream({ 'last-event-id': id }))).toContain('event: gap')
  }
})

test('a reader that was away for longer than is remembered is told that there is a gap; memory stays bounded', async () => {
  const stream = await openStream()
  await once(stream, 'data')
  const last = exchange({ n: 6000 })
  api.office.record(last)
  stream.destroy()
  for (let n = 0; n < 400; n++) api.office.record(exchange({ n: 7000 + n }))
  const again = await openStream({ 'last-event-id': last.id })
  const [first] = (await once(again, 'data')) as [string]
  expect(first).toBe('retry: 3000\nevent: gap\ndata: {}\n\n')
})

test.each([
  ['of before a restart', exchange({ n: 5000 }).id],
  ['that is none', "'; DROP TABLE exchange; --"],
  ['of nothing', ''],
])(
  'a reader that comes back with an id %s is told that there is a gap, instead of being left to believe it saw all',
  async (_what, id) => {
    const stream = await openStream({ 'last-event-id': id })
    const [first] = (await once(stream, 'data')) as [string]
    expect(first).toContain('event: gap\n')
  },
)

test('a reader that leaves is forgotten', async () => {
  // One remembers what was made last, for whoever comes back.
  await expect.poll(() => api.office.subscribers).toBe(1)
  const stream = await openStream()
  await once(stream, 'data')
  expect(api.office.subscribers).toBe(2)
  stream.destroy()
  await expect.poll(() => api.office.subscribers).toBe(1)
})

/** A plain server around the streams alone, with bounds small enough to reach. */
async function streamServer(options: Partial<StreamOptions>) {
  const listeners = new Set<(record: ExchangeRecord) => void>()
  const captured = capturedLog()
  const streams = createEventStreams({
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    log: captured.log,
    ...options,
  })
  let answered: ServerResponse | undefined
  const server = createServer((_request, response) => {
    answered = response
    response.writeHead(200)
    streams.open(response, { after: null, isAllowed: () => true })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    streams.closeAll()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const open = async () => {
    const asking = plainRequest({ host: '127.0.0.1', port, agent: false })
    asking.on('error', () => undefined)
    asking.end()
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    response.on('error', () => undefined)
    return response
  }
  const emit = (record: ExchangeRecord) => {
    for (const listener of listeners) listener(record)
  }
  return { streams, open, emit, captured, listeners, answered: () => answered as ServerResponse }
}

test('a reader that does not read is dropped at its bound, and the readers beside it miss nothing', async () => {
  const subject = await streamServer({ maxBufferedBytes: 64 * 1024 })
  const slow = await subject.open()
  slow.pause()
  const slowAnswer = subject.answered()
  const quick = await subject.open()
  let received = 0
  quick.on('data', (chunk: Buffer) => {
    received += chunk.toString().split('event: exchange').length - 1
  })
  const record = exchange({ pathTemplate: 'x'.repeat(4000) })
  let sent = 0
  // The system's own socket buffers take some megabytes before Node's begin to fill.
  while (!slowAnswer.destroyed && sent < 20_000) {
    subject.emit(record)
    sent++
    expect(slowAnswer.writableLength).toBeLessThan(300 * 1024)
    if (sent % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(slowAnswer.destroyed).toBe(true)
  // The reader beside it, and what remembers the newest.
  expect(subject.listeners.size).toBe(2)
  expect(subject.captured.lines()[0]).toMatchObject({ event: 'api.slow-reader' })
  await expect.poll(() => received).toBe(sent)
})

test('a quiet office still sends a sign of life, so that proxies in between do not close', async () => {
  const subject = await streamServer({ heartbeatMs: 20 })
  const reader = await subject.open()
  let text = ''
  reader.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await expect.poll(() => text.split(': still here\n\n').length).toBeGreaterThan(2)
})

test('readers are bounded in number: the next one is told to come later', async () => {
  const subject = await streamServer({ maxStreams: 2 })
  await subject.open()
  expect(subject.streams.full).toBe(false)
  await subject.open()
  expect(subject.streams.full).toBe(true)
})

test('when the gateway stops, streams end instead of holding it up', async () => {
  const subject = await streamServer({})
  const reader = await subject.open()
  reader.resume()
  subject.streams.closeAll()
  await once(reader, 'end')
  expect(subject.streams.count).toBe(0)
})
