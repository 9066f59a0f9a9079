/** Promises that country packs switch the numbers of countries on and off, and how they are chosen. */
import { expect, test } from 'vitest'
import { createAnalyzer } from '../../../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { packNames, packsFor } from '../../../../gateway/core/pii/packs.ts'

function typesWith(packs: readonly string[] | null, text: string): string[] {
  const bytes = Buffer.from(text)
  const found: Finding[] = []
  createAnalyzer({ packs }).scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
  return found.map(({ type }) => type)
}

test('a number is found while its country is switched on, and else not', () => {
  const text = 'PESEL: 44051401458, NHS number 943 476 5919'
  expect(typesWith(null, text)).toEqual(['PL_PESEL', 'UK_NHS'])
  expect(typesWith(['PL'], text)[0]).toBe('PL_PESEL')
  expect(typesWith(['PL'], text)).not.toContain('UK_NHS')
  expect(typesWith(['GB'], text)).not.toContain('PL_PESEL')
})

test('all is chosen by name, or where the country is not said', () => {
  expect(packsFor('all', 'DE')).toBeNull()
  expect(packsFor('auto', null)).toBeNull()
})

test('the country chooses itself, its neighbours of use, and those whose papers are everywhere', () => {
  const german = packsFor('auto', 'DE')
  for (const country of ['DE', 'AT', 'CH', 'FR', 'NL', 'PL', 'US', 'GB']) expect(german).toContain(country)
  for (const country of ['JP', 'BR', 'NZ']) expect(german).not.toContain(country)
})

test('a country without a pack still gets those whose papers are everywhere', () => {
  expect(packsFor('auto', 'FO')).toEqual(['US', 'GB'])
})

test('a list is taken as it is', () => {
  expect(packsFor(['ES'], 'DE')).toEqual(['ES'])
})

test('the promised countries have packs', () => {
  const promised =
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE GB US CA AU NZ IN SG JP KR BR MX ZA TR CH NO'
  for (const country of promised.split(' ')) expect(packNames).toContain(country)
})
