/** Files that are made to cost more than they weigh, wherever in a body they stand: nobody else waits long for them. */
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { MiB } from '../../gateway/core/units.ts'
import { docx, paragraph } from '../core/files/support.ts'
import { exchangeThrough, type Sent } from './send.ts'
import { maskAll, startOrigin, startProxy } from './setup.ts'

const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

async function sendFile(sent: Sent, changes: object = {}) {
  const origin = await startOrigin()
  const [rule] = maskAll.exchanges
  const policy = { ...maskAll, exchanges: [{ ...rule, ...changes }] }
  const proxy = await startProxy([origin], { policy })
  const before = process.cpuUsage()
  const answer = await exchangeThrough(proxy, origin, sent)
  const { user, system } = process.cpuUsage(before)
  expect(proxy.faults).toEqual([])
  const record = await proxy.recordAt(0)
  return { status: answer.status, record, received: origin.received[0], seconds: (user + system) / 1e6 }
}

/** Packed a thousandfold. */
const bomb = docx(paragraph('a@b.co '.repeat(1_500_000)))
const smaller = docx(paragraph('a@b.co '.repeat(300_000)))
const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`word/embeddings/${i}.docx`, new Uint8Array(smaller)] as const),
  )

function inForm(file: Buffer, encoding?: 'base64'): Sent {
  const coded = encoding === undefined ? file : Buffer.from(file.toString('base64'))
  const field = encoding === undefined ? '' : 'Content-Transfer-Encoding: base64\r\n'
  const head = `--b\r\nContent-Disposition: form-data; name="f"; filename="f.docx"\r\nContent-Type: ${office}\r\n${field}\r\n`
  const body = Buffer.concat([Buffer.from(head), coded, Buffer.from('\r\n--b--\r\n')])
  return { type: 'multipart/form-data; boundary=b', body }
}

const bombs: readonly (readonly [title: string, sent: () => Sent])[] = [
  ['as the whole body', () => ({ type: office, body: bomb })],
  ['in a part of a form', () => inForm(bomb)],
  ['in a part of a form in Base64', () => inForm(bomb, 'base64')],
  ['in JSON in Base64', () => ({ body: JSON.stringify({ file: bomb.toString('base64') }) })],
  ['nested in a document', () => ({ type: office, body: docx(paragraph('hello'), many(40)) })],
  [
    'side by side in JSON',
    () => ({ body: JSON.stringify(Array.from({ length: 40 }, () => smaller.toString('base64'))) }),
  ],
]

describe('a document that is packed a thousandfold', () => {
  test.each(bombs)('%s follows onOpaque, long before all of it is read', async (_, sent) => {
    const refused = await sendFile(sent(), { onOpaque: 'refuse' })
    expect([refused.status, refused.record.reason, refused.received]).toEqual([
      403,
      'opaque-content',
      undefined,
    ])
    const passed = await sendFile(sent())
    expect(passed.record.notes).toContain('opaque:large')
    for (const { seconds } of [refused, passed]) expect(seconds).toBeLessThan(60)
  })
})

test('a document as long as honest ones are, packed as they are, is read to its end', async () => {
  const words = Array.from({ length: 9000 }, (_, i) =>
    paragraph(`Letter ${i} on ${(i * 7919) % 1009} things,`, ' as agreed'),
  )
  const file = docx([...words, paragraph('joe@example.com')].join(''))
  const { record } = await sendFile({ type: office, body: file }, { onOpaque: 'refuse' })
  expect(record).toMatchObject({ action: 'transform', findingCounts: { EMAIL: 1 }, notes: [] })
  expect(file.length).toBeLessThan(MiB)
})
