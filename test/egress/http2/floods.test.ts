/** Promises about clients and destinations that use HTTP/2 to cost the gateway more than themselves. */
import { once } from 'node:events'
import { constants } from 'node:http2'
import { type AddressInfo, connect, createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import type { ClientConnection } from '../../../gateway/egress/connection.ts'
import { ClientSessions } from '../../../gateway/egress/http2/client-sessions.ts'
import type { Egress } from '../../../gateway/egress/shared.ts'
import { waitFor } from '../raw.ts'
import { startProxy, type Proxy as TestProxy, limits as usualLimits } from '../setup.ts'
import { ask, http2Session } from './client.ts'
import { codes, fieldBlock, flags, frame, frameTypes, preface, settingsFrame, uint32 } from './frames.ts'
import { type Http2Origin, startHttp2Origin } from './origin.ts'
import { type Http2Wire, http2Wire, pseudo, wireOn } from './wire.ts'

const { data, headers, rstStream, settings, ping, goaway, continuation, windowUpdate, priority } = frameTypes

async function setUp(limits = {}): Promise<{ origin: Http2Origin; proxy: TestProxy; wire: Http2Wire }> {
  const origin = await startHttp2Origin()
  const proxy = await startProxy([origin], { limits })
  return { origin, proxy, wire: await http2Wire(proxy, origin) }
}

/** Sends parts until all are sent or the connection ends, at the pace at which they are taken. */
async function flood(wire: Http2Wire, count: number, part: (i: number) => Buffer): Promise<void> {
  for (let i = 0; i < count && !wire.closed && !wire.socket.destroyed; i += 1) {
    if (wire.socket.write(part(i))) continue
    await Promise.race([once(wire.socket, 'drain'), once(wire.socket, 'close')]).catch(() => {})
  }
}

async function worksForOthers(proxy: TestProxy, origin: Http2Origin): Promise<void> {
  expect((await ask(await http2Session(proxy, origin), { ':path': '/other' })).status).toBe(200)
}

function endedBy(wire: Http2Wire): boolean {
  return wire.closed || wire.frames.some(({ type }) => type === goaway)
}

/** Why the gateway ended the connection; null where it did not say so. */
function toldCode(wire: Http2Wire): number | null {
  return wire.frames.findLast(({ type }) => type === goaway)?.payload.readUInt32BE(4) ?? null
}

/** How many streams the journal tells in lines of many. */
function resetsTold({ records }: TestProxy): number {
  const counts = records.flatMap(({ notes }) => notes).map((note) => /^resets:(\d+)$/.exec(note)?.[1] ?? 0)
  return counts.reduce((sum: number, count) => sum + Number(count), 0)
}

test('ten thousand streams that are opened and reset at once end their connection, and nobody else (CVE-2023-44487)', async () => {
  const { origin, proxy, wire } = await setUp()
  await flood(wire, 10_000, (i) =>
    Buffer.concat([wire.headers(2 * i + 1), frame(rstStream, 0, 2 * i + 1, uint32(codes.cancel))]),
  )
  await waitFor(() => endedBy(wire))
  expect(endedBy(wire)).toBe(true)
  await waitFor(() => toldCode(wire) !== null)
  expect(toldCode(wire)).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM)
  await worksForOthers(proxy, origin)
  expect(origin.streams.length).toBeLessThan(600)
  expect(proxy.faults).toEqual([])
  await waitFor(() => resetsTold(proxy) > 0)
  // One line for all beside those that had one of their own: a hundred, and what reached its destination.
  expect(proxy.records.length).toBeLessThanOrEqual(101 + origin.streams.length)
  expect(resetsTold(proxy)).toBeGreaterThan(300)
})

test('streams that reached their destination before they were reset have a line each, however many they are', async () => {
  const origin = await startHttp2Origin({
    begin: (stream, { headers }) => {
      if (headers[':path'] === '/other') stream.respond({ ':status': 200 }, { endStream: true })
    },
  })
  const proxy = await startProxy([origin])
  const wire = await http2Wire(proxy, origin)
  let next = 1
  for (let round = 0; round < 20 && !endedBy(wire); round += 1) {
    const opened = Array.from({ length: 50 }, (_, i) => next + 2 * i)
    next += 100
    wire.send(...opened.map((stream) => wire.headers(stream)))
    await waitFor(() => origin.streams.length >= opened.length * (round + 1) || endedBy(wire), 2000)
    wire.send(...opened.map((stream) => frame(rstStream, 0, stream, uint32(codes.cancel))))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await waitFor(() => toldCode(wire) !== null)
  expect(toldCode(wire)).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM)
  expect(origin.streams.length).toBeGreaterThan(300)
  const told = () =>
    proxy.records.filter(({ reason, notes }) => reason === 'client-gone' && notes.length === 0)
  await waitFor(() => told().length >= origin.streams.length)
  expect(told().length).toBeGreaterThanOrEqual(origin.streams.length)
  const where = {
    action: 'fail',
    destination: origin.host,
    port: origin.port,
    method: 'GET',
    ruleId: 'mask-all',
  }
  for (const line of told()) expect(line).toMatchObject({ ...where, pathTemplate: '/' })
  await worksForOthers(proxy, origin)
})

