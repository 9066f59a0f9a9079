/** Promises about bodies that are too long to be held: found while they stream, cut before what must not leave. */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import * as zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { correctionsFileSchema } from '../../gateway/core/policy/corrections.ts'
import { card, email, expectClean, expectNothingPlanted, iban } from './planted.ts'
import { startRawOrigin, tunnelWire, waitFor } from './raw.ts'
import { exchangeThrough, openRequest } from './send.ts'
import { compiled, limits, maskAll, type ProxyChanges, startOrigin, startProxy } from './setup.ts'

/** Small, so that small bodies are long ones. */
const holdBytes = 4096
const [rule] = maskAll.exchanges

function policy(changes: object) {
  return { ...maskAll, exchanges: [{ ...rule, ...changes }] }
}

async function setting(changes: object = {}, options: ProxyChanges = {}) {
  const origin = await startOrigin()
  const proxy = await startProxy([origin], {
    policy: policy(changes),
    ...options,
    limits: { holdBytes, ...options.limits },
  })
  return { origin, proxy }
}

const refusing = { entities: { CREDIT_CARD: 'refuse', '*': 'mask' } }
const noise = 'an ordinary sentence without anybody in it; '

/** Long bodies in every format, with places for two values far behind what is held. */
const formats: [string, string, (a: string, b: string) => string][] = [
  [
    'JSON',
    'application/json',
    (a, b) => `{"t":"${noise.repeat(400)}","v":["${a}",1.50,"x${noise.repeat(9)} ${b} y"],"e":1e400}`,
  ],
  [
    'NDJSON',
    'application/x-ndjson',
    (a, b) => `${`{"t":"${noise}"}\n`.repeat(300)}{"v":"${a}"}\n{"w":"${b}"}\n`,
  ],
  [
    'a form',
    'application/x-www-form-urlencoded',
    (a, b) => `${'t=an+ordinary+field&'.repeat(600)}v=${a}&w=${b}&x=%41`,
  ],
  [
    'XML',
    'application/xml',
    (a, b) => `<o>${`<t a="1">${noise}</t>\n`.repeat(300)}<v>${a}</v><w x='${b}'/></o>`,
  ],
  ['CSV', 'text/csv', (a, b) => `t,v,w\r\n${`"${noise}",,\r\n`.repeat(300)}x,${a},"${b}"\r\n`],
  ['text', 'text/plain', (a, b) => `${noise.repeat(400)} ${a} and ${b}.`],
  [
    'multipart',
    'multipart/form-data; boundary=b0unda',
    (a, b) =>
      `--b0unda\r\nContent-Disposition: form-data; name="t"\r\n\r\n${noise.repeat(300)}\r\n--b0unda\r\n` +
      `Content-Disposition: form-data; name="v"\r\nContent-Type: application/json\r\n\r\n{"v":"${a}"}\r\n--b0unda\r\n` +
      `Content-Disposition: form-data; name="w"\r\n\r\n${noise} ${b}\r\n--b0unda--\r\n`,
  ],
]

