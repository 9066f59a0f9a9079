/** Promises that an answer whose coded data never begins costs no memory and arrives as it came. */
import { randomBytes } from 'node:crypto'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { recoded } from '../../gateway/egress/answer-coding.ts'
import { decoded } from '../../gateway/egress/coding.ts'

const emptyBlocks = Buffer.alloc(5 * 10_000, Buffer.from([0, 0, 0, 0xff, 0xff]))
/** Beginnings that RFC 1952, 1951 and 8878 allow, and that lead to nothing. */
const endless: [string, string, Buffer, Buffer][] = [
  ['a file name', 'gzip', Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(64 * KiB, 'a')],
  ['empty blocks', 'deflate', Buffer.from([0x78, 0x9c]), emptyBlocks],
  ['a frame to skip', 'zstd', Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0x7f]), Buffer.alloc(64 * KiB)],
]

test.each(endless)(
  '%s without end in %s is handed on before much of it came',
  async (_what, coding, first, more) => {
    let taken = 0
    let passed = 0
    async function* answer() {
      yield first
      for (; taken < 20 * MiB; taken += more.length) yield more
    }
    let bytes = 0
    let takenAtFirst = 0
    const output = recoded(answer(), [coding], { change: (plain) => plain, passed: () => passed++ })
    for await (const piece of output) {
      if (bytes === 0) takenAtFirst = taken
      const came = bytes < first.length ? first : more
      if (!Buffer.from(piece).equals(came)) expect.fail(`other bytes at ${bytes}`)
      bytes += piece.length
    }
    expect(takenAtFirst).toBeLessThan(600 * KiB)
    expect(bytes).toBe(first.length + taken)
    expect(passed).toBe(1)
  },
)

/** Letters that hardly shrink: blocks of zstd are then as long as they may be. */
const letters = Buffer.from(randomBytes(600 * KiB).map((byte) => byte % 250))
const twice = zstdCompressSync(zstdCompressSync(letters))

test.each([
  ['gzip', gzipSync(letters), ['gzip']],
  ['br', brotliCompressSync(letters), ['br']],
  ['zstd', zstdCompressSync(letters), ['zstd']],
  ['zstd in zstd', twice, ['zstd', 'zstd']],
] as [string, Buffer, string[]][])(
  'what hardly shrinks is read and changed in %s, however it comes',
  async (_name, coded, codings) => {
    for (const size of [1000, 64 * KiB, MiB]) {
      async function* answer() {
        for (let at = 0; at < coded.length; at += size) yield coded.subarray(at, at + size)
      }
      async function* change(plain: AsyncIterable<Buffer>) {
        yield* plain
        yield Buffer.from('!')
      }
      const output = recoded(answer(), codings, { change, passed: () => expect.fail('passed') })
      const pieces: Buffer[] = []
      const limits = { maxDecodedBytes: 0, maxDecodedRatio: Number.POSITIVE_INFINITY }
      async function* given() {
        for await (const piece of output) yield Buffer.from(piece)
      }
      for await (const piece of decoded(given(), codings, limits)) pieces.push(piece)
      expect(Buffer.concat(pieces).equals(Buffer.concat([letters, Buffer.from('!')]))).toBe(true)
    }
  },
)
