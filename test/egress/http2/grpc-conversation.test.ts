/** Promises about gRPC calls in which both sides wait for one another: each message leaves once it was judged. */
import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import type { ClientHttp2Stream } from 'node:http2'
import { expect, test } from 'vitest'
import { maxJournalFindings } from '../../../gateway/core/journal.ts'
import { card } from '../planted.ts'
import { waitFor } from '../raw.ts'
import { maskAll, startProxy } from '../setup.ts'
import { http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const call = {
  ':method': 'POST',
  ':path': '/shop.Chat/Talk',
  'content-type': 'application/grpc',
  te: 'trailers',
}
const [rule] = maskAll.exchanges

/** One message whose only field is a text. */
function saying(text: string): Buffer {
  const content = Buffer.concat([Buffer.from([0x0a, text.length]), Buffer.from(text)])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(content.length, 1)
  return Buffer.concat([head, content])
}

/** A destination that answers each message with itself, and says nothing before the first unless it greets. */
async function talking(changes: object = {}, limits: object = {}, greeting = '') {
  let heard = ''
  const origin = await startHttp2Origin({
    begin: (stream) => {
      stream.on('error', () => {})
      const answer = (message: Buffer) => {
        if (!stream.headersSent) {
          stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
          stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
        }
        stream.write(message)
      }
      if (greeting !== '') answer(saying(greeting))
      stream.on('data', (chunk: Buffer) => {
        heard += chunk.toString('latin1')
        answer(chunk)
      })
      stream.on('end', () => stream.end())
    },
  })
  const proxy = await startProxy([origin], {
    policy: { ...maskAll, exchanges: [{ ...rule, ...changes }] },
    limits,
  })
  const session = await http2Session(proxy, origin)
  const stream = session.request(call)
  const answer = answering(stream)
  return { proxy, stream, answer, heard: () => heard, calls: () => origin.streams.length }
}

function answering(stream: ClientHttp2Stream) {
  const answer = { body: '', headers: {} as Record<string, unknown>, trailers: {} as Record<string, unknown> }
  stream.on('error', () => {})
  stream.on('response', (headers) => Object.assign(answer.headers, headers))
  stream.on('trailers', (trailers) => Object.assign(answer.trailers, trailers))
  stream.on('data', (chunk: Buffer) => {
    answer.body += chunk.toString('latin1')
  })
  return answer
}

test('the answer to each message comes before the next one is sent', async () => {
  const { proxy, stream, answer } = await talking()
  for (const text of ['first word', 'second word', 'third word']) {
    stream.write(saying(text))
    await waitFor(() => answer.body.includes(text))
    expect(answer.body).toContain(text)
  }
  stream.end()
  await once(stream, 'close')
  expect(answer.trailers['grpc-status']).toBe('0')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', notes: ['streamed'] })
  await waitFor(() => proxy.egress.heldBytes() === 0)
  expect(proxy.egress.heldBytes()).toBe(0)
})

test('a message that comes in pieces is judged whole, and what may not leave of it does not', async () => {
  const { proxy, stream, answer, heard } = await talking({ entities: { '*': 'refuse' } })
  stream.write(saying('first word'))
  await waitFor(() => answer.body.includes('first word'))
  const bad = saying(`my card is ${card}`)
  const closed = once(stream, 'close')
  stream.write(bad.subarray(0, 20))
  await new Promise((resolve) => setTimeout(resolve, 50))
  stream.write(bad.subarray(20))
  await closed
  // PERMISSION_DENIED, behind what was answered so far.
  expect(answer.trailers).toMatchObject({
    'grpc-status': '7',
    'grpc-message': 'Gatehouse: entity-refused',
  })
  expect(heard()).not.toContain('my card')
  expect(await proxy.recordAt(0)).toMatchObject({
    action: 'refused-midstream',
    reason: 'entity-refused',
    findingCounts: { CREDIT_CARD: 1 },
  })
})

test('a first message that may not leave is refused in the head alone', async () => {
  const { proxy, stream, answer, heard } = await talking({ entities: { '*': 'refuse' } })
  const closed = once(stream, 'close')
  stream.write(saying(`my card is ${card}`))
  await closed
  expect(answer.headers['grpc-status']).toBe('7')
  expect(heard()).toBe('')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'entity-refused' })
})

