/** Who took a picture, where and with what goes; its pixels stay byte for byte. */
import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import { crc32 } from '../../../gateway/core/files/zip-data.ts'
import { runs } from '../../support/property-runs.ts'
import { anyPieces, cut } from '../content/support.ts'
import { docx, fileJudge, inspectFile, paragraph } from './support.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** One directory with the orientation, and the name of a person behind it. */
function exif(orientation: number): Buffer {
  const entry = Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0])
  const tiff = Buffer.concat([latin1('II*\0\x08\0\0\0\x01\0'), entry, latin1('\0\0\0\0Karl Planted')])
  return segment(0xe1, Buffer.concat([latin1('Exif\0\0'), tiff]))
}

const jfif = segment(0xe0, latin1('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'))
const profile = segment(0xe2, latin1('ICC_PROFILE\0\x01\x01colours'))
const tables = segment(0xdb, Buffer.alloc(65))
const adobe = segment(0xee, latin1('Adobe\0\x64\0\0\0\0\x01'))
const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  latin1('\x12\xff\x00\x34\xff\xd0\x56'),
])
const secondScan = Buffer.concat([segment(0xc4, Buffer.alloc(20)), scan])
const start = latin1('\xff\xd8')
const end = latin1('\xff\xd9')

function jpeg(orientation: number): Buffer {
  return Buffer.concat([
    ...[
      start,
      jfif,
      exif(orientation),
      segment(0xe1, latin1('http://ns.adobe.com/xap/1.0/\0<x>Planted</x>')),
    ],
    ...[
      segment(0xed, latin1('Photoshop 3.0\0Planted')),
      segment(0xfe, latin1('by Planted')),
      profile,
      tables,
    ],
    ...[adobe, scan, secondScan, end, latin1('\0\0\0\x18ftypmp42 a video by Planted')],
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length)
  head.write(name, 4, 'latin1')
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), content])))
  return Buffer.concat([head, content, sum])
}

const pngStart = latin1('\x89PNG\r\n\x1a\n')
const pixels = [
  chunk('IHDR', Buffer.alloc(13)),
  chunk('gAMA', Buffer.alloc(4)),
  chunk('IDAT', latin1('pixels')),
]
const pngEnd = chunk('IEND', Buffer.alloc(0))
const planted = [
  chunk('tEXt', latin1('Author\0Planted')),
  chunk('iTXt', latin1('Planted')),
  chunk('eXIf', latin1('Planted')),
]
const png = Buffer.concat([pngStart, ...pixels, ...planted, pngEnd, latin1('Planted')])

