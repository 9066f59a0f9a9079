/** Promises of the words: each language has all of them with the same arguments, and numbers stand as its readers write them. */
import { expect, test } from 'vitest'
import { argumentsOf, fillMessage, type Piece, parseMessage } from '../../web-ui/src/i18n/format.ts'
import { de } from '../../web-ui/src/i18n/messages/de.ts'
import { en } from '../../web-ui/src/i18n/messages/en.ts'
import { es } from '../../web-ui/src/i18n/messages/es.ts'
import { fr } from '../../web-ui/src/i18n/messages/fr.ts'
import { accentMessage, pseudo } from '../../web-ui/src/i18n/pseudo.ts'
import { createQuantities, startOfDay } from '../../web-ui/src/i18n/quantities.ts'

const catalogues: Record<string, Record<string, string>> = { de, es, fr, pseudo }
const keys = Object.keys(en) as (keyof typeof en)[]

test.each(Object.keys(catalogues))(
  '%s has every message, none besides, each with the same arguments',
  (name) => {
    const catalogue = catalogues[name] ?? {}
    expect(Object.keys(catalogue).sort()).toEqual([...keys].sort())
    for (const key of keys) {
      const wanted = [...argumentsOf(parseMessage(en[key]))].sort()
      expect([...argumentsOf(parseMessage(catalogue[key] ?? ''))].sort(), key).toEqual(wanted)
    }
  },
)

test.each(['de', 'es', 'fr'])('%s has every case that its plurals and choices need', (name) => {
  const needed = new Intl.PluralRules(name).resolvedOptions().pluralCategories
  for (const key of keys) {
    const own = choicesIn(parseMessage(catalogues[name]?.[key] ?? ''))
    const english = choicesIn(parseMessage(en[key]))
    for (const [at, { by, cases }] of own.entries()) {
      if (by === 'select')
        expect([...cases.keys()].sort(), key).toEqual([...(english[at]?.cases.keys() ?? [])].sort())
      // `many` of Spanish and French is for whole millions, which `other` says as well.
      else
        expect([...cases.keys()], key).toEqual(
          expect.arrayContaining(needed.filter((each) => each !== 'many')),
        )
    }
  }
})

function choicesIn(pieces: readonly Piece[]): Extract<Piece, { kind: 'choice' }>[] {
  return pieces.flatMap((piece) => {
    if (typeof piece === 'string' || piece.kind === 'argument') return []
    if (piece.kind === 'strong') return choicesIn(piece.pieces)
    return [piece, ...[...piece.cases.values()].flatMap(choicesIn)]
  })
}

function filled(text: string, values: Record<string, string | number>, locale = 'en'): string {
  const { number } = createQuantities(locale, 'UTC')
  const strong = (parts: string[]) => `*${parts.join('')}*`
  return fillMessage<string>(parseMessage(text), { values, locale, number, strong }).join('')
}

test('plurals, exact cases, choices and weight are filled in', () => {
  const text =
    '<b>{n, plural, =0 {none} one {# file} other {# files}}</b> {kind, select, a {left} other {came}}'
  expect(filled(text, { n: 0, kind: 'a' })).toBe('*none* left')
  expect(filled(text, { n: 1, kind: 'b' })).toBe('*1 file* came')
  expect(filled(text, { n: 2318, kind: 'b' })).toBe('*2,318 files* came')
  expect(filled(text, { n: 2318, kind: 'b' }, 'de')).toBe('*2.318 files* came')
})

test('what is filled in is never read as a message', () => {
  expect(filled('From {host}', { host: '{n, plural, other {x}} <b>' })).toBe(
    'From {n, plural, other {x}} <b>',
  )
})

test.each(['{', '{a', '{a, plural, one {x}}', '{a, date}', '<b>x', 'x}', '{a, plural, other {x}'])(
  'a message that is not well formed is refused: %s',
  (text) => expect(() => parseMessage(text)).toThrow(SyntaxError),
)

test('the pseudo-language accents every letter of words and keeps arguments', () => {
  expect(accentMessage('From {host}')).toMatch(/^\[Fróm \{host\}·+\]$/)
})

test('sizes, shares and days are written as readers of the language write them', () => {
  const german = createQuantities('de', 'Europe/Berlin')
  expect(german.bytes(512)).toBe('512 Byte')
  expect(german.bytes(1_540_000)).toBe('1,5 MB')
  expect(german.share(0.22)).toBe('22\u00a0%')
  expect(german.share(0.0005)).toBe('<1\u00a0%')
  expect(german.share(0.9995)).toBe('>99\u00a0%')
})

test('a day begins at midnight of the office, on days when clocks change, too', () => {
  const noon = Date.UTC(2026, 2, 29, 10)
  expect(startOfDay(noon, 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 28, 23))
  expect(startOfDay(Date.UTC(2026, 9, 25, 11), 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 24, 22))
  expect(startOfDay(Date.UTC(2026, 10, 22, 14, 3, 7), 'UTC')).toBe(Date.UTC(2026, 10, 22))
})
