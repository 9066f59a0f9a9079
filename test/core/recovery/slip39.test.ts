/** Promises about sheets of words: all official vectors hold, enough sheets bring the secret back, fewer nothing, and slips are named. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interpolate, multiply } from '../../../gateway/core/recovery/gf256.ts'
import { combineSheets, splitSecret } from '../../../gateway/core/recovery/slip39.ts'
import { slip39Words } from '../../../gateway/core/recovery/slip39-words.ts'
import vectors from './slip39-vectors.json' with { type: 'json' }

const sheetsOf = (mnemonics: readonly string[]) => mnemonics.map((text) => text.split(' '))
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('there are 45 vectors, and their passphrase is TREZOR', () => {
  expect(vectors).toHaveLength(45)
  expect(vectors.filter(({ secret }) => secret !== '').length).toBeGreaterThan(10)
})

test.each(vectors)('$title', ({ mnemonics, secret }) => {
  const combined = combineSheets(sheetsOf(mnemonics), 'TREZOR')
  if (secret === '') expect(combined.ok).toBe(false)
  else expect(combined.ok && combined.secret.toString('hex')).toBe(secret)
})

test('any two of three sheets bring the secret back, in any order, and all three do', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const [a, b, c] = splitSecret(secret, { threshold: 2, count: 3 }) as [string[], string[], string[]]
      for (const some of [
        [a, b],
        [c, a],
        [b, c],
        [c, b, a],
        [a, a, b],
      ]) {
        const combined = combineSheets(some)
        expect(combined.ok && combined.secret.equals(secret)).toBe(true)
      }
      for (const one of [[a], [b, b]])
        expect(combineSheets(one)).toEqual({ ok: false, problem: { why: 'too-few', needed: 2 } })
    }),
    { numRuns: 20 },
  )
})

test('three of five sheets do, and two do not', () => {
  const secret = Buffer.alloc(32, 0xa7)
  const sheets = splitSecret(secret, { threshold: 3, count: 5 })
  const combined = combineSheets(sheets.slice(2))
  expect(combined.ok && combined.secret.equals(secret)).toBe(true)
  expect(combineSheets(sheets.slice(0, 2)).ok).toBe(false)
})

test('no wrong word and no two words that changed places pass, and the sheet is named', () => {
  const secret = Buffer.alloc(32, 0x5c)
  const [first, second] = splitSecret(secret, { threshold: 2, count: 3 }) as [string[], string[]]
  fc.assert(
    fc.property(fc.nat(first.length - 2), fc.constantFrom(...slip39Words), fc.boolean(), (at, word, swap) => {
      const wrong = [...second]
      if (swap) wrong.splice(at, 2, wrong[at + 1]!, wrong[at]!)
      else wrong[at] = word
      fc.pre(wrong.join() !== second.join())
      expect(combineSheets([first, wrong])).toEqual({ ok: false, problem: { sheet: 2, why: 'checksum' } })
    }),
  )
})

test('a word that is in no list is named by its place, four letters are enough, and case does not matter', () => {
  const [first, second] = splitSecret(Buffer.alloc(32, 1), { threshold: 2, count: 3 }) as [string[], string[]]
  expect(combineSheets([first.with(4, 'gatehouse'), second])).toEqual({
    ok: false,
    problem: { sheet: 1, why: 'word', at: 5 },
  })
  const short = first.map((word) => word.slice(0, 4).toUpperCase())
  expect(combineSheets([short, second]).ok).toBe(true)
  expect(combineSheets([first.slice(1), second])).toMatchObject({ ok: false, problem: { sheet: 1 } })
  expect(combineSheets([])).toEqual({ ok: false, problem: { why: 'too-few', needed: 1 } })
})

test('sheets of two prints of one secret are told apart', () => {
  const [one] = splitSecret(Buffer.alloc(32, 1), { threshold: 2, count: 3 }) as [string[]]
  const [, other] = splitSecret(Buffer.alloc(32, 1), { threshold: 2, count: 3 }) as [string[], string[]]
  // By chance one in 32,768 prints has the same number.
  const combined = combineSheets([one, other])
  expect(combined.ok).toBe(false)
})

test('the field multiplies as FIPS 197 §4.2 says, and each element but 0 has an inverse', () => {
  expect(multiply(0x57, 0x83)).toBe(0xc1)
  for (let x = 1; x < 256; x++) {
    const products = new Set(Array.from({ length: 256 }, (_, y) => multiply(x, y)))
    expect(products.size).toBe(256)
  }
})

test('a polynomial goes through its points', () => {
  const points = [7, 1, 200].map((x) => ({ x, y: Buffer.from([x ^ 0x33, x]) }))
  for (const { x, y } of points) expect(interpolate(points, x)).toEqual(y)
})
