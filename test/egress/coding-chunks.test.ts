/** A coded body is decoded to the same bytes however it is cut, and coded again so that any reader gets them back. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decoded, encoded } from '../../gateway/egress/coding.ts'
import { patience, runs } from '../support/property-runs.ts'

const coders: Record<string, (bytes: Uint8Array) => Buffer> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
}
const limits = { maxDecodedBytes: 0, maxDecodedRatio: 10_000 }

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function collect(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

test('zstd that was coded in pieces is one frame, and the empty one that Node writes behind it is read over', async () => {
  const content = Buffer.from('{"mail":"joe@example.com"}')
  const coded = await collect(encoded(cut(content, [5]), ['zstd']))
  expect(coded.toString('hex')).not.toContain('28b52ffd2000010000')
  const empty = Buffer.from('28b52ffd2000010000', 'hex')
  for (const size of [1, 7, 1000]) {
    const sent = cut(Buffer.concat([coded, empty]), [size])
    expect((await collect(decoded(sent, ['zstd'], limits))).equals(content)).toBe(true)
    const twice = cut(Buffer.concat([coded, empty, empty]), [size])
    await expect(collect(decoded(twice, ['zstd'], limits))).rejects.toThrow()
  }
})

const anyContent = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(fc.constantFrom('{"mail":"joe@example.com"}', ' words ', '\n'), { maxLength: 60 })
    .map((texts) => Buffer.from(texts.join(''))),
)
const anySizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const anyCodings = fc.array(fc.constantFrom(...Object.keys(coders)), { minLength: 1, maxLength: 2 })

test(
  'content comes out of each coding, and of two, as it went in, whatever its chunks are',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyContent, anyCodings, anySizes, async (content, codings, sizes) => {
        let coded: Buffer = content
        for (const coding of codings) coded = (coders[coding] as (bytes: Uint8Array) => Buffer)(coded)
        expect((await collect(decoded(cut(coded, sizes), codings, limits))).equals(content)).toBe(true)
        const again = await collect(encoded(cut(content, sizes), codings))
        expect((await collect(decoded(cut(again, sizes), codings, limits))).equals(content)).toBe(true)
      }),
      runs(60),
    )
  },
  patience(60_000),
)