test('more resets under way than streams were offered end their connection with a reason, and nothing else', async () => {
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  // Exchanges that are under way still when their streams are long gone.
  const waiting = new Promise<never>(() => {})
  const handlers = { request: () => waiting, connect: () => waiting }
  const egress = {
    options: { limits: usualLimits },
    ports: {
      clock: { monotonic: () => performance.now(), now: () => Date.now() },
      journal: { record: () => {} },
    },
    ids: { next: () => 'id' },
    guests: [],
  }
  const sessions = new ClientSessions(egress as unknown as Egress, handlers)
  const server = createServer((socket) =>
    sessions.serve(socket as TLSSocket, { scheme: 'https', tunnel: null } as ClientConnection),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const wire = wireOn(socket as TLSSocket, 'origin.example.test')
  wire.send(preface, settingsFrame())
  await flood(wire, 400, (i) =>
    Buffer.concat([wire.headers(2 * i + 1), frame(rstStream, 0, 2 * i + 1, uint32(codes.cancel))]),
  )
  await waitFor(() => toldCode(wire) !== null)
  expect(toldCode(wire)).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM)
  expect(uncaught).toEqual([])
})

test('a head that never ends is ended (CVE-2024-27316)', async () => {
  const { origin, proxy, wire } = await setUp()
  wire.send(frame(headers, flags.endStream, 1, fieldBlock(pseudo(wire.authority))))
  await flood(wire, 5000, (i) => frame(continuation, 0, 1, fieldBlock([[`x-${i}`, 'a'.repeat(4000)]])))
  await waitFor(() => endedBy(wire))
  expect(endedBy(wire)).toBe(true)
  // nghttp2 ends it by itself, and with this code: no frame of it is ever shown to Node.
  expect(toldCode(wire)).toBe(codes.internal)
  expect(origin.streams).toEqual([])
  await worksForOthers(proxy, origin)
})

test.each([
  ['PING frames', () => frame(ping, 0, 0, Buffer.alloc(8))],
  ['SETTINGS frames', () => settingsFrame([3, 100])],
  ['empty SETTINGS frames', () => frame(settings, 0, 0)],
] as [string, () => Buffer][])(
  'a flood of %s ends its connection (CVE-2019-9512, CVE-2019-9515)',
  async (_what, part) => {
    const { origin, proxy, wire } = await setUp()
    await flood(wire, 20_000, part)
    await waitFor(() => endedBy(wire))
    expect(endedBy(wire)).toBe(true)
    await waitFor(() => toldCode(wire) !== null)
    expect(toldCode(wire)).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM)
    await worksForOthers(proxy, origin)
  },
)

test('a flood of empty DATA frames ends its connection (CVE-2019-9518)', async () => {
  const { origin, proxy, wire } = await setUp()
  wire.send(wire.headers(1, [], flags.endHeaders))
  await flood(wire, 20_000, () => frame(data, 0, 1))
  await waitFor(() => endedBy(wire))
  // As above.
  expect(toldCode(wire)).toBe(codes.internal)
  expect(endedBy(wire)).toBe(true)
  await worksForOthers(proxy, origin)
})

test.each([
  ['WINDOW_UPDATE', () => frame(windowUpdate, 0, 0, uint32(1))],
  ['PRIORITY', () => frame(priority, 0, 3, Buffer.from([0, 0, 0, 0, 16]))],
] as [string, () => Buffer][])(
  'whoever sends ten thousand %s frames slows nobody else',
  async (_what, part) => {
    const { origin, proxy, wire } = await setUp()
    await flood(wire, 10_000, part)
    await worksForOthers(proxy, origin)
  },
)

