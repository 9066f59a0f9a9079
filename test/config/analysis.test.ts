/** Promises how an office says whose countries' numbers are looked for. */
import { expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'

const packs = (value: unknown) => configSchema.parse({ analysis: { packs: value } }).analysis.packs

test('a word or a list of countries is taken, in capitals or not', () => {
  expect(packs('auto')).toBe('auto')
  expect(packs('all')).toBe('all')
  expect(packs(['de', 'AT'])).toEqual(['DE', 'AT'])
  expect(configSchema.parse({ office: { country: 'de' } }).office.country).toBe('DE')
})

test('a country without a pack, and any other word, is refused', () => {
  expect(() => packs(['DE', 'XX'])).toThrow()
  expect(() => packs('germany')).toThrow()
  expect(() => configSchema.parse({ office: { country: 'Germany' } })).toThrow()
})