describe.each(formats)('%s', (_, type, write) => {
  const sent = write(card, iban)

  test('is masked wherever a chunk ends, and arrives byte for byte otherwise', async () => {
    const { origin, proxy } = await setting()
    const second = sent.indexOf(iban)
    // Every border inside both values, one byte at a time around them, the rest in larger pieces.
    const borders = Array.from(
      { length: second + 30 - sent.indexOf(card) },
      (_, i) => sent.indexOf(card) - 4 + i,
    )
    const request = await openRequest(proxy, origin, { type, fields: { 'transfer-encoding': 'chunked' } })
    let from = 0
    for (const border of [
      ...borders.filter((at, i) => i % 5 === 0 && at > 0 && at < sent.length),
      sent.length,
    ]) {
      request.write(sent.slice(from, border))
      from = border
      await wait(0)
    }
    request.end()
    await once(request, 'response')
    expectClean(sent, origin.received[0]?.body.toString(), [card, iban])
    const record = await proxy.recordAt(0)
    expect(record).toMatchObject({ action: 'transform', reason: 'rule', notes: ['streamed'] })
    expect(record.findingCounts).toEqual({ CREDIT_CARD: 1, IBAN: 1 })
    expect(record).toMatchObject({
      requestBytes: sent.length,
      forwardedBytes: origin.received[0]?.body.length,
    })
  })

  test('is cut before the first byte of what is refused, and never ends cleanly', async () => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin], { policy: policy(refusing), limits: { holdBytes } })
    const request = await openRequest(proxy, origin, {
      type,
      fields: { 'content-length': String(sent.length) },
    })
    request.on('error', () => {})
    const at = sent.indexOf(card)
    request.write(sent.slice(0, at + 8))
    // So that what came first has left before the rest is known.
    await waitFor(() => origin.bytes.length > 0, 1000)
    request.end(sent.slice(at + 8))
    const [answer] = await once(request, 'response')
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['gatehouse-reason']).toBe('entity-refused')
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
    expect(origin.requests).toEqual([])
    const arrived = origin.bytes.toString('latin1')
    expect(arrived).not.toMatch(/\r\n0\r\n\r\n/)
    expect(arrived).not.toContain('4111')
    expectNothingPlanted(arrived)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'entity-refused' })
    expect(proxy.faults).toEqual([])
  })
})

describe('what is known of a long body stays known', () => {
  const body = `["${noise.repeat(400)}","${email}"]`

  test('its length and digests, where the rule changes nothing', async () => {
    const { origin, proxy } = await setting({ entities: { CREDIT_CARD: 'refuse', '*': 'keep' } })
    const fields = { 'content-md5': 'of these bytes' }
    expect((await exchangeThrough(proxy, origin, { body, fields })).status).toBe(200)
    expect(origin.received[0]?.headers).toMatchObject({
      'content-length': String(body.length),
      'content-md5': 'of these bytes',
    })
    expect(origin.received[0]?.body.toString()).toBe(body)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', reason: 'all-kept', notes: ['streamed'] })
  })

  test('with its length, it never arrives whole where its fault shows at its end', async () => {
    const { origin, proxy } = await setting({
      entities: { CREDIT_CARD: 'refuse', '*': 'keep' },
      onFailure: 'refuse',
    })
    const open = body.slice(0, -1)
    expect((await exchangeThrough(proxy, origin, { body: open })).status).toBe(403)
    expect(origin.received.filter(({ complete }) => complete)).toEqual([])
    expect(origin.received[0]?.body.length ?? 0).toBeLessThan(open.length)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'undecodable' })
  })

  test.each([
    ['a field', { of: 'field', path: 'v', destination: null }],
    ['a value', { of: 'value', type: 'EMAIL', index: 'A'.repeat(22) }],
  ])('neither, where %s is denied that the rule keeps', async (_, denied) => {
    const origin = await startOrigin()
    const kept = policy({ entities: { '*': 'keep' } })
    const { host } = origin
    const correction = { id: '0a1b2c3d', effect: 'deny', reason: '', destination: host, ...denied }
    const current = compiled(kept, correctionsFileSchema.parse({ corrections: [correction] }).corrections)
    const blindIndex = { index: () => 'A'.repeat(22) }
    const ports = { policy: { current: () => current }, blindIndex }
    const proxy = await startProxy([origin], { limits: { holdBytes }, ports })
    const sent = `{"t":"${noise.repeat(400)}","v":"${email}","w":1}`
    const fields = { 'content-md5': 'of these bytes' }
    expect((await exchangeThrough(proxy, origin, { body: sent, fields })).status).toBe(200)
    const [received] = origin.received
    expect(received?.headers['content-length']).toBeUndefined()
    expect(received?.headers['content-md5']).toBeUndefined()
    expect(received?.body.toString()).toMatch(/,"w":1\}$/)
    expectNothingPlanted(received?.body.toString() ?? email)
  })

  test('neither, where it may change', async () => {
    const { origin, proxy } = await setting()
    const fields = { 'content-md5': 'of these bytes', digest: 'SHA-256=x' }
    await exchangeThrough(proxy, origin, { body, fields })
    const headers = origin.received[0]?.headers ?? {}
    expect([headers['content-length'], headers['content-md5'], headers.digest]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(headers['transfer-encoding']).toBe('chunked')
  })
})

