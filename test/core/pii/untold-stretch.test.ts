/** What is remembered of words without a meaning never stands in for a word that has one. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasWordBefore, wordBefore } from '../../../gateway/core/pii/telling-words.ts'
import { TextView } from '../../../gateway/core/pii/text-view.ts'
import { runs } from '../../support/property-runs.ts'

const piece = fc.constantFrom(
  ...['card', 'phone', 'konto', 'born', 'order', 'the', 'a', 'Xcard', 'cards', 'é', '电话'],
  ...[' ', ' ', ', ', '\n', ';', '. ', '12', '4', '-'],
)

function viewOf(bytes: Uint8Array): TextView {
  const view = new TextView()
  view.open({ bytes, start: 0, from: 0, end: bytes.length, final: true })
  return view
}

test('the word before a number is the same whatever was asked about before', () => {
  const asked = fc.array(fc.record({ at: fc.nat(), reach: fc.constantFrom(8, 16, 48) }), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), asked, (pieces, questions) => {
      const bytes = new Uint8Array(Buffer.from(pieces.join('')))
      const view = viewOf(bytes)
      for (const { at, reach } of questions) {
        const place = at % (bytes.length + 1)
        expect(wordBefore(view, place, reach)).toBe(wordBefore(viewOf(bytes), place, reach))
        expect(hasWordBefore(view, place, 'birth')).toBe(hasWordBefore(viewOf(bytes), place, 'birth'))
      }
    }),
    runs(1000),
  )
})

test('the view of another text remembers nothing of the last one', () => {
  const view = viewOf(new Uint8Array(Buffer.from('the a the a 12')))
  expect(wordBefore(view, 12)).toBeNull()
  const bytes = new Uint8Array(Buffer.from('the card a a 12'))
  view.open({ bytes, start: 0, from: 0, end: bytes.length, final: true })
  expect(wordBefore(view, 12)).toBe('card')
})
