/** Promises that numbers which no authority gives out do not pass their check, so that a word must tell of them. */
import { expect, test } from 'vitest'
import { valuesOf } from '../../../../gateway/core/pii/recognizers/national/checks.ts'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'
import { scanWhole } from '../find.ts'

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

/** Below what the shipped rules act on. */
const doubtful = 0.4

test.each([
  'parts S123B4567 and M450A1200 for the press',
  'two RTXPC4090X cards',
  'your order 120315-1234567 is on its way',
])('what is written like a number of a far country is no more than doubtful: «%s»', (text) => {
  for (const { type, score } of scanWhole(Buffer.from(text)))
    expect([type, score < doubtful]).toEqual([type, true])
})
