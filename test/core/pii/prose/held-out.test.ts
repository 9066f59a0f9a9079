/** Promises that texts which name nobody, of kinds that offices send to assistants, are touched no more often than said. */
import { expect, test } from 'vitest'
import { actingScore, inspect } from '../../../../scripts/bench/pii/spans.ts'
import { heldOutTexts } from '../../../../scripts/prose/held-out/held-out.ts'

/** What the model card says, and room for one text. */
const mostTouched = { first: 0.22, second: 0.118 }

test.each([
  ['first', 600, 450],
  ['second', 250, 200],
] as const)('the %s set has more than %d texts, most of them different', (set, count, different) => {
  const texts = heldOutTexts(set)
  expect(texts.length).toBeGreaterThan(count)
  expect(new Set(texts.map(({ text }) => text)).size).toBeGreaterThan(different)
})

test.each(['first', 'second'] as const)(
  'of the %s texts that name nobody, no more are touched than the model card says',
  (set) => {
    const texts = heldOutTexts(set)
    const touched = texts.filter(({ text }) => isTouched(text))
    expect(touched.length / texts.length).toBeLessThanOrEqual(mostTouched[set])
  },
)

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
