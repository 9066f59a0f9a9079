/** Whoever was named once is recognised again, as a whole name anywhere and by a part of it in free text. */
import { expect, test } from 'vitest'
import type { EntityType, Finding } from '../../../../gateway/core/pii/entity.ts'
import { KnownValues } from '../../../../gateway/core/pii/fields/known-values.ts'

function knowing(type: EntityType, value: string, reasons = ['key:given_name']): KnownValues {
  const bytes = Buffer.from(value)
  const known = new KnownValues()
  known.learn({ type, start: 0, end: bytes.length, score: 0.9, reasons }, bytes)
  return known
}

function seen(known: KnownValues, text: string, isProse = true, out: Finding[] = []): string[] {
  const bytes = Buffer.from(text)
  known.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out, isProse ? 'prose' : 'field')
  return out.map(({ start, end }) => bytes.toString('utf8', start, end))
}

test('a whole name, and its parts in free text', () => {
  const known = knowing('PERSON', 'Annika Sørensen')
  expect(seen(known, 'Annika Sørensen wrote: Sørensen here, yours Annika.')).toEqual([
    'Annika Sørensen',
    'Sørensen',
    'Annika',
  ])
  expect(seen(known, 'Annika Sørensen / Annika', false)).toEqual(['Annika Sørensen'])
})

test('only whole words, in their own writing', () => {
  const known = knowing('PERSON', 'Grace Weber')
  expect(seen(known, 'the grace period of Webers Weberei')).toEqual([])
})

test('short words are words of every language', () => {
  expect(seen(knowing('PERSON', 'Li Wu'), 'Li said that Wu is in')).toEqual([])
})

test('a number that only its name told', () => {
  expect(seen(knowing('PASSPORT', 'N1234567', ['key:passport']), 'passport N1234567, not N12345678')).toEqual(
    ['N1234567'],
  )
  expect(knowing('PASSPORT', 'N1234567', ['check-digits']).size).toBe(0)
})

test('what was found already is not found again', () => {
  const taken: Finding = { type: 'EMAIL', start: 0, end: 20, score: 1, reasons: [] }
  expect(seen(knowing('PERSON', 'Sørensen'), 'Sørensen@example.com', true, [taken])).toHaveLength(1)
})

test('so many names are a list, in which each stands in its place anyway', () => {
  const known = new KnownValues()
  for (let i = 0; i < 2000; i++) {
    const bytes = Buffer.from(`Person${String.fromCharCode(97 + (i % 26))}${i}`)
    known.learn({ type: 'PERSON', start: 0, end: bytes.length, score: 0.9, reasons: [] }, bytes)
  }
  expect(known.size).toBeLessThanOrEqual(256)
})
