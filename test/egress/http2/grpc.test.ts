/** Promises about gRPC: calls work both ways with their status, and what nobody can read of them follows `onOpaque`. */
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { maskAll, startProxy } from '../setup.ts'
import { answerOf, ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const call = {
  ':method': 'POST',
  ':path': '/shop.Orders/Place',
  'content-type': 'application/grpc',
  te: 'trailers',
  'grpc-timeout': '5S',
}

/** One message as gRPC frames it: uncompressed, its length, a protobuf field. */
function message(bytes: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

const order = message(Buffer.from([0x08, 0x96, 0x01, 0x12, 0x03, 0xff, 0xfe, 0x00]))

test('a call goes out as it came, and its status comes back behind its messages', async () => {
  const origin = await startHttp2Origin({
    answer: (stream, { body }) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'ok' }))
      stream.end(body)
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  const answer = await ask(session, call, order)
  expect(answer.body.equals(order)).toBe(true)
  expect(answer.trailers).toMatchObject({ 'grpc-status': '0', 'grpc-message': 'ok' })
  expect(origin.streams[0]?.body.equals(order)).toBe(true)
  expect(origin.streams[0]?.headers).toMatchObject({ te: 'trailers', 'grpc-timeout': '5S' })
})

test('messages flow both ways at the same time', async () => {
  const origin = await startHttp2Origin({
    begin: (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.pipe(stream)
    },
  })
  const proxy = await startProxy([origin], { limits: { holdBytes: 4 } })
  const session = await http2Session(proxy, origin)
  const stream = session.request(call)
  stream.write(order)
  await once(stream, 'response')
  const [first] = (await once(stream, 'data')) as [Buffer]
  expect(first.equals(order)).toBe(true)
  stream.write(order)
  const [second] = (await once(stream, 'data')) as [Buffer]
  expect(second.equals(order)).toBe(true)
  const trailers = once(stream, 'trailers')
  stream.resume().end()
  expect((await trailers)[0]).toMatchObject({ 'grpc-status': '0' })
})

test('where a rule refuses what nobody can read, no call leaves', async () => {
  const origin = await startHttp2Origin()
  const [rule] = maskAll.exchanges
  const policy = { ...maskAll, exchanges: [{ ...rule, onOpaque: 'refuse' }] }
  const proxy = await startProxy([origin], { policy })
  const session = await http2Session(proxy, origin)
  const stream = session.request(call)
  stream.end(order)
  const { status, headers } = await answerOf(stream)
  // PERMISSION_DENIED, which stands in the head alone: gRPC's Trailers-Only.
  expect([status, headers['grpc-status']]).toEqual([200, '7'])
  expect(origin.streams).toEqual([])
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'opaque-content' })
})
