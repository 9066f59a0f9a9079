/** Promises about protobuf without a descriptor: every text is found where it stands, whatever the bytes around it are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grpcMessages, isGrpc } from '../../../gateway/core/content/grpc-messages.ts'
import { maxTexts, readProtobuf } from '../../../gateway/core/content/protobuf.ts'

function varint(value: number): Buffer {
  const out: number[] = []
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128)
  return Buffer.from([...out, value])
}

function field(number: number, content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as string)
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
}

function textsIn(bytes: Buffer): [string, string][] | null {
  const reading = readProtobuf(bytes)
  if (reading === null) return null
  return reading.texts.map(({ path, start, end }) => [path, bytes.toString('utf8', start, end)])
}

describe('a message', () => {
  test('gives its texts with the numbers of the fields that lead to them', () => {
    const numbers = [Buffer.from([0x08, 0x96, 0x01]), Buffer.from([0x11, ...Array(8).fill(7)])]
    const fixed = Buffer.from([0x1d, 1, 2, 3, 4])
    const inner = Buffer.concat([Buffer.from([0x08, 0x01]), field(300, 'inner ✓')])
    const bytes = Buffer.concat([...numbers, field(4, 'Grüße'), fixed, field(6, inner), field(7, '')])
    expect(textsIn(bytes)).toEqual([
      ['4', 'Grüße'],
      ['6.300', 'inner ✓'],
    ])
    expect(readProtobuf(bytes)?.opaque).toBe(0)
  })

  test('that could be text as well is read as both, so that no text hides behind a length that is a letter', () => {
    const inner = 'x'.repeat(0x30)
    const bytes = field(1, field(8, inner))
    expect(textsIn(bytes)).toEqual([
      ['1.8', inner],
      ['1', `B0${inner}`],
    ])
  })

  test('counts what is neither text nor message', () => {
    expect(readProtobuf(Buffer.concat([field(1, Buffer.from([0xff, 0xfe])), field(2, 'text')]))?.opaque).toBe(
      1,
    )
  })

  test.each([
    ['a length beyond its end', Buffer.from([0x0a, 0x05, 0x61])],
    ['field 0', Buffer.from([0x02, 0x01, 0x61])],
    ['a group', Buffer.from([0x0b, 0x0c])],
    ['a number of more than ten bytes', Buffer.from([0x08, ...Array(11).fill(0x80), 0])],
    ['a field number beyond 2^29', Buffer.concat([varint((2 ** 29 + 1) * 8), Buffer.from([0])])],
  ])('is none with %s', (_what, bytes) => {
    expect(readProtobuf(bytes)).toBeNull()
  })

  test('of too many texts is not read, and deep nesting ends', () => {
    expect(readProtobuf(Buffer.concat(Array.from({ length: maxTexts + 1 }, () => field(1, 'a'))))).toBeNull()
    let deep: Buffer = field(1, 'bottom\x01')
    for (let i = 0; i < 200; i += 1) deep = field(1, deep)
    expect(readProtobuf(deep)?.opaque).toBe(1)
  })

  test('any texts in any nesting are all found, and any bytes are read without an error', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => !/\p{Cc}/u.test(value))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.nat(6), fc.integer({ min: 1, max: 5000 }))), (items) => {
        const fields = items.map(([value, depth, number]) => {
          let bytes = field(number, value)
          for (let i = 0; i < depth; i += 1)
            bytes = field(number, Buffer.concat([Buffer.from([0x08, 0]), bytes]))
          return bytes
        })
        const found = textsIn(Buffer.concat(fields))?.map(([, value]) => value) ?? []
        for (const [value] of items) expect(found).toContain(value)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { texts = [] } = readProtobuf(bytes) ?? {}
        for (const { start, end } of texts) expect(end <= bytes.length && start < end).toBe(true)
        for (const { start, end } of grpcMessages(bytes) ?? [])
          expect(end <= bytes.length && start <= end).toBe(true)
      }),
    )
  })
})

test('messages of gRPC stand behind their prefixes, and what is cut short is none', () => {
  const body = Buffer.from([0, 0, 0, 0, 2, 1, 2, 1, 0, 0, 0, 1, 9, 0, 0, 0, 0, 0])
  expect(grpcMessages(body)).toEqual([
    { compressed: false, start: 5, end: 7 },
    { compressed: true, start: 12, end: 13 },
    { compressed: false, start: 18, end: 18 },
  ])
  for (let cut = 1; cut < body.length; cut += 1)
    expect(grpcMessages(body.subarray(0, cut)) === null).toBe(cut !== 7 && cut !== 13)
  expect(grpcMessages(Buffer.from([2, 0, 0, 0, 0]))).toBeNull()
})

test.each([
  ['application/grpc', true],
  ['application/grpc+proto; charset=utf-8', true],
  ['application/grpc+json', false],
  ['application/grpc-web', false],
])('%s is read so: %s', (type, is) => {
  expect(isGrpc(type)).toBe(is)
})
