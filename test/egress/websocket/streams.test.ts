/** Promises about what a WebSocket may run over: any stream, one of HTTP/2 too (RFC 8441). */
import { once } from 'node:events'
import { connect, createServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { type Duplex, duplexPair } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { HeldBudget } from '../../../gateway/egress/held-budget.ts'
import { Waits } from '../../../gateway/egress/waits.ts'
import { Conversation } from '../../../gateway/egress/websocket/conversation.ts'
import {
  askingFields,
  readHandshake,
  readHandshakeAnswer,
} from '../../../gateway/egress/websocket/handshake.ts'
import type { Treatment } from '../../../gateway/egress/websocket/one-way.ts'
import { limits } from '../setup.ts'
import { closePayload, opcodes } from './frames.ts'
import { End, key } from './talk.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const nothing = Buffer.alloc(0)

function joined(
  client: Duplex,
  destination: Duplex,
  ...[outward, faults = []]: [Treatment, unknown[]?]
): Conversation {
  const held = new HeldBudget()
  return new Conversation({
    client: { stream: client, head: nothing, deflate: null },
    destination: { stream: destination, head: nothing, deflate: null },
    outward,
    inward: { message: (data) => ({ send: [data] }), end: () => ({ send: [] }) },
    bounds: { maxMessageBytes: 100_000, clock, share: () => held.shareOf('client', limits) },
    clock,
    waits: new Waits(clock),
    idleTimeoutMs: 60_000,
    words: (reason) => reason,
    fault: (error) => void faults.push(error),
  })
}

/** Says everything in capitals, some of it later than the rest, and stops at `secret`. */
const loud: Treatment = {
  message(data) {
    const text = data.toString()
    if (text === 'secret') return { stop: 'entity-refused' }
    const treated = { send: [Buffer.from(text.toUpperCase())] }
    return text.length % 2 === 0 ? Promise.resolve(treated) : treated
  },
  end: () => ({ send: [Buffer.from('LAST')] }),
}

test('two plain streams in memory are joined, and messages keep their order whoever has to wait', async () => {
  const [near, ours] = duplexPair()
  const [theirs, far] = duplexPair()
  const carried = joined(ours, theirs, loud).carry()
  const client = new End(near as never, true)
  const server = new End(far as never, false)
  const said = Array.from({ length: 50 }, (_, i) => `message ${i} ${'x'.repeat(i)}`)
  for (const each of said) client.text(each)
  client.send({ opcode: opcodes.close, payload: closePayload(1000) })
  await server.until(({ close }) => close !== null)
  expect(server.messages).toEqual([...said.map((each) => each.toUpperCase()), 'LAST'])
  server.send({ opcode: opcodes.close, payload: closePayload(1000) })
  near.end()
  far.end()
  expect(await carried).toEqual({ code: 1000, stop: null })
})

test('a stop in the midst of messages lets nothing behind it through', async () => {
  const [near, ours] = duplexPair()
  const [theirs, far] = duplexPair()
  const carried = joined(ours, theirs, loud).carry()
  const client = new End(near as never, true)
  const server = new End(far as never, false)
  client.text('even').text('odd').text('secret').text('behind')
  await client.until(({ close }) => close !== null)
  await server.until(({ close }) => close !== null)
  expect(server.messages).toEqual(['EVEN', 'ODD'])
  expect(client.close).toEqual({ code: 1008, reason: 'entity-refused' })
  near.destroy()
  far.destroy()
  const stop = { action: 'refused-midstream', reason: 'entity-refused' }
  expect(await carried).toEqual({ code: 1008, stop })
})

test('a treatment that breaks ends both sides with 1011, and sends nothing on', async () => {
  const [near, ours] = duplexPair()
  const [theirs, far] = duplexPair()
  const faults: unknown[] = []
  const breaking: Treatment = {
    message: () => Promise.reject(new Error('broken')),
    end: () => ({ send: [] }),
  }
  const carried = joined(ours, theirs, breaking, faults).carry()
  const client = new End(near as never, true).text('x').text('behind')
  const server = new End(far as never, false)
  await server.until(({ close }) => close !== null)
  await client.until(({ close }) => close !== null)
  near.destroy()
  far.destroy()
  expect(await carried).toEqual({ code: 1011, stop: { action: 'fail', reason: 'internal' } })
  expect([client.close?.code, server.close?.code, server.messages]).toEqual([1011, 1011, []])
  expect(faults).toEqual([new Error('broken')])
})

test('a stream of HTTP/2 carries one, and ends with END_STREAM', async () => {
  const [theirs, far] = duplexPair()
  const server = createServer({ settings: { enableConnectProtocol: true } })
  const begun = Promise.withResolvers<Awaited<ReturnType<Conversation['carry']>>>()
  server.on('stream', (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200 })
    void joined(stream, theirs, loud).carry().then(begun.resolve)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(() => {
    session.destroy()
    server.close()
  })
  await once(session, 'remoteSettings')
  const stream = session.request({
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':scheme': 'http',
    ':path': '/chat',
    ':authority': 'origin.example.test',
    'sec-websocket-version': '13',
  })
  const client = new End(stream as never, true)
  const destination = new End(far as never, false)
  client.text('over http/2')
  expect(await destination.message(1)).toBe('OVER HTTP/2')
  destination.text('x'.repeat(90_000))
  expect(await client.message(1)).toHaveLength(90_000)
  destination.send({ opcode: opcodes.close, payload: closePayload(4000, 'done') })
  await client.until(({ close }) => close !== null)
  client.send({ opcode: opcodes.close, payload: closePayload(4000, 'done') })
  await client.closed()
  stream.end()
  far.end()
  expect(await begun.promise).toEqual({ code: 4000, stop: null })
})

test('a client of HTTP/2 gives no key: the destination gets one, and its answer without a proof is taken from HTTP/2', () => {
  const fields = ['sec-websocket-version', '13', 'sec-websocket-protocol', 'a, b']
  const head = { method: 'GET', hasBody: false, fields } as Parameters<typeof readHandshake>[0]
  expect(readHandshake(head, null)).toBeNull()
  const handshake = readHandshake(head, () => key)
  if (handshake === null) throw new Error('not read')
  const asked = askingFields(fields, handshake)
  expect(asked).toEqual([...fields, 'Sec-WebSocket-Key', key])
  const bounds = { maxMessageBytes: 1000, maxRatio: 100 }
  const answer = (status: number, ...more: string[]) =>
    readHandshakeAnswer({ status, fields: more }, handshake, bounds)
  expect(answer(200, 'sec-websocket-protocol', 'b')?.fields).toEqual(['sec-websocket-protocol', 'b'])
  expect(answer(101, 'sec-websocket-protocol', 'b')).toBeNull()
  expect(answer(101, 'Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')).not.toBeNull()
  expect(answer(101, 'Sec-WebSocket-Accept', 'c3pPLMBiTxaQ9kYGzzhZRbK+xOo=')).toBeNull()
  expect(answer(200, 'sec-websocket-protocol', 'c')).toBeNull()
})

test.each([
  ['another version', ['sec-websocket-version', '8', 'sec-websocket-key', key]],
  ['no version', ['sec-websocket-key', key]],
  ['two keys', ['sec-websocket-version', '13', 'sec-websocket-key', key, 'sec-websocket-key', key]],
  ['a key of another length', ['sec-websocket-version', '13', 'sec-websocket-key', 'YWJj']],
  [
    'extensions that cannot be read',
    ['sec-websocket-version', '13', 'sec-websocket-key', key, 'sec-websocket-extensions', ';'],
  ],
])('a handshake with %s is none', (_what, fields) => {
  const head = { method: 'GET', hasBody: false, fields } as Parameters<typeof readHandshake>[0]
  expect(readHandshake(head, null)).toBeNull()
})