function riff(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

function webp(flags: number, ...more: Buffer[]): Buffer {
  const chunks = [
    riff('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    riff('VP8 ', latin1('pixel')),
  ]
  return riff('RIFF', Buffer.concat([latin1('WEBP'), ...chunks, ...more]))
}

const strip = { metadata: 'strip' } as const

describe('a JPEG', () => {
  test('keeps what its pixels need, and nothing else', () => {
    const { body, notes } = inspectFile(jpeg(1), strip)
    expect(body).toEqual(Buffer.concat([start, jfif, profile, tables, adobe, scan, secondScan, end]))
    expect(notes).toEqual(['opaque:image', 'metadata-stripped'])
  })

  test('keeps which side is up', () => {
    const { body } = inspectFile(jpeg(6), strip)
    expect(body.includes('Planted')).toBe(false)
    const kept = body.subarray(start.length + jfif.length)
    expect(kept.subarray(0, 10)).toEqual(latin1('\xff\xe1\x00\x22Exif\0\0'))
    expect(kept[10 + 8 + 2 + 9]).toBe(6)
    // What was stripped once has nothing more to strip.
    expect(inspectFile(body, strip)).toMatchObject({ same: true, notes: ['opaque:image'] })
  })

  test('that is cut off in what would go leaves without it', () => {
    const file = jpeg(1)
    const { body } = inspectFile(file.subarray(0, file.indexOf('Planted') + 4), strip)
    expect(body.includes('Plan')).toBe(false)
  })
})

test('a PNG keeps its pixels, and loses texts, EXIF and what stands behind its end', () => {
  const { body } = inspectFile(png, strip)
  expect(body).toEqual(Buffer.concat([pngStart, ...pixels, pngEnd]))
})

test('a WebP image keeps its length, and nobody finds metadata in it', () => {
  const file = webp(0x1c, riff('EXIF', latin1('Planted')), riff('XMP ', latin1('<x>Planted</x>')))
  const { body, lengthKept } = inspectFile(file, strip)
  expect([body.includes('Planted'), body.length, lengthKept]).toEqual([false, file.length, true])
  const voids = [riff('VOID', Buffer.alloc(7)), riff('VOID', Buffer.alloc(14))]
  expect(body).toEqual(webp(0x10, ...voids))
})

test('however a picture is cut, the same leaves', () => {
  const files = [jpeg(6), jpeg(1), png, webp(0x0c, riff('EXIF', latin1('Planted')))]
  fc.assert(
    fc.property(fc.constantFrom(...files), anyPieces, (file, pieces) => {
      const { judge } = fileJudge(strip)
      const limits = { maxValueBytes: 1 << 16 }
      const inspector = createInspector({ format: 'opaque', judge, limits, opaqueParts: 'pass' })
      const out = [...cut(file, pieces)].flatMap((piece) => [...inspector.push(piece)])
      expect(Buffer.concat([...out, ...inspector.end()])).toEqual(inspectFile(file, strip).body)
    }),
    runs(150),
  )
})

test('what a stripper makes of any bytes is an end, and never longer than the picture', () => {
  const marks = fc.constantFrom(latin1('\xff\xd8\xff'), pngStart, latin1('RIFF\x20\0\0\0WEBPVP8X'))
  fc.assert(
    fc.property(marks, fc.uint8Array({ maxLength: 400 }), (mark, bytes) => {
      const file = Buffer.concat([mark, bytes])
      expect(inspectFile(file, strip).body.length).toBeLessThanOrEqual(file.length)
    }),
    runs(300),
  )
})

test('a picture in a document loses its metadata as well', () => {
  const file = docx(paragraph('fine'), { 'word/media/image1.jpeg': new Uint8Array(jpeg(1)) })
  const { body, notes } = inspectFile(file, strip)
  expect(body.includes('Planted')).toBe(false)
  expect(notes).toEqual(['metadata-stripped', 'opaque:image'])
})

test('where the rule keeps metadata a picture leaves byte for byte; where it stops pictures, not at all', () => {
  expect(inspectFile(jpeg(1))).toMatchObject({ same: true, isUnread: true, notes: ['opaque:image'] })
  expect(inspectFile(jpeg(1), { ...strip, opaqueParts: 'refuse' })).toMatchObject({ refused: true })
})

test('of kinds that nothing is taken out of it is told', () => {
  const heic = latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic')
  expect(inspectFile(heic, strip)).toMatchObject({ same: true, notes: ['opaque:image', 'metadata-kept'] })
  expect(inspectFile(latin1('GIF89a Planted\0'), strip).notes).toContain('metadata-kept')
})

describe('a JPEG that is not as it should be', () => {
  const author = segment(0xfe, latin1('by Planted'))
  test.each([
    ['with garbage before a marker', [start, jfif, latin1('garbage of Planted'), author, tables, scan, end]],
    ['with a segment of no length', [start, jfif, tables, latin1('\xff\xe1\0\x01'), author]],
    [
      'with somebody in the place of a colour transform',
      [start, segment(0xee, latin1('Planted')), scan, end],
    ],
  ])('%s keeps nothing of its author', (_, pieces) => {
    const { body } = inspectFile(Buffer.concat(pieces), { metadata: 'strip' })
    expect(body.toString('latin1')).not.toContain('Planted')
    expect(body.includes(pieces.includes(scan) ? scan : tables)).toBe(true)
  })
})
