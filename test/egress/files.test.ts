/** Files on their way through the gateway: documents arrive rewritten, pictures without who took them, the rest by rule. */
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { explainFileNote } from '../../gateway/core/policy/file-notes.ts'
import { explain } from '../../gateway/core/policy/reasons.ts'
import { KiB } from '../../gateway/core/units.ts'
import { docx, entryOf, paragraph, rawZip, wordSpace } from '../core/files/support.ts'
import { exchangeThrough, type Sent } from './send.ts'
import { maskAll, startOrigin, startProxy } from './setup.ts'

const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

async function sendFile(sent: Sent, changes: object = {}, mode = 'enforce') {
  const origin = await startOrigin()
  const [rule] = maskAll.exchanges
  const policy = { ...maskAll, mode, exchanges: [{ ...rule, ...changes }] }
  const proxy = await startProxy([origin], { policy, limits: { holdBytes: 64 * KiB } })
  const answer = await exchangeThrough(proxy, origin, sent)
  const record = await proxy.recordAt(0)
  expect(proxy.faults).toEqual([])
  expect(JSON.stringify(record)).not.toMatch(/joe@|Planted/)
  return { answer, record, received: origin.received.find(({ complete }) => complete) }
}

function upload(file: Buffer, type: string): Sent {
  const head = `--b\r\nContent-Disposition: form-data; name="f"; filename="Planted.docx"\r\nContent-Type: ${type}\r\n\r\n`
  return {
    type: 'multipart/form-data; boundary=b',
    body: Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--b--\r\n')]),
  }
}

const letter = docx(paragraph('joe@exam', 'ple.com'))
const documentIn = (file: Buffer) => entryOf(file, 'word/document.xml')

describe('a document', () => {
  test.each([
    ['as the whole body', { type: office, body: letter }],
    ['under a label that says nothing', { type: 'application/octet-stream', body: letter }],
  ])('%s arrives rewritten', async (_, sent) => {
    const { record, received } = await sendFile(sent, { onOpaque: 'refuse' })
    expect(documentIn(received?.body ?? Buffer.alloc(0))).toContain(
      '<w:t xml:space="preserve">j**@example.com</w:t>',
    )
    expect(Number(received?.headers['content-length'])).toBe(received?.body.length)
    expect(record).toMatchObject({
      action: 'transform',
      reason: 'rule',
      findingCounts: { EMAIL: 1 },
      notes: [],
    })
  })

  test('in a form arrives rewritten, and in JSON', async () => {
    const { received, record } = await sendFile(upload(letter, 'application/octet-stream'))
    const body = received?.body ?? Buffer.alloc(0)
    expect(documentIn(body.subarray(body.indexOf('PK'), body.lastIndexOf('\r\n--b--')))).toContain('j**@')
    expect(record.findings[0]).toMatchObject({ type: 'EMAIL', path: 'f' })
    const json = await sendFile({ body: JSON.stringify({ file_data: letter.toString('base64') }) })
    const { file_data } = JSON.parse(json.received?.body.toString() ?? '{}')
    expect(documentIn(Buffer.from(file_data, 'base64'))).toContain('j**@')
  })

  test('that is signed follows onSigned', async () => {
    const signed = docx(paragraph('joe@example.com'), { '_xmlsignatures/sig1.xml': '<Signature/>' })
    const refused = await sendFile({ type: office, body: signed })
    expect([refused.answer.status, refused.record.reason]).toEqual([403, 'signed-content'])
    const passed = await sendFile({ type: office, body: signed }, { onSigned: 'pass' })
    expect(passed.received?.body.equals(signed)).toBe(true)
    expect(passed.record).toMatchObject({ action: 'pass', notes: ['signed'] })
    expect(passed.record.findings[0]).toMatchObject({ operator: 'keep' })
    expect(passed.record.findings[0]?.reasons).toContain('signed:mask')
  })

  test('that two programs would read in two ways follows onFailure', async () => {
    const main = `<w:document ${wordSpace}>${paragraph('joe@example.com')}</w:document>`
    const entry = { name: 'word/document.xml', content: main }
    const types = { name: '[Content_Types].xml', content: '<Types/>' }
    const broken = rawZip([types, entry, { ...entry, content: '<x/>' }])
    const refused = await sendFile({ type: office, body: broken })
    expect([refused.answer.status, refused.record.reason]).toEqual([403, 'undecodable'])
    const passed = await sendFile({ type: office, body: broken }, { onFailure: 'pass' })
    expect(passed.received?.body.equals(broken)).toBe(true)
    expect(passed.record).toMatchObject({ reason: 'undecodable', notes: ['unread'] })
  })

  test('that is longer than what is held follows onOpaque', async () => {
    const media = { 'word/media/a.bin': new Uint8Array(Buffer.from(noise(400_000))) }
    const long = docx(paragraph('joe@example.com'), media)
    const refused = await sendFile({ type: office, body: long }, { onOpaque: 'refuse' })
    expect([refused.answer.status, refused.received]).toEqual([403, undefined])
    const { received, record } = await sendFile({ type: office, body: long })
    expect(received?.body.equals(long)).toBe(true)
    expect(record).toMatchObject({ reason: 'opaque-content', notes: ['unread', 'opaque:large'] })
  })

  test('that is longer than what is held follows onOpaque in a form that streams, too', async () => {
    const media = { 'word/media/a.bin': new Uint8Array(Buffer.from(noise(400_000))) }
    const long = docx(paragraph('joe@example.com'), media)
    const { received, record } = await sendFile(upload(long, 'application/octet-stream'))
    expect(received?.body.includes(long)).toBe(true)
    expect(record.notes).toContain('opaque:large')
    const refused = await sendFile(upload(long, 'application/octet-stream'), { onOpaque: 'refuse' })
    expect(refused.record.reason).toBe('opaque-content')
  })

  test('leaves as it is in mode observe, which says what would have been', async () => {
    const { received, record } = await sendFile({ type: office, body: letter }, {}, 'observe')
    expect(received?.body.equals(letter)).toBe(true)
    expect(record).toMatchObject({ action: 'pass', observed: true, findingCounts: { EMAIL: 1 } })
  })
})

