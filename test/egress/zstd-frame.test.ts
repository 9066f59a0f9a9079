/** Only one whole zstd frame is read, however it arrives: what a decoder passes over in silence would leave unseen. */
import { constants, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ZstdFrame } from '../../gateway/egress/zstd-frame.ts'
import { runs } from '../support/property-runs.ts'

/** RFC 8878 §3.1.2. */
function skippable(content: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x184d2a53, 0)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, Buffer.from(content)])
}

function reads(pieces: readonly Uint8Array[]): boolean {
  const frame = new ZstdFrame()
  return pieces.every((piece) => frame.take(piece) === piece.length) && frame.isWhole
}

function cut(body: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  let at = 0
  for (const size of sizes) {
    pieces.push(body.subarray(at, at + size))
    at += size
  }
  return [...pieces, body.subarray(at)]
}

const { ZSTD_c_checksumFlag, ZSTD_c_compressionLevel, ZSTD_c_contentSizeFlag } = constants
const plain = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.nat(300_000).map((length) => Buffer.alloc(length, 'abc ')),
)
const frames = fc
  .record({ plain, checksum: fc.nat(1), size: fc.nat(1), level: fc.integer({ min: 1, max: 5 }) })
  .map(({ plain, checksum, size, level }) =>
    zstdCompressSync(plain, {
      params: {
        [ZSTD_c_checksumFlag]: checksum,
        [ZSTD_c_contentSizeFlag]: size,
        [ZSTD_c_compressionLevel]: level,
      },
    }),
  )
const sizes = fc.array(fc.nat(40), { maxLength: 30 })

test('a frame is read whole in any pieces, and not without its last byte', () => {
  fc.assert(
    fc.property(frames, sizes, (frame, at) => {
      expect(reads(cut(frame, at))).toBe(true)
      expect(reads(cut(frame.subarray(0, -1), at))).toBe(false)
    }),
    runs(100),
  )
})

test('nothing may stand before or behind it, in any pieces', () => {
  fc.assert(
    fc.property(frames, sizes, fc.string(), (frame, at, text) => {
      for (const body of [
        skippable(text),
        Buffer.concat([skippable(text), frame]),
        Buffer.concat([frame, skippable(text)]),
        Buffer.concat([frame, frame]),
        Buffer.concat([frame, Buffer.of(0)]),
      ])
        expect(reads(cut(body, at))).toBe(false)
    }),
    runs(100),
  )
})