test('a first message that comes late is decided before the call leaves; one that comes very late ends a call', async () => {
  const refusing = { entities: { '*': 'refuse' } }
  const late = await talking(refusing)
  await new Promise((resolve) => setTimeout(resolve, 400))
  const closed = once(late.stream, 'close')
  late.stream.write(saying(`my card is ${card}`))
  await closed
  expect(late.answer.headers['grpc-status']).toBe('7')
  expect(late.calls()).toBe(0)
  expect(await late.proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'entity-refused' })

  const later = await talking(refusing)
  await waitFor(() => later.calls() === 1)
  const over = once(later.stream, 'close')
  later.stream.write(saying(`my card is ${card}`))
  await over
  expect(later.heard()).toBe('')
  const record = await later.proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'refused-midstream', reason: 'entity-refused' })
})

test('a call that says nothing, and is told nothing, is no conversation yet', async () => {
  const { stream, proxy } = await talking({}, { bodyGraceMs: 1500, bodyIdleTimeoutMs: 2000 })
  await once(stream, 'close')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail' })
})

test('a later message that is longer than what is held follows onLarge', async () => {
  const { proxy, stream, answer } = await talking({ onLarge: 'refuse' }, { holdBytes: 64 })
  stream.write(saying('first word'))
  await waitFor(() => answer.body.includes('first word'))
  const closed = once(stream, 'close')
  stream.write(saying('a long word '.repeat(10)))
  await closed
  expect(answer.trailers['grpc-status']).toBe('8')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'too-large' })
})

test('a conversation with hundreds of values that may leave goes on, and ends at the first that may not', async () => {
  const { proxy, stream, answer, heard } = await talking({
    entities: { EMAIL: 'keep', CREDIT_CARD: 'mask', '*': 'keep' },
    onFailure: 'refuse',
  })
  const mails = (from: number) => Array.from({ length: 5 }, (_, i) => `p${from + i}@example.com`).join(' ')
  for (let from = 1000; from < 1300; from += 5) {
    stream.write(saying(mails(from)))
    await waitFor(() => answer.body.includes(`p${from + 4}@`))
    expect(answer.body).toContain(`p${from + 4}@`)
  }
  const closed = once(stream, 'close')
  stream.write(saying(`my card is ${card}`))
  await closed
  expect(answer.trailers['grpc-status']).toBe('7')
  expect(heard()).not.toContain('my card')
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({
    action: 'refused-midstream',
    reason: 'entity-refused',
    findingCounts: { CREDIT_CARD: 1 },
  })
  expect(record.findingCounts.EMAIL).toBeGreaterThan(maxJournalFindings)
  expect(record.findings).toHaveLength(maxJournalFindings)
})

test('a destination may open the conversation', async () => {
  const { stream, answer, proxy } = await talking({}, {}, 'who is there')
  await waitFor(() => answer.body.includes('who is there'))
  expect(answer.body).toContain('who is there')
  stream.write(saying('it is me'))
  await waitFor(() => answer.body.includes('it is me'))
  expect(answer.body).toContain('it is me')
  stream.end()
  await once(stream, 'close')
  expect(answer.trailers['grpc-status']).toBe('0')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass' })
})

test('a client that listens is no slow sender', async () => {
  const { stream, answer, proxy } = await talking({}, { bodyGraceMs: 100, bodyIdleTimeoutMs: 200 })
  stream.write(saying('first word'))
  await waitFor(() => answer.body.includes('first word'))
  await new Promise((resolve) => setTimeout(resolve, 600))
  stream.write(saying('second word'))
  await waitFor(() => answer.body.includes('second word'))
  expect(answer.body).toContain('second word')
  stream.end()
  await once(stream, 'close')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass' })
})