/** RFC 8878 §3.1.2: decoders pass over it. */
function skippable(content: string): Buffer {
  const head = Buffer.of(0x50, 0x2a, 0x4d, 0x18, content.length, 0, 0, 0)
  return Buffer.concat([head, Buffer.from(content)])
}

const coded = { gzip: zlib.gzipSync, br: zlib.brotliCompressSync, zstd: zlib.zstdCompressSync }
const undone = { gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync, zstd: zlib.zstdDecompressSync }

test.each(['gzip', 'br', 'zstd'] as const)('a long body in %s is masked and coded again', async (coding) => {
  const { origin, proxy } = await setting()
  const sent = formats[0]?.[2](card, iban) ?? ''
  await exchangeThrough(proxy, origin, { body: coded[coding](sent), fields: { 'content-encoding': coding } })
  expectClean(sent, undone[coding](origin.received[0]?.body ?? Buffer.alloc(0)).toString(), [card, iban])
})

/** Sends under a rule, and says what came of it. */
async function outcome(
  changes: object,
  sent: { type?: string | null; body: string | Buffer; fields?: Record<string, string> },
  options: ProxyChanges = {},
) {
  const { origin, proxy } = await setting(changes, options)
  const answer = await exchangeThrough(proxy, origin, sent)
  const record = await proxy.recordAt(0)
  expectNothingPlanted(JSON.stringify(record))
  expect(proxy.faults).toEqual([])
  return { answer, record, whole: origin.received.filter(({ complete }) => complete), all: origin.received }
}

const gzip = { 'content-encoding': 'gzip' }
const packed = zlib.gzipSync(`{"a":"${noise}"}`)
const corrupt = Buffer.from(packed)
corrupt[14] = (corrupt[14] ?? 0) ^ 0xff
const behind = (extra: string) => Buffer.concat([packed, Buffer.from(extra)])

