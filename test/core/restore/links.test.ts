/** Promises that a link in a text comes back byte for byte, however what is replaced in it was encoded. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { echoed, tokenised } from './tokenised.ts'

function comesBack(text: string, cuts: readonly number[] = []): number {
  for (const [format, type, body] of [
    ['text', 'text/plain', text],
    ['json', 'application/json', JSON.stringify({ content: text })],
  ] as const) {
    const sent = tokenised(format, body, cuts)
    expect(echoed(type, sent, cuts)).toBe(body)
  }
  return tokenised('text', text, []).tokens
}

test.each([
  'see https://x.example/?q=anna+x%40web.de',
  'see https://x.example/?m=anna%40web.de',
  'see https://x.example/?m=anna%2ex%40web.de&n=1',
  'see https://x.example/?m=j%c3%b6rg%40web.de and j%C3%B6rg%40web.de',
  'mailto:anna%2ex@web.de',
  'https://y.example/?u=https%3A%2F%2Fx.example%2F%3Fm%3Danna%2540web.de',
  'https://x.example/?card=4111+1111+1111+1111&tel=%2B49+171+2345678',
  'https://x.example/?card=4111%201111%201111%201111',
])('%s', (text) => {
  expect(comesBack(text)).toBeGreaterThan(0)
})

test('in whatever way each of its characters is encoded', () => {
  const value = fc.constantFrom(
    'anna.x@web.de',
    'anna+x@web.de',
    'jörg@größe.de',
    '4111 1111 1111 1111',
    '+49 171 2345678',
    'DE89 3704 0044 0532 0130 00',
  )
  const encoded = fc
    .tuple(value, fc.array(fc.constantFrom('bare', 'upper', 'lower'), { minLength: 40, maxLength: 40 }))
    .map(([plain, ways]) => [...plain].map((character, at) => written(character, ways[at]!)).join(''))
  fc.assert(
    fc.property(
      fc.array(encoded, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(), { maxLength: 4 }),
      (values, cuts) => {
        comesBack(`see https://x.example/?a=${values.join('&b=')} please`, cuts)
      },
    ),
    runs(400),
  )
})

/** Blanks are never bare in a link. */
function written(character: string, way: string): string {
  if (way === 'bare') return character === ' ' ? '+' : character
  const codes = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return way === 'upper' ? codes.toUpperCase() : codes
}
