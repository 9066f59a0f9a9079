/** Promises that scanning gives the same findings however a text is cut, and that no text makes it slow or throw. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import { lookBehind, triggerBytes } from '../../../gateway/core/pii/scanner.ts'
import { TextView } from '../../../gateway/core/pii/text-view.ts'
import { makeEntity, plantedTypes } from '../../../scripts/bench/entities.ts'
import { Random } from '../../../scripts/bench/random.ts'
import { runs } from '../../support/property-runs.ts'
import { find, scanPieces, scanWhole } from './find.ts'
import { mixture } from './mixtures.ts'

describe('cutting a text', () => {
  const promise = (bytes: Uint8Array, cuts: readonly number[]) => {
    const sorted = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
    expect(scanPieces(bytes, sorted)).toEqual(scanWhole(bytes))
  }

  test('in any places gives the findings of the whole text', () => {
    fc.assert(
      fc.property(mixture, fc.array(fc.nat(2000), { maxLength: 30 }), (parts, cuts) =>
        promise(Buffer.from(parts.join('')), cuts),
      ),
      runs(3000),
    )
  })

  test('at every byte gives the findings of the whole text', () => {
    fc.assert(
      fc.property(mixture, (parts) => {
        const bytes = Buffer.from(parts.join(''))
        promise(
          bytes,
          Array.from({ length: bytes.length }, (_, index) => index),
        )
      }),
      runs(500),
    )
  })

  test('of random bytes gives the findings of the whole text', () => {
    const hostile = fc
      .constantFrom(...'0123456789@:-.+( )abfx/\\n', '\u00a0', '\x80', '\xff')
      .map((one) => one.charCodeAt(0))
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ arbitrary: hostile, weight: 9 }, fc.nat(255)), { maxLength: 400 }),
        fc.array(fc.nat(400), { maxLength: 20 }),
        (bytes, cuts) => promise(Uint8Array.from(bytes), cuts),
      ),
      runs(3000),
    )
  })
})

describe('findings', () => {
  test('stand in order, never overlap, and lie within the text, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 600 }),
          mixture.map((parts) => Buffer.from(parts.join(''))),
        ),
        (bytes) => {
          let end = 0
          for (const found of scanWhole(bytes)) {
            expect(found.start).toBeGreaterThanOrEqual(end)
            expect(found.end).toBeGreaterThan(found.start)
            expect(found.score).toBeGreaterThan(0)
            expect(found.score).toBeLessThanOrEqual(1)
            expect(found.reasons.length).toBeGreaterThan(0)
            end = found.end
          }
          expect(end).toBeLessThanOrEqual(bytes.length)
        },
      ),
      runs(2000),
    )
  })

  test('of every planted type are seen whole in prose', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...plantedTypes), (seed, type) => {
        const value = makeEntity(type, new Random(seed))
        expect(find(`We wrote down ${value} for you.`)).toEqual([`${type} ${value}`])
      }),
      runs(2000),
    )
  })

  test('need a trigger byte: a text without one has none', () => {
    const quiet = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => triggerBytes[byte] === 0)
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...quiet), { maxLength: 300 }), (bytes) => {
        expect(scanWhole(Uint8Array.from(bytes))).toEqual([])
      }),
      runs(100),
    )
  })

  test('exist for every type that the scanner recognises by itself', () => {
    const text =
      'a@b.de +49 30 1234567 4111111111111111 DE89370400440532013000 134-77-9981 10.0.0.1 -----BEGIN PRIVATE KEY-----'
    expect(scanWhole(Buffer.from(text)).map(({ type }) => type)).toEqual([
      'EMAIL',
      'PHONE',
      'CREDIT_CARD',
      'IBAN',
      'US_SSN',
      'IP_ADDRESS',
      'PRIVATE_KEY',
    ])
  })
})

describe('the position to resume at', () => {
  test('is the end when the text is complete, and else leaves room for an entity that began', () => {
    const bytes = Buffer.from('call +49 30 12')
    expect(standardAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, [])).toBe(
      bytes.length,
    )
    expect(standardAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: false }, [])).toBe(0)
  })

  test('holds back no more than the longest key, in a text without an end', () => {
    const bytes = Buffer.from(`-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(10_000)}`)
    expect(
      standardAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: false }, []),
    ).toBeGreaterThan(bytes.length - 16 * 1024 - lookBehind)
  })
})

describe('a megabyte of', () => {
  const megabyte = 1 << 20
  /** More than enough for every recognizer to look around once at each anchor, yet far from once per byte of text. */
  const readsPerByte = 400
  const hostile = [
    '1',
    '1 ',
    '12-',
    '1.',
    '(1)',
    '0 0',
    '49 ',
    '+1',
    '4111 ',
    '4111 1111 1111 1111 ',
    '@',
    'a@',
    'a@b.',
    'é@é.',
    ':',
    'a:',
    '::1',
    '1:2',
    '-',
    '-----BEGIN',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----"',
    '-----BEGIN PRIVATE KEY-----\n\nword ',
    '-----BEGIN PRIVATE KEY-----\n-----END',
    'PuTTY-User-Key-File-2',
    'PuTTY-User-Key-File-2:',
    'AGE-SECRET-KEY-1',
    'DE89 ',
    'DE89370400440532013001',
    'phone 1234 ',
    'ssn ',
    'word',
    'é',
    '\n',
  ]

  test.each(hostile)(
    '%j costs a bounded number of looks per byte',
    (pattern) => {
      const piece = Buffer.from(pattern)
      const bytes = Buffer.alloc(megabyte, piece)
      expect(countReads(() => scanWhole(bytes))).toBeLessThan(megabyte * readsPerByte)
    },
    60_000,
  )
})

describe('a megabyte of digit groups', () => {
  const random = new Random(7)
  const texts = {
    '1 ': '1 '.repeat(1 << 19),
    '/1': '/1'.repeat(1 << 19),
    'single digits with spaces': Array.from({ length: 1 << 19 }, () => `${random.below(10)} `).join(''),
  }

  test.each(Object.entries(texts))('%s is asked about once, not at each group', (_name, text) => {
    const bytes = Buffer.from(text)
    expect(countReads(() => scanWhole(bytes))).toBeLessThan(bytes.length / 100)
  })

  test.each(['123-45-6789%', '123-45-6789 ', '1111 ', '123 ', '1234/', '123456 '])(
    '%j costs a few looks per byte, in proportion to its length',
    (piece) => {
      const reads = (length: number) => countReads(() => scanWhole(Buffer.alloc(length, piece)))
      const long = reads(120_000)
      expect(long).toBeLessThan(80 * 120_000)
      expect(long).toBeLessThan(10.5 * reads(12_000))
    },
  )

  test('does not hide what follows it', () => {
    const value =
      '1 2 3 4 5 6 7 8 9 4111 1111 1111 1111 2 1 134-77-9981 2 203.0.113.77 1/2/4111111111111111 1'
    expect(find(value)).toEqual([
      'CREDIT_CARD 4111 1111 1111 1111',
      'US_SSN 134-77-9981',
      'IP_ADDRESS 203.0.113.77',
      'CREDIT_CARD 4111111111111111',
    ])
  })
})

/** How many bytes recognizers look at while `scan` runs. */
function countReads(scan: () => void): number {
  const original = TextView.prototype.byte
  let reads = 0
  TextView.prototype.byte = function (this: TextView, index: number) {
    reads++
    return original.call(this, index)
  }
  try {
    scan()
  } finally {
    TextView.prototype.byte = original
  }
  return reads
}
