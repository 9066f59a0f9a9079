/** Promises that what is no text leaves as it came, though bytes of it may look like an address or a card number. */
import { createCipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliCompressSync, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import sqlite3 from 'sqlite3'
import { describe, expect, test } from 'vitest'
import { sniffForm } from '../../../gateway/core/content/format.ts'
import { readEveryhow } from './read-everyhow.ts'

const planted = 'anna@customer.example 4111 1111 1111 1111'

/** Evenly distributed, and the same in every run. */
function even(length: number, seed = 1): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length))
}

function be32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const of = (...pieces: (string | Buffer)[]) =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)))
const chunk = (type: string, data: Buffer) => of(be32(data.length), type, data, be32(0))
const box = (type: string, data: Buffer) => of(be32(8 + data.length), type, data)
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><author>${planted}</author></x:xmpmeta>${' '.repeat(1500)}`

function sqlite(): Buffer {
  const database = new sqlite3(':memory:')
  database.exec(`create table t (a text); insert into t values ('${planted}')`)
  return database.serialize()
}

const samples: [string, Buffer][] = [
  [
    'PNG',
    of('\x89PNG\r\n\x1a\n', chunk('IHDR', even(13)), chunk('tEXt', of(planted)), chunk('IDAT', even(4000))),
  ],
  ['JPEG', of('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0', '\xff\xe1\x08\0', xmp, even(3000))],
  ['GIF', of('GIF89a\x20\x01\x20\x01\xf7\0\0', even(768), `!\xfe\x29${planted}\0`, even(900))],
  ['ZIP', of('PK\x03\x04\x14\0\0\0\x08\0', even(16), `\x0a\0\0\0${planted}`, deflateRawSync(even(2000)))],
  [
    'ZIP that only stores',
    of('PK\x03\x04\x0a\0\0\0\0\0', even(16), '\x05\0\0\0a.txt', `${planted} `.repeat(60)),
  ],
  ['OLE2, as old Office files are', of('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', Buffer.alloc(500), planted)],
  ['PDF', of('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', planted)],
  [
    'MP4',
    of(box('ftyp', of('isom\0\0\x02\0isomiso2mp41')), box('free', of(planted)), box('mdat', even(3000))),
  ],
  [
    'TAR',
    of('anna@customer.example', Buffer.alloc(79), '0000644\0', Buffer.alloc(149), 'ustar\x0000', planted),
  ],
  ['WAV', of('RIFF', even(4), 'WAVEfmt \x10\0\0\0\x01\0\x02\0', even(2000), planted)],
  ['gzip', of(gzipSync(even(3000)), planted)],
  ['brotli', of(brotliCompressSync(even(3000).toString('base64')), planted)],
  ['Zstandard', of(zstdCompressSync(even(3000)), planted)],
  ['SQLite', sqlite()],
  ['ELF', readFileSync(process.execPath).subarray(0, 40_000)],
  ['zeros', of(Buffer.alloc(2000), planted)],
  ['few numbers of four bytes', of(...Array.from({ length: 300 }, (_, i) => be32(i * 7)), planted)],
  ['evenly distributed bytes', of(even(1024), planted)],
]

describe.each(['', 'application/octet-stream', 'image/png'])('under the label %j', (label) => {
  test.each(samples)('%s leaves byte for byte', (_what, body) => {
    expect(sniffForm(body).format).toBe('opaque')
    const head = `--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n${label && `Content-Type: ${label}\r\n`}\r\n`
    const upload = of(head, body, '\r\n--b--\r\n')
    const { out, opaqueParts, found } = readEveryhow(upload, 'multipart/form-data; boundary=b')
    expect(out.equals(upload)).toBe(true)
    expect({ opaqueParts, found }).toEqual({ opaqueParts: 1, found: [] })
  })
})

test('what is encrypted is taken for no text, whatever the key', () => {
  const taken = Array.from({ length: 2000 }, (_, i) => sniffForm(even(1024, i % 256).subarray(i % 7)).format)
  expect(taken.every((format) => format === 'opaque')).toBe(true)
})

test.each([
  ['Greek', 'Καλημέρα, το ηλεκτρονικό ταχυδρομείο μου είναι'],
  ['Arabic', 'البريد الإلكتروني الخاص بي هو'],
  ['Chinese', '我的电子邮件地址是'],
  ['Hindi', 'मेरा ईमेल पता है'],
  ['emoji', '👩‍👩‍👧 🙂 🇪🇺'],
])('text in %s is read, and keeps its letters', (_script, words) => {
  const { out } = readEveryhow(Buffer.from(`${words} anna@customer.example\n`), 'application/octet-stream')
  expect(out.toString()).toBe(`${words} a***@customer.example\n`)
})