describe('what cannot be read follows onFailure', () => {
  const unreadable: [string, Parameters<typeof outcome>[1]][] = [
    ['corrupt gzip', { body: corrupt, fields: gzip }],
    ['truncated gzip', { body: packed.subarray(0, -9), fields: gzip }],
    ['gzip that is none', { body: 'plain', fields: gzip }],
    ['something behind the end of gzip', { body: behind('\0\0hidden'), fields: gzip }],
    [
      'something behind the end of br',
      { body: Buffer.concat([zlib.brotliCompressSync('[]'), packed]), fields: { 'content-encoding': 'br' } },
    ],
    [
      'a second zstd frame',
      {
        body: Buffer.concat([zlib.zstdCompressSync('['), zlib.zstdCompressSync(']')]),
        fields: { 'content-encoding': 'zstd' },
      },
    ],
    ['a zstd frame to be skipped, alone', { body: skippable(card), fields: { 'content-encoding': 'zstd' } }],
    [
      'a zstd frame to be skipped, before another',
      {
        body: Buffer.concat([skippable(card), zlib.zstdCompressSync('[]')]),
        fields: { 'content-encoding': 'zstd' },
      },
    ],
    ['an unknown coding', { body: 'abc', fields: { 'content-encoding': 'compress' } }],
    ['too many codings', { body: 'abc', fields: { 'content-encoding': 'gzip, gzip, gzip' } }],
    [
      'UTF-16 by its charset',
      { type: 'application/json; charset=utf-16', body: Buffer.from('{"a":1}', 'utf16le') },
    ],
    ['UTF-16 that says nothing', { body: Buffer.from(`\ufeff{"a":"x"}`, 'utf16le') }],
  ]
  test.each(unreadable)('%s', async (_, sent) => {
    const refused = await outcome({ onFailure: 'refuse' }, sent)
    expect(refused.answer.status).toBe(403)
    expect(refused.all).toEqual([])
    expect(refused.record).toMatchObject({ action: 'refuse', reason: 'undecodable', forwardedBytes: 0 })

    const passed = await outcome({ onFailure: 'pass' }, sent)
    expect(passed.answer.status).toBe(200)
    expect(passed.whole[0]?.body.equals(Buffer.from(sent.body as string))).toBe(true)
    expect(passed.whole[0]?.headers['content-length']).toBe(String(sent.body.length))
    expect(passed.record).toMatchObject({ action: 'pass', reason: 'undecodable', notes: ['unread'] })
  })

  test.each([
    ['JSON', 'application/json', `{"a": nonsense, "pan": "${card}"}`],
    ['XML', 'application/xml', `<a><b>${card}</a>`],
    ['multipart', 'multipart/form-data; boundary=x', `--y\r\n\r\n${card}\r\n--y--\r\n`],
  ])('malformed %s is refused whole, or read as text and still masked', async (_, type, body) => {
    const refused = await outcome({ onFailure: 'refuse' }, { type, body })
    expect([refused.all, refused.record.reason]).toEqual([[], 'undecodable'])
    const passed = await outcome({ onFailure: 'pass' }, { type, body })
    expectClean(body, passed.whole[0]?.body.toString(), [card])
    expect(passed.record).toMatchObject({ action: 'transform', reason: 'rule', notes: ['read-as-text'] })
  })

  test('a long body that turns out malformed is cut, or read on as text from there', async () => {
    const body = `{"pan":"${card}","t":"${noise.repeat(400)}",,,"mail":"${email}"}`
    const refused = await outcome({ onFailure: 'refuse' }, { body })
    expect(refused.whole).toEqual([])
    expect(refused.record).toMatchObject({ action: 'refused-midstream', reason: 'undecodable' })
    const passed = await outcome({ onFailure: 'pass' }, { body })
    expectClean(body, passed.whole[0]?.body.toString(), [card, email])
    expect(passed.record).toMatchObject({ action: 'transform', notes: ['streamed', 'read-as-text'] })
    const at = passed.record.findings.map(({ offset }) => offset)
    expect(at).toEqual([body.indexOf(card), body.indexOf(email)])
  })

  test('a long multipart body that turns out malformed leaves as it came where nothing is changed', async () => {
    const type = 'multipart/form-data; boundary=b'
    const part = (text: string) => `--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n${text}\r\n`
    const begun = part(noise.repeat(400))
    const body = `${begun}--b\r\nno head at all\r\n\r\n${email}`
    const refused = await outcome({ onFailure: 'refuse' }, { type, body })
    expect(refused.record).toMatchObject({ action: 'refused-midstream', reason: 'undecodable' })
    const passed = await outcome({ onFailure: 'pass' }, { type, body })
    expectClean(body, passed.whole[0]?.body.toString(), [email])
    expect(passed.record).toMatchObject({ action: 'transform', notes: ['streamed', 'read-as-text'] })
    // What was changed cannot be had back to be read again.
    const changed = await outcome({ onFailure: 'pass' }, { type, body: `${part(email)}${body}` })
    expect(changed.record).toMatchObject({ action: 'refused-midstream', reason: 'undecodable' })
    const policy = { ...maskAll, mode: 'observe' }
    const watched = await outcome({}, { type, body: `${part(email)}${body}` }, { policy })
    expect(watched.whole[0]?.body.toString()).toBe(`${part(email)}${body}`)
    expect(watched.record).toMatchObject({ action: 'pass', reason: 'observe-only' })
  })

  test('a long body that turns out not to be in its coding never ends cleanly, even under pass', async () => {
    const random = Buffer.from(Array.from({ length: 90_000 }, (_, i) => 97 + (((i * 7919) ^ (i >> 3)) % 25)))
    const whole = zlib.gzipSync(random, { level: 1 })
    const bad = Buffer.concat([whole.subarray(0, whole.length - 4), Buffer.from('!!!!')])
    for (const onFailure of ['refuse', 'pass']) {
      const cut = await outcome({ onFailure }, { type: 'text/plain', body: bad, fields: gzip })
      expect(cut.whole).toEqual([])
      expect(cut.record).toMatchObject({ action: 'refused-midstream', reason: 'undecodable' })
    }
  })
})

