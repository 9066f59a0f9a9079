/** What a coding carries beside the content is looked into as well: names and comments of gzip, metadata of brotli. */
import { brotliCompressSync, brotliDecompressSync, constants, crc32, gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exchangeThrough } from './send.ts'
import { maskAll, type ProxyChanges, startOrigin, startProxy } from './setup.ts'

const email = 'jane.roe@corp.example'
const content = '{"a":1,"b":"plain"}'

/** RFC 1952 §2.3, with a field that zlib never writes. */
function gzipWith(text: string, field: { flag: number; bytes: Buffer }): Buffer {
  const plain = gzipSync(text)
  const head = Buffer.from(plain.subarray(0, 10))
  head[3] = field.flag
  return Buffer.concat([head, field.bytes, plain.subarray(10)])
}

const name = (text: string) => ({ flag: 8, bytes: Buffer.from(`${text}\0`) })
const comment = (text: string) => ({ flag: 16, bytes: Buffer.from(`${text}\0`) })
const extra = (text: string) => ({
  flag: 4,
  bytes: Buffer.concat([Buffer.of(text.length & 255, text.length >> 8), Buffer.from(text)]),
})
/** FEXTRA, FNAME, FCOMMENT and the header's checksum at once. */
function everything(text: string): Buffer {
  const plain = gzipSync(content)
  const head = Buffer.from(plain.subarray(0, 10))
  head[3] = 4 | 8 | 16 | 2
  const fields = [head, extra('x').bytes, name('y').bytes, comment(text).bytes]
  const checked = Buffer.concat(fields)
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(crc32(checked) & 0xffff)
  return Buffer.concat([checked, sum, plain.subarray(10)])
}

/** RFC 7932 §9.2: the window's bits, then a metadata block of that many bytes, then the rest of an ordinary stream. */
function brotliWith(text: string): Buffer {
  const length = text.length - 1
  // WBITS 16 is one bit 0; ISLAST 0; MNIBBLES 11 (metadata); reserved 0; MSKIPBYTES 01; MSKIPLEN.
  const bits = [0, 0, 1, 1, 0, 1, 0, ...Array.from({ length: 8 }, (_, at) => (length >> at) & 1)]
  const head = Buffer.alloc(Math.ceil(bits.length / 8))
  bits.forEach((bit, at) => {
    head[at >> 3] = (head[at >> 3] ?? 0) | (bit << (at & 7))
  })
  // An empty last block behind it: ISLAST 1, ISLASTEMPTY 1.
  return Buffer.concat([head, Buffer.from(text), Buffer.of(3)])
}

const bodies: [string, Buffer, string][] = [
  ['the name of a file in gzip', gzipWith(content, name(`${email}.json`)), 'gzip'],
  ['a comment in gzip', gzipWith(content, comment(`from ${email}`)), 'gzip'],
  ['an extra field in gzip', gzipWith(content, extra(email)), 'gzip'],
  ['a comment behind all other fields', everything(email), 'x-gzip'],
  [
    'a second member of gzip',
    Buffer.concat([gzipSync('{"a":1,'), gzipWith('"b":"plain"}', name(email))]),
    'gzip',
  ],
  ['a metadata block of brotli', brotliWith(email), 'br'],
]

async function outcome(body: Buffer, coding: string, options: ProxyChanges = {}) {
  const origin = await startOrigin()
  const proxy = await startProxy([origin], options)
  const fields = { 'content-encoding': coding }
  const answer = await exchangeThrough(proxy, origin, { body, fields })
  return { answer, record: await proxy.recordAt(0), received: origin.received[0]?.body ?? null }
}

const undo = (body: Buffer, coding: string) =>
  coding === 'br' ? brotliDecompressSync(body) : gunzipSync(body)

test.each(bodies)('%s does not leave, and the content does', async (_, body, coding) => {
  expect(body.includes(email)).toBe(true)
  const { received } = await outcome(body, coding)
  expect(received?.includes(email)).toBe(false)
  expect(undo(received ?? Buffer.alloc(0), coding).equals(undo(body, coding))).toBe(true)
})

const refusing = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], entities: { '*': 'refuse' } }] }

test.each(bodies.filter(([, , coding]) => coding !== 'br'))(
  '%s is refused where the rule refuses it',
  async (_, body, coding) => {
    const { answer, record, received } = await outcome(body, coding, { policy: refusing })
    expect([answer.status, received]).toEqual([403, null])
    expect(record).toMatchObject({ action: 'refuse', reason: 'entity-refused' })
    expect(record.findings).toMatchObject([{ type: 'EMAIL', path: 'content-encoding' }])
  },
)

test.each([
  ['an ordinary name of a file', gzipWith(content, name('report.json'))],
  ['two members without one', Buffer.concat([gzipSync('{"a":1,'), gzipSync('"b":"plain"}')])],
])('%s leaves byte for byte with what is in it', async (_, body) => {
  const { record, received } = await outcome(body, 'gzip')
  expect(received?.equals(body)).toBe(true)
  expect(record).toMatchObject({ action: 'pass', reason: 'nothing-found' })
})

test('in mode observe everything leaves as it came', async () => {
  for (const [, body, coding] of bodies) {
    const { received } = await outcome(body, coding, { policy: { ...maskAll, mode: 'observe' } })
    expect(received?.equals(body)).toBe(true)
  }
})

test.each([
  ['gzip in brotli', brotliCompressSync(gzipWith(content, name(email))), 'gzip, br'],
  ['brotli in gzip', gzipSync(brotliWith(email)), 'br, gzip'],
])('a second coding hides neither: %s', async (_, body, coding) => {
  const { received } = await outcome(body, coding)
  const outer = coding === 'gzip, br' ? brotliDecompressSync : gunzipSync
  expect(outer(body).includes(email)).toBe(true)
  expect(outer(received ?? Buffer.alloc(0)).includes(email)).toBe(false)
})

test('more members than anybody needs are coded anew, with nothing beside the content', async () => {
  const members = Array.from({ length: 200 }, (_, at) => gzipWith(at === 0 ? '[0' : ',0', name(email)))
  const body = Buffer.concat([...members, gzipSync(']')])
  const { received } = await outcome(body, 'gzip')
  expect(received?.includes(email)).toBe(false)
  expect(gunzipSync(received ?? Buffer.alloc(0)).equals(gunzipSync(body))).toBe(true)
})

test('a bomb between two codings is stopped like one behind them', async () => {
  const inner = gzipWith('{}', comment('x'.repeat(64_000_000)))
  const body = brotliCompressSync(inner, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
  expect(body.length).toBeLessThan(20_000)
  const before = process.memoryUsage().rss
  const { answer, received, record } = await outcome(body, 'gzip, br')
  expect([answer.status, received, record.reason]).toEqual([413, null, 'too-large'])
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
})
