/** Promises about what is said in gRPC calls: texts of their messages are judged, and a call leaves whole or not at all. */
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { card, email } from '../planted.ts'
import { maskAll, type ProxyChanges, startProxy } from '../setup.ts'
import { ask, type Http2Answer, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const call = {
  ':method': 'POST',
  ':path': '/shop.Orders/Place',
  'content-type': 'application/grpc',
  te: 'trailers',
}
const [rule] = maskAll.exchanges
const withRule = (changes: object) => ({ ...maskAll, exchanges: [{ ...rule, ...changes }] })

/** A field of protobuf that has a length: text, bytes or a message. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const out: number[] = []
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128)
  return Buffer.from([...out, value])
}

function message(content: Buffer, compressed = false): Buffer {
  const bytes = compressed ? gzipSync(content) : content
  const head = Buffer.alloc(5)
  head[0] = compressed ? 1 : 0
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

const number = Buffer.from([0x08, 0x96, 0x01])
const harmless = Buffer.concat([number, field(2, 'Grüße ✓'), field(3, field(1, 'two parcels')), field(4, '')])
const withCard = Buffer.concat([number, field(3, field(7, field(2, `my card is ${card}`)))])

async function calling(body: Buffer, changes: ProxyChanges = {}, fields: object = {}) {
  const origin = await startHttp2Origin({
    answer: (stream, { body: sent }) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.end(sent)
    },
  })
  const proxy = await startProxy([origin], changes)
  const answer = await ask(await http2Session(proxy, origin), { ...call, ...fields }, body)
  return { answer, proxy, sent: origin.streams[0]?.body ?? null, record: await proxy.recordAt(0) }
}

function expectRefused(answer: Http2Answer, status: string): void {
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/grpc')
  expect(answer.headers['grpc-status']).toBe(status)
  expect(answer.headers['grpc-message']).toMatch(/^Gatehouse: [a-z-]+ \([0-9a-f-]+\)$/)
  expect(answer.body).toHaveLength(0)
}

test('a call in which nothing is found leaves byte by byte as it came, even where nothing unread may', async () => {
  const body = Buffer.concat([message(harmless), message(Buffer.alloc(0)), message(harmless)])
  const { answer, sent, record } = await calling(body, { policy: withRule({ onOpaque: 'refuse' }) })
  expect(sent?.equals(body)).toBe(true)
  expect(answer.body.equals(body)).toBe(true)
  expect(answer.trailers).toMatchObject({ 'grpc-status': '0' })
  expect(record).toMatchObject({ action: 'pass', notes: [] })
})

test('a card number deep in a message does not leave, and the caller is told by a gRPC status', async () => {
  for (const policy of [withRule({ onFailure: 'refuse' }), withRule({ entities: { '*': 'refuse' } })]) {
    const { answer, sent, record } = await calling(message(withCard), { policy })
    expectRefused(answer, '7')
    expect(sent).toBeNull()
    expect(record).toMatchObject({ action: 'refuse', reason: 'entity-refused' })
    expect(record.findingCounts).toEqual({ CREDIT_CARD: 1 })
  }
})

test('a compressed message is judged as if it were not', async () => {
  const policy = withRule({ onFailure: 'refuse' })
  const gzip = { 'grpc-encoding': 'gzip' }
  const found = await calling(message(withCard, true), { policy }, gzip)
  expectRefused(found.answer, '7')
  expect(found.record.findingCounts).toEqual({ CREDIT_CARD: 1 })
  const body = message(harmless, true)
  expect((await calling(body, { policy }, gzip)).sent?.equals(body)).toBe(true)
})

test('a message that unpacks to more than is held, or in an unknown way, follows onFailure', async () => {
  const long = message(field(1, 'x '.repeat(200_000)), true)
  const policy = withRule({ onFailure: 'refuse' })
  const limits = { holdBytes: 100_000 }
  const refused = await calling(long, { policy, limits }, { 'grpc-encoding': 'gzip' })
  expectRefused(refused.answer, '7')
  expect(refused.record.reason).toBe('undecodable')
  expectRefused(
    (await calling(message(harmless, true), { policy }, { 'grpc-encoding': 'snappy' })).answer,
    '7',
  )
  const passed = await calling(
    long,
    { policy: withRule({ onFailure: 'pass' }), limits },
    { 'grpc-encoding': 'gzip' },
  )
  expect(passed.sent?.equals(long)).toBe(true)
  expect(passed.record).toMatchObject({ action: 'pass', reason: 'undecodable', notes: ['unread'] })
})

test('where failures pass, what was found leaves unchanged, and the journal says what was ordered', async () => {
  const body = message(Buffer.concat([field(1, email), field(2, `card ${card}`)]))
  const { sent, record } = await calling(body, { policy: withRule({ onFailure: 'pass' }) })
  expect(sent?.equals(body)).toBe(true)
  expect(record).toMatchObject({ action: 'pass', reason: 'undecodable', notes: ['unwritten'] })
  expect(record.findingCounts).toEqual({ EMAIL: 1, CREDIT_CARD: 1 })
  for (const { operator, reasons } of record.findings) {
    expect(operator).toBe('keep')
    expect(reasons).toContain('fixed-field:mask')
  }
})

test('more findings than the journal lists hide no other', async () => {
  const kept = Array.from({ length: 600 }, (_, i) => field(1, `write to a${i}@example.org`))
  const body = message(Buffer.concat([...kept, field(2, `card ${card}`)]))
  const policy = withRule({ onFailure: 'refuse', entities: { EMAIL: 'keep', '*': 'mask' } })
  const { answer, sent } = await calling(body, { policy })
  expectRefused(answer, '7')
  expect(sent).toBeNull()
})

test('what observes lets every call pass', async () => {
  const body = message(withCard)
  const policy = { ...withRule({ onFailure: 'refuse' }), mode: 'observe' }
  const { sent, record } = await calling(body, { policy })
  expect(sent?.equals(body)).toBe(true)
  expect(record.findingCounts).toEqual({ CREDIT_CARD: 1 })
})

test('a call that is longer than what is held follows onLarge', async () => {
  const body = message(field(1, 'x '.repeat(10_000)))
  const limits = { holdBytes: 1000 }
  const refused = await calling(body, { policy: withRule({ onLarge: 'refuse' }), limits })
  expectRefused(refused.answer, '8')
  const passed = await calling(body, { limits })
  expect(passed.sent?.equals(body)).toBe(true)
  expect(passed.record).toMatchObject({ reason: 'opaque-content', notes: ['unread'] })
})
