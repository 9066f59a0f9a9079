/** Promises that what a name told at one place of a body is never taken for what it tells at another. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlaceMeanings } from '../../../gateway/core/content/place-meanings.ts'
import type { FieldMeaning } from '../../../gateway/core/pii/fields/field-meaning.ts'
import { runs } from '../../support/property-runs.ts'

const meaning: FieldMeaning = { code: 'prose', role: 'prose' }

/** Writes all names one after another, and returns the place that each way comes to. */
function placesOf(meanings: PlaceMeanings, ways: readonly (readonly string[])[]): number[] {
  const bytes = Buffer.from(ways.flat().join(''))
  let at = 0
  return ways.map((way) => {
    let place = 0
    for (const name of way) {
      const start = at
      at += Buffer.byteLength(name)
      place = meanings.placeOf(place, bytes, { start, end: at })
    }
    return place
  })
}

test('two places are one if, and only if, the same names lead to them', () => {
  const names = fc.constantFrom('a', 'b', 'ab', 'ba', '', 'name', 'ü', 'x'.repeat(64))
  fc.assert(
    fc.property(fc.array(fc.array(names, { maxLength: 4 }), { maxLength: 60 }), (ways) => {
      const places = placesOf(new PlaceMeanings(), ways)
      for (const [one, way] of ways.entries()) {
        for (const [other, otherWay] of ways.entries()) {
          expect(places[one] === places[other]).toBe(
            way.join('\n') === otherWay.join('\n') && way.length === otherWay.length,
          )
        }
      }
    }),
    runs(100),
  )
})

test('long names and too many places are kept nowhere', () => {
  const meanings = new PlaceMeanings()
  expect(placesOf(meanings, [['x'.repeat(65)], ['x'.repeat(65), 'a']])).toEqual([-1, -1])
  const places = placesOf(
    meanings,
    Array.from({ length: 600 }, (_, i) => [`name${i}`]),
  )
  expect(places.filter((place) => place > 0)).toHaveLength(512)
  meanings.set(-1, 0, meaning)
  expect(meanings.get(-1, 0)).toBe(undefined)
})

test('a meaning is forgotten when more is known of the records, and with the body', () => {
  const meanings = new PlaceMeanings()
  const [place = -1] = placesOf(meanings, [['a', 'b']])
  expect(meanings.get(place, 0)).toBe(undefined)
  meanings.set(place, 0, meaning)
  expect(meanings.get(place, 0)).toBe(meaning)
  expect(meanings.get(place, 1)).toBe(undefined)
  meanings.set(0, 1, null)
  expect(meanings.get(place, 1)).toBe(undefined)
  expect(meanings.get(0, 1)).toBe(null)
  meanings.reset()
  expect(meanings.get(0, 1)).toBe(undefined)
})
