/** Promises about the second look at a body in which somebody is named: it finds as much as ever, and is not taken in vain. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlacesElsewhere } from '../../../gateway/core/content/known-elsewhere.ts'
import { RememberedProse } from '../../../gateway/core/content/remembered-prose.ts'
import type { Finding, TextWindow } from '../../../gateway/core/pii/entity.ts'
import { KnownValues } from '../../../gateway/core/pii/fields/known-values.ts'
import { runs } from '../../support/property-runs.ts'
import { reader } from '../pii/prose/read.ts'

function knows(...names: string[]): KnownValues {
  const known = new KnownValues()
  for (const name of names) {
    const bytes = Buffer.from(name)
    known.learn({ type: 'PERSON', start: 0, end: bytes.length, score: 1, reasons: [] }, bytes)
  }
  return known
}

function stands(text: string, ...found: string[]): boolean {
  const places = found.map((one) => ({
    offset: text.indexOf(one),
    length: one.length,
    operator: 'tokenize' as const,
  }))
  const body = Buffer.from(text)
  return new PlacesElsewhere(knows('Anna Weber', 'Jürgen Köhler'), body, places).nextFrom(0) < body.length
}

test('a body that names nobody but where it was found needs no second look', () => {
  expect(stands('{"a":"ask Anna Weber now"}', 'Anna Weber')).toBe(false)
  expect(stands('{"a":"Jürgen Köhler\\nand Anna Weber","b":"the web"}', 'Jürgen Köhler', 'Anna Weber')).toBe(
    false,
  )
})

test.each([
  ['before the place', '{"t":"Weber","a":"ask Anna Weber now"}'],
  ['behind the place', '{"a":"ask Anna Weber now","t":"Anna"}'],
  ['behind an escape', '{"a":"ask Anna Weber now","t":"x\\nAnna"}'],
])('a name that stands again %s is worth one', (_, text) => {
  expect(stands(text, 'Anna Weber')).toBe(true)
})

test.each([
  ['JSON', '{"t":"\\u0041nna"}'],
  ['JSON in JSON', '{"t":"{\\"a\\":\\"x\\\\nAnna\\"}"}'],
  ['a query', '{"t":"name=%41nna"}'],
  ['markup', '{"t":"<a>&#65;nna</a>"}'],
  ['markup by name', '{"t":"J&uuml;rgen"}'],
  ['a comment', '{"t":"An<!-- -->na"}'],
])('so is what may be written otherwise in %s', (_, text) => {
  expect(stands(text)).toBe(true)
})

const people = ['Caroline Hutchins', 'Matthias Lorenz', 'Juliette Marchand']
const sentences = fc
  .array(
    fc.constantFrom(...people.map((name) => `Please ask ${name} today.`), 'It is late.', 'a@b.de', '\n'),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(' '))

test('what was read is said again, wherever the text stands, and another text is read for itself', () => {
  fc.assert(
    fc.property(fc.array(sentences, { maxLength: 6 }), fc.nat(9), fc.nat(5), (texts, shift, changed) => {
      const remembered = new RememberedProse(reader, Buffer.from(texts[0] ?? ''))
      const read = (text: string, at: number): { remembered: Finding[]; plain: Finding[] } => {
        const bytes = Buffer.from(`${'.'.repeat(at)}${text}`)
        const window: TextWindow = { bytes, start: at, from: at, end: bytes.length, final: true }
        const email = text.indexOf('a@b.de')
        const before = (): Finding[] =>
          email < 0
            ? []
            : [{ type: 'EMAIL', start: at + email, end: at + email + 6, score: 1, reasons: ['test'] }]
        const results = { remembered: before(), plain: before() }
        remembered.read(window, results.remembered)
        reader.read(window, results.plain)
        return results
      }
      for (const text of texts) read(text, 0)
      remembered.beginAgain()
      const again = texts.map((text, index) => (index === changed ? `${text} Ask Anna Weber.` : text))
      for (const text of again) {
        const results = read(text, shift)
        expect(results.remembered).toEqual(results.plain)
      }
    }),
    runs(300),
  )
})
