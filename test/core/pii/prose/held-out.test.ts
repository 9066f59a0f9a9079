/** Promises that texts which name nobody, of kinds that offices send to assistants, are hardly ever touched. */
import { expect, test } from 'vitest'
import { actingScore, inspect } from '../../../../scripts/bench/pii/spans.ts'
import { heldOutTexts } from '../../../../scripts/prose/held-out/held-out.ts'

/** What the model card says, and a little room for what other recognizers change. */
const mostTouched = 0.1

const texts = heldOutTexts('first')

test('there are more than six hundred of them, all of which are different or have other words', () => {
  expect(texts.length).toBeGreaterThan(600)
  expect(new Set(texts.map(({ text }) => text)).size).toBeGreaterThan(450)
})

test('of ten texts that name nobody, nine or more pass untouched', () => {
  const touched = texts.filter(({ text }) => isTouched(text))
  expect(touched.length / texts.length).toBeLessThanOrEqual(mostTouched)
})

test.each([
  'Kundennummer 88213',
  'Customer number 88213, order 771205: two boxes of Hex Nuts.',
  '{"name":"Köln Altstadt"}',
  'Regal 14, Fach C: Klappstühle',
  'SELECT Ort, Region FROM Filialen WHERE Region = 1;',
])('nothing is touched in «%s»', (text) => {
  expect(isTouched(text)).toBe(false)
})

function isTouched(text: string): boolean {
  let isFound = false
  const bytes = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: text }] }))
  inspect(bytes, 'application/json', ({ finding }) => {
    if (finding.score >= actingScore) isFound = true
  })
  return isFound
}
