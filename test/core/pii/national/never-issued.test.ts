/** Promises that numbers which no authority gives out do not pass their check, so that a word must tell of them. */
import { expect, test } from 'vitest'
import { valuesOf } from '../../../../gateway/core/pii/recognizers/national/checks.ts'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'

function passes(type: string, number: string): boolean {
  const described = nationalNumbers.find((one) => one.type === type)
  const values = valuesOf(number)
  return described?.check?.(values, 0, values.length) ?? true
}

test.each([
  ['DE_TAX_ID', '11111111119', 'one digit stands there ten times'],
  ['CZ_RODNE_CISLO', '8045150003', 'it was born in a month that is none'],
  ['SI_TAX_ID', '10000071', 'the remainder has no check digit'],
  ['PT_SOCIAL_SECURITY', '01234567892', 'it is neither of a person nor of a company'],
])('%s %s: %s', (type, number) => {
  expect(passes(type, number)).toBe(false)
})

test.each([
  ['DE_TAX_ID', '36574261809'],
  ['AT_VAT_ID', 'U13585627'],
  ['SI_TAX_ID', '50223054'],
])('%s %s is given out', (type, number) => {
  expect(passes(type, number)).toBe(true)
})

test('an Austrian company has one check digit', () => {
  const digits = Array.from({ length: 10 }, (_, digit) => `U1358562${digit}`)
  expect(digits.filter((number) => passes('AT_VAT_ID', number))).toEqual(['U13585627'])
})

test('a German tax number that repeats no digit, as samples do, is less sure than one that was given out', () => {
  const [given, sample] = nationalNumbers.filter(({ type }) => type === 'DE_TAX_ID')
  const values = valuesOf('12345678903')
  expect([given?.check?.(values, 0, 11), sample?.check?.(values, 0, 11)]).toEqual([false, true])
  expect(given?.odds).toBeGreaterThan(20 * (sample?.odds ?? Number.POSITIVE_INFINITY))
})
