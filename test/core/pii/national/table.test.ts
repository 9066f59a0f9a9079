/** Promises of the table of national numbers: it finds what was written, whatever stands where either may stand, and stays small. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Candidate } from '../../../../gateway/core/pii/recognizers/national/candidate.ts'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'
import { WayTable } from '../../../../gateway/core/pii/recognizers/national/table.ts'
import { TextView } from '../../../../gateway/core/pii/text-view.ts'
import { runs } from '../../../support/property-runs.ts'

const table = new WayTable(nationalNumbers)
const forms = nationalNumbers.flatMap((number) =>
  [...linked(number.prefix)].flatMap((prefix) =>
    number.forms.split('|').map((form) => ({ number, form: prefix + form })),
  ),
)

test('a text of any form finds the ways of this form and of all that look alike, in the order they were described', () => {
  const written = fc.constantFrom(...forms).chain(({ form }) => textOf(form))
  fc.assert(
    fc.property(written, (text) => {
      const expected = forms.filter(({ form }) => looksLike(text, form)).map(({ number }) => number.type)
      const { candidate, count } = read(text)
      expect(table.waysOf(candidate, count)?.all.map((way) => way.number.type) ?? []).toEqual(expected)
      expect(expected.length).toBeGreaterThan(0)
    }),
    runs(300),
  )
})

test('what counts by itself or anywhere is told apart from what must be told', () => {
  for (const { form } of forms) {
    const { candidate, count } = read(form.replaceAll('*', '0').replaceAll('9', '0').replaceAll('a', 'x'))
    const ways = table.waysOf(candidate, count)
    expect(ways?.byItself).toEqual(
      ways?.all.filter((way) => way.counts !== 'told' || way.countsAlike !== 'told'),
    )
    expect(ways?.anywhere).toEqual(
      ways?.all.filter((way) => way.counts === 'anywhere' || way.countsAlike === 'anywhere'),
    )
  }
})

function linked(prefix: string | undefined): string[] {
  return prefix === undefined ? [''] : ['', prefix, `${prefix} `, `${prefix}-`]
}

/** Any text of a form: `*` is a letter or a digit, `a` a letter, `9` a digit, all else itself. */
function textOf(form: string): fc.Arbitrary<string> {
  const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  const digit = fc.constantFrom(...'0123456789')
  const places = [...form].map((place) => {
    if (place === '*') return fc.oneof(letter, digit)
    if (place === 'a') return letter
    return place === '9' ? digit : fc.constant(place)
  })
  return fc.tuple(...places).map((characters) => characters.join(''))
}

/** Letters where letters may be and separators at the same places: which characters these are is asked later. */
function looksLike(text: string, form: string): boolean {
  if (text.length !== form.length) return false
  return [...form].every((place, index) => {
    const character = text[index] ?? ''
    if (place === '*') return /[0-9A-Z]/.test(character)
    if (place === 'a' || /[A-Z]/.test(place)) return /[A-Z]/.test(character)
    return /[0-9]/.test(place) ? /[0-9]/.test(character) : !/[0-9A-Z]/.test(character)
  })
}

function read(text: string): { candidate: Candidate; count: number } {
  const bytes = new TextEncoder().encode(text)
  const view = new TextView()
  view.open({ bytes, start: 0, from: 0, end: bytes.length, final: true })
  const candidate = new Candidate()
  candidate.read(view, 0)
  return { candidate, count: candidate.length }
}
