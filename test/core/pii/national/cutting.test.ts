/** Promises that national numbers are found alike however a text is cut, and at a bounded cost. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'
import { TextView } from '../../../../gateway/core/pii/text-view.ts'
import { Random } from '../../../../scripts/bench/random.ts'
import { patience, runs } from '../../../support/property-runs.ts'
import { scanPieces, scanWhole } from '../find.ts'
import { makeNumber } from './make.ts'

const random = new Random(3)
const numbers = nationalNumbers.flatMap((number) => {
  if (number.odds > 500) return []
  const form = random.pick(number.forms.split('|'))
  const made = makeNumber(number, { form, seed: random.below(1000), passing: true })
  return made === null ? [] : [made]
})
const words = nationalNumbers.flatMap(({ words }) => words.split(' ').map((word) => word.replace('*', '')))
const glue = [
  '',
  ' ',
  ' ',
  ': ',
  '-',
  '.',
  '/',
  ',',
  '\n',
  '_',
  '@',
  'x',
  '0',
  '+',
  ' is my ',
  ' number ',
  'é',
  '번호',
  'order ',
  'DE',
  '  ',
]
const texts = fc
  .array(fc.oneof(fc.constantFrom(...glue), fc.constantFrom(...numbers), fc.constantFrom(...words)), {
    maxLength: 14,
  })
  .map((parts) => Buffer.from(parts.join('')))

test(
  'in any places, national numbers are found as in the whole text',
  () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(400), { maxLength: 12 }), (bytes, cuts) => {
        const sorted = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
        expect(scanPieces(bytes, sorted)).toEqual(scanWhole(bytes))
      }),
      runs(3000),
    )
  },
  patience(60_000),
)

test(
  'at every byte, national numbers are found as in the whole text',
  () => {
    fc.assert(
      fc.property(texts, (bytes) => {
        const cuts = Array.from({ length: bytes.length }, (_, index) => index)
        expect(scanPieces(bytes, cuts)).toEqual(scanWhole(bytes))
      }),
      runs(300),
    )
  },
  patience(60_000),
)

test.each(['BSN 111222333 ', '12345678Z ', 'AB 12 34 56 C ', '1EG4-TE5-MK73-', 'passport A1', '99-99-'])(
  'a long text of %j costs looks in proportion to its length',
  (piece) => {
    const looks = (length: number) => countLooks(() => scanWhole(Buffer.alloc(length, piece)))
    const long = looks(100_000)
    expect(long).toBeLessThan(100 * 100_000)
    expect(long).toBeLessThan(10.5 * looks(10_000))
  },
  60_000,
)

/** How many bytes recognizers look at while `scan` runs. */
function countLooks(scan: () => void): number {
  const original = TextView.prototype.byte
  let looks = 0
  TextView.prototype.byte = function (this: TextView, index: number) {
    looks++
    return original.call(this, index)
  }
  try {
    scan()
  } finally {
    TextView.prototype.byte = original
  }
  return looks
}