describe('limits', () => {
  test('a decompression bomb is refused long before it is unpacked', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))
    for (const onFailure of ['refuse', 'pass']) {
      const result = await outcome(
        { onFailure },
        { body: bomb, fields: gzip },
        { limits: { holdBytes: 2 * 1024 * 1024 } },
      )
      expect(result.answer.status).toBe(413)
      expect(result.whole).toEqual([])
      expect(result.record.reason).toBe('too-large')
      expect(result.record.forwardedBytes).toBeLessThan(1024 * 1024)
    }
  })

  test('a coded body that decodes to nothing is not remembered without end', async () => {
    // Empty stored blocks: five bytes each that mean nothing.
    const head =
      zlib.deflateRawSync('').length === 2 ? Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]) : null
    const nothing = Buffer.concat([
      head as Buffer,
      ...Array(120_000).fill(Buffer.from([0, 0, 0, 0xff, 0xff])),
    ])
    const result = await outcome({ onFailure: 'pass' }, { body: nothing, fields: gzip })
    expect(result.answer.status).toBe(413)
    expect(result.all).toEqual([])
  })

  test('maxDecodedBytes, maxBodyBytes declared and undeclared, onLarge', async () => {
    const body = `["${noise.repeat(400)}"]`
    const chunked = { 'transfer-encoding': 'chunked' }
    const tries: [object, Parameters<typeof outcome>[1], ProxyChanges['limits']][] = [
      [{}, { body: zlib.gzipSync(body), fields: gzip }, { maxDecodedBytes: 10_000 }],
      [{}, { body }, { maxBodyBytes: 10_000 }],
      [{}, { body, fields: chunked }, { maxBodyBytes: 10_000 }],
      [{}, { type: 'image/png', body, fields: chunked }, { maxBodyBytes: 10_000 }],
      [{ onLarge: 'refuse' }, { body }, {}],
      [{ onLarge: 'refuse' }, { body: zlib.gzipSync(body), fields: gzip }, {}],
    ]
    for (const [changes, sent, most] of tries) {
      const result = await outcome(changes, sent, { limits: most ?? {} })
      expect([result.answer.status, result.record.reason]).toEqual([413, 'too-large'])
      expect(result.whole).toEqual([])
    }
  })
})