describe('a picture', () => {
  const picture = (pixels: number) =>
    Buffer.concat([
      Buffer.from('\xff\xd8\xff\xfe\x00\x09Planted\xff\xda\x00\x02', 'latin1'),
      Buffer.from(noise(pixels)).map((byte) => (byte === 0xff ? 0 : byte)),
      Buffer.from('\xff\xd9', 'latin1'),
    ])
  const strip = { files: { metadata: 'strip' } }

  test.each([
    ['short', 1000],
    ['long', 300_000],
  ])('that is %s arrives without who took it, pixel for pixel', async (_, pixels) => {
    const body = picture(pixels)
    const { received, record } = await sendFile({ type: 'image/jpeg', body }, strip)
    expect(received?.body.equals(Buffer.concat([body.subarray(0, 2), body.subarray(13)]))).toBe(true)
    expect(record).toMatchObject({ action: 'transform', reason: 'opaque-content' })
    expect(record.notes).toEqual(expect.arrayContaining(['opaque:image', 'metadata-stripped']))
  })

  test('leaves as it came where the rule keeps metadata, or only watches', async () => {
    for (const [changes, mode] of [[{}, 'enforce'] as const, [strip, 'observe'] as const]) {
      for (const body of [picture(1000), picture(300_000)]) {
        const { received, record } = await sendFile({ type: 'image/jpeg', body }, changes, mode)
        expect(received?.body.equals(body)).toBe(true)
        expect(record).toMatchObject({ action: 'pass', notes: ['unread', 'opaque:image'] })
      }
    }
  })
})

test('what nobody opens is told by its kind', async () => {
  const { record } = await sendFile({ type: 'application/pdf', body: '%PDF-1.7 Planted\0' })
  expect(record).toMatchObject({ action: 'pass', notes: ['unread', 'opaque:pdf'] })
})

describe('a PDF', () => {
  const pdf = Buffer.from(
    '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Title(Planted joe@example.com)>> endobj\0',
    'latin1',
  )
  const ways: [string, Sent][] = [
    ['as the whole body', { type: 'application/pdf', body: pdf }],
    ['under a label that says nothing', { type: 'application/octet-stream', body: pdf }],
    ['in a form', upload(pdf, 'application/pdf')],
    ['in JSON', { body: JSON.stringify({ file_data: pdf.toString('base64') }) }],
  ]

  test.each(ways)('%s passes unread under onOpaque: pass, and the journal says so', async (_, sent) => {
    for (const onFailure of ['refuse', 'pass']) {
      const { received, record } = await sendFile(sent, { onOpaque: 'pass', onFailure })
      expect(received?.body.equals(Buffer.from(sent.body))).toBe(true)
      expect(record).toMatchObject({ action: 'pass', findingCounts: {} })
      expect(record.notes).toContain('opaque:pdf')
    }
  })

  test.each(ways)('%s does not leave under onOpaque: refuse, and its sender is told why', async (_, sent) => {
    for (const onFailure of ['refuse', 'pass']) {
      const { answer, received, record } = await sendFile(sent, { onOpaque: 'refuse', onFailure })
      expect(received).toBeUndefined()
      expect(record).toMatchObject({
        action: 'refuse',
        reason: 'opaque-content',
        status: 403,
        forwardedBytes: 0,
      })
      expect(answer.status).toBe(403)
      expect(answer.body.toString()).toContain('"reason":"opaque-content"')
    }
  })

  test('is told of in words', () => {
    expect(explainFileNote('opaque:pdf')).toMatch(/^A PDF: .* not opened/)
    expect(explain('refuse', 'opaque-content').length).toBeGreaterThan(20)
  })
})

/** Bytes that no deflater makes shorter. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 24
  })
}