test('more streams at one time than were offered end their connection, and never reach the destination', async () => {
  const origin = await startHttp2Origin({
    begin: (stream, { headers }) => {
      if (headers[':path'] === '/other') stream.respond({ ':status': 200 }, { endStream: true })
    },
  })
  const proxy = await startProxy([origin])
  const wire = await http2Wire(proxy, origin)
  await wire.until(({ type, flags: flag }) => type === settings && flag === 0)
  // Not before the gateway's limit was acknowledged does it hold.
  await new Promise((resolve) => setTimeout(resolve, 200))
  for (let i = 0; i < 240; i += 1) wire.send(wire.headers(2 * i + 1))
  await waitFor(() => endedBy(wire))
  expect(endedBy(wire)).toBe(true)
  expect(origin.streams.length).toBeLessThanOrEqual(200)
  await worksForOthers(proxy, origin)
})

test('a head that is too long gets 431, and one far beyond that a reset', async () => {
  const { origin, proxy } = await setUp({ maxHeaderBytes: 8000 })
  const session = await http2Session(proxy, origin)
  const long = await ask(session, { ':path': '/', 'x-long': 'a'.repeat(10_000) })
  expect(long.status).toBe(431)
  const stream = session.request({
    ':path': '/',
    ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x-${i}`, 'a'.repeat(10_000)])),
  })
  const code = await new Promise((resolve) =>
    stream.on('error', () => {}).on('close', () => resolve(stream.rstCode)),
  )
  expect(code).not.toBe(constants.NGHTTP2_NO_ERROR)
  expect(origin.streams).toEqual([])
})

test('two hundred fields are the most, however short they are; crumbs of a cookie are one', async () => {
  const { origin, proxy } = await setUp()
  const session = await http2Session(proxy, origin)
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`x-${i}`, 'a']))
  expect((await ask(session, { ':path': '/', ...many })).status).toBe(431)
  const crumbs = Array.from({ length: 300 }, (_, i) => `c${i}=${i}`)
  expect((await ask(session, { ':path': '/', cookie: crumbs })).status).toBe(200)
  expect(origin.streams[0]?.headers.cookie).toBe(crumbs.join('; '))
})

test('whoever gives no window for the answer is waited for no longer than a silent reader of HTTP/1.1', async () => {
  const origin = await startHttp2Origin({
    answer: (stream) => {
      stream.respond({ ':status': 200 })
      stream.end(Buffer.alloc(2_000_000))
    },
  })
  const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 500 } })
  const wire = await http2Wire(proxy, origin)
  wire.send(settingsFrame([4, 0]), wire.headers(1))
  const isReset = await wire.until(({ type, stream }) => type === rstStream && stream === 1, 10_000)
  expect(isReset).toBe(true)
  expect(wire.frames.filter(({ type, payload }) => type === data && payload.length > 0)).toEqual([])
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-not-reading' })
})

test('a short answer that nobody takes is not kept for ever either', async () => {
  const { proxy, wire } = await setUp({ bodyIdleTimeoutMs: 500 })
  wire.send(settingsFrame([4, 0]))
  await new Promise((resolve) => setTimeout(resolve, 100))
  wire.send(wire.headers(1, [], flags.endHeaders), frame(data, flags.endStream, 1, Buffer.from('hello')))
  expect(await wire.until(({ type, stream }) => type === rstStream && stream === 1, 10_000)).toBe(true)
  expect(proxy.records).toHaveLength(1)
})

test('an upload that stops in the middle is ended, and the connection goes on', async () => {
  const { origin, proxy, wire } = await setUp({ bodyIdleTimeoutMs: 500 })
  wire.send(
    wire.headers(1, [['content-type', 'text/plain']], flags.endHeaders),
    frame(data, 0, 1, Buffer.from('half')),
  )
  await wire.until(({ type, stream }) => type === rstStream && stream === 1, 10_000)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail' })
  wire.send(wire.headers(3))
  expect(await wire.until(({ type, stream }) => type === headers && stream === 3)).toBe(true)
  expect(origin.streams.filter(({ body }) => body.length > 0)).toEqual([])
})

test('a connection on which nothing is asked for is ended, half a head included', async () => {
  const { wire } = await setUp({ keepAliveTimeoutMs: 500 })
  await wire.until(({ type, flags: flag }) => type === settings && flag === flags.ack)
  wire.send(frame(headers, flags.endStream, 1, fieldBlock(pseudo(wire.authority))))
  await waitFor(() => wire.closed)
  expect(wire.closed).toBe(true)
  const goodbye = wire.frames.find(({ type }) => type === goaway)
  expect(goodbye?.payload.readUInt32BE(4)).toBe(codes.noError)
})