describe('what is of no type that is understood follows onOpaque', () => {
  const bytes = Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 89) % 256))
  const part = (type: string) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="f"\r\nContent-Type: ${type}\r\n\r\n`),
      bytes,
      Buffer.from('\r\n--b--\r\n'),
    ])
  const opaque: [string, Parameters<typeof outcome>[1], readonly string[]][] = [
    ['by its type', { type: 'image/png', body: bytes.subarray(0, 99) }, ['unread', 'opaque:binary']],
    ['by its bytes', { type: null, body: bytes.subarray(0, 99) }, ['unread', 'opaque:binary']],
    ['by its bytes, long', { type: null, body: bytes }, ['unread', 'opaque:binary']],
    [
      'by its bytes, long and coded',
      { type: null, body: zlib.gzipSync(bytes, { level: 0 }), fields: gzip },
      ['unread', 'opaque:binary'],
    ],
    [
      'a part of it, long',
      { type: 'multipart/form-data; boundary=b', body: part('application/zip') },
      ['streamed', 'opaque-parts', 'opaque:binary'],
    ],
    [
      'a part of it',
      {
        type: 'multipart/form-data; boundary=b',
        body:
          part('application/zip').subarray(-400).length > 0
            ? Buffer.from('--b\r\nContent-Type: image/png\r\n\r\nx\0y\r\n--b--\r\n')
            : '',
      },
      ['opaque-parts', 'opaque:binary'],
    ],
  ]
  test.each(opaque)('%s', async (_, sent, notes) => {
    const refused = await outcome({ onOpaque: 'refuse' }, sent)
    expect([refused.answer.status, refused.record.reason]).toEqual([403, 'opaque-content'])
    expect(refused.whole).toEqual([])
    const passed = await outcome({ onOpaque: 'pass' }, sent)
    expect(passed.whole[0]?.body.equals(Buffer.from(sent.body as string))).toBe(true)
    expect(passed.record).toMatchObject({ action: 'pass', notes })
  })
})

describe('whoever breaks off in the middle', () => {
  test('a client that leaves never makes its upload look whole', async () => {
    for (const fields of [{ 'content-length': '999999' }, { 'transfer-encoding': 'chunked' }]) {
      const origin = await startRawOrigin()
      const proxy = await startProxy([origin], { limits: { holdBytes } })
      const request = await openRequest(proxy, origin, {
        type: 'text/plain',
        fields: fields as Record<string, string>,
      })
      request.on('error', () => {})
      request.write(noise.repeat(900))
      await waitFor(() => origin.bytes.length > 0)
      request.destroy()
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      expect(origin.requests).toEqual([])
      expect(origin.bytes.toString('latin1')).not.toMatch(/\r\n0\r\n\r\n/)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone' })
    }
  })

  test('a destination that answers before the upload ends is heard, and the client is not held up', async () => {
    let answered = false
    const origin = await startRawOrigin({
      connected: (socket) =>
        socket.once('data', () => {
          if (answered) return
          answered = true
          socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno')
        }),
    })
    const proxy = await startProxy([origin], { limits: { holdBytes } })
    const wire = await tunnelWire(proxy, origin)
    wire.send(
      `POST / HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\nContent-Type: text/plain\r\nContent-Length: 9000000\r\n\r\n`,
    )
    wire.send(noise.repeat(2000))
    await wire.until(/HTTP\/1\.1 413 [\s\S]*no$/)
    const record = await proxy.recordAt(0)
    expect(record.status).toBe(413)
  })

  test('a destination that reads slowly slows the client down instead of filling memory', async () => {
    const origin = await startRawOrigin({ connected: (socket) => void setTimeout(() => socket.pause(), 0) })
    const proxy = await startProxy([origin], { limits: { ...limits, holdBytes } })
    const request = await openRequest(proxy, origin, {
      type: 'text/plain',
      fields: { 'content-length': '200000000' },
    })
    request.on('error', () => {})
    const chunk = Buffer.alloc(256 * 1024, 'an ordinary sentence. ')
    let taken = 0
    let blocked = false
    for (let i = 0; i < 400 && !blocked; i += 1) {
      blocked = await new Promise<boolean>((resolve) => {
        const late = setTimeout(() => resolve(true), 1500)
        request.write(chunk, () => {
          clearTimeout(late)
          resolve(false)
        })
      })
      if (!blocked) taken += chunk.length
    }
    // The buffers of six sockets on the way hold some megabytes; a hundred would mean that somebody collects.
    expect(blocked).toBe(true)
    expect(taken).toBeLessThan(32 * 1024 * 1024)
    request.destroy()
  })
})

test.each([1, 400])(
  'a fault of our own stops the request, is reported, and is not blamed on the destination (%i)',
  async (times) => {
    const index = () => {
      throw new TypeError('planted fault')
    }
    const { origin, proxy } = await setting({}, { ports: { blindIndex: { index } } })
    const answer = await exchangeThrough(proxy, origin, { body: `["${noise.repeat(times)}","${card}"]` })
    expect(answer.status).toBe(500)
    expect(origin.received.filter(({ complete }) => complete)).toEqual([])
    expect((await proxy.recordAt(0)).reason).toBe('internal')
    expect(proxy.faults).toHaveLength(1)
  },
)
