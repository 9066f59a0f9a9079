/** Promises what tokens look like: strong, checked, and never taken for personal data themselves. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entityTypeNames } from '../../../../gateway/core/pii/entity.ts'
import {
  codeLength,
  codeOf,
  isCode,
  mailSuffix,
  tokenAlphabet,
  tokenText,
} from '../../../../gateway/core/pii/tokens/form.ts'
import { findTokens, longestToken } from '../../../../gateway/core/restore/find-tokens.ts'
import { runs } from '../../../support/property-runs.ts'
import { find } from '../find.ts'

const code = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(codeOf)

test('a code has more than 50 bits, in letters and digits that look like no others', () => {
  expect(Math.log2(tokenAlphabet.length ** (codeLength - 1))).toBeGreaterThan(50)
  expect(tokenAlphabet).not.toMatch(/[01ILOSU]/)
  fc.assert(
    fc.property(code, (one) => {
      expect(one).toMatch(/^[2-9A-HJKMNPQRTVWXYZ]{12}$/)
      expect(one).not.toMatch(/\d{4}/)
      expect(isCode(one)).toBe(true)
    }),
    runs(2000),
  )
})

test('its last character finds any one wrong character, and any two that changed places', () => {
  fc.assert(
    fc.property(code, fc.nat(11), fc.nat(11), fc.constantFrom(...tokenAlphabet), (one, at, other, letter) => {
      const wrong = one.slice(0, at) + letter + one.slice(at + 1)
      expect(isCode(wrong)).toBe(wrong === one)
      const letters = [...one]
      letters[at] = one[other] as string
      letters[other] = one[at] as string
      expect(isCode(letters.join(''))).toBe(letters.join('') === one)
    }),
    runs(2000),
  )
})

test('codes of different values do not collide', () => {
  const codes = new Set<string>()
  for (let n = 0; n < 20_000; n++) codes.add(codeOf(createHash('sha256').update(String(n)).digest()))
  expect(codes.size).toBe(20_000)
})

test('every type makes a token that is found again, whole and short enough to be waited for', () => {
  for (const type of entityTypeNames) {
    const token = tokenText(type, '7K3QX2M9AB4F'.slice(0, 11) + lastOf('7K3QX2M9AB4'))
    expect(token.length + 4).toBeLessThan(longestToken)
    const { tokens } = findTokens(Buffer.from(`(${token})`), true)
    expect(tokens).toMatchObject([{ type, start: 1, end: 1 + token.length }])
  }
})

test('a token for an e-mail address is a valid address that no mail is ever sent to', () => {
  expect(tokenText('EMAIL', '7K3QX2M9AB4F')).toBe(`EMAIL_7K3QX2M9AB4F${mailSuffix}`)
  expect(mailSuffix).toMatch(/\.invalid$/)
})

test('the token of a person is not taken for an entity of some other kind', () => {
  fc.assert(
    fc.property(code, (one) => {
      expect(find(`to ${tokenText('PERSON', one)} now`)).toEqual([])
    }),
    runs(1000),
  )
})

/** The check character of eleven others. */
function lastOf(data: string): string {
  const fits = [...tokenAlphabet].filter((letter) => isCode(data + letter))
  expect(fits).toHaveLength(1)
  return fits[0] as string
}
