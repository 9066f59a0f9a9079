/** Promises that the benchmarks' bodies are what they say: as long, as dense, the same for a seed, and fully found. */
import { expect, test } from 'vitest'
import { makeBody } from '../../../scripts/bench/bodies.ts'
import { scanWhole } from './find.ts'

const sizes = [
  ['sparse', 2048, 1],
  ['sparse', 65_536, 12],
  ['dense', 2048, 20],
  ['dense', 65_536, 655],
] as const

test.each(sizes)(
  'a %s body of %i bytes holds %i entities, and the analyzer finds exactly them',
  (kind, bytes, count) => {
    for (let seed = 1; seed <= 20; seed++) {
      const { body, planted } = makeBody({ kind, bytes, seed })
      expect(body).toHaveLength(bytes)
      expect(new Set(planted).size).toBe(count)
      expect(() => JSON.parse(body.toString())).not.toThrow()
      const found = scanWhole(body).map(({ start, end }) => body.toString('utf8', start, end))
      expect(found).toEqual(planted)
    }
  },
)

test('the same seed gives the same body, another seed another', () => {
  const one = makeBody({ kind: 'sparse', bytes: 4096, seed: 1 })
  expect(makeBody({ kind: 'sparse', bytes: 4096, seed: 1 })).toEqual(one)
  expect(makeBody({ kind: 'sparse', bytes: 4096, seed: 2 }).body.equals(one.body)).toBe(false)
})
