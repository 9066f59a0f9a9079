/** Promises that who stands behind a label of a mail or a card is found, however little the model knows of the name. */
import { describe, expect, test } from 'vitest'
import { shippedAnalyzer } from '../../../support/analysis.ts'
import { run } from '../../content/support.ts'

const analyzer = shippedAnalyzer()

function personsIn(body: string, format: 'text' | 'json'): string[] {
  const { questions } = run(body, { format, analyzer })
  return questions.filter(({ type }) => type === 'PERSON').map(({ value }) => value)
}

describe('a name is found whole', () => {
  test.each([
    ['Wiśniewska, Katarzyna', 'Von: «»\nGesendet: Montag'],
    ['Weber, Anna', 'Von: «»\nGesendet: Montag'],
    ['Kowalska, Anna', 'Von: «»\r\nGesendet: Montag'],
    ['Müller-Wiśniewska, Anna', 'An: «»\nBetreff: Miete'],
    ['Wiśniewska, Katarzyna', 'De : «»\nEnvoyé : lundi'],
    ['Wiśniewska, Katarzyna', 'Guten Tag\n\nVon: «»\nGesendet: Montag'],
    ['Jan Wiśniewski', 'Notfallkontakt: «» (Bruder), 0160-98765432'],
    ['Jan Wiśniewski', 'Ansprechpartner: «» (Vertrieb), 0160-98765432'],
  ])('%s in %j', (name, text) => {
    const body = text.replace('«»', name)
    expect(personsIn(body, 'text')).toEqual([name])
    expect(personsIn(JSON.stringify({ content: body }), 'json')).toEqual([name])
  })
})

test.each([
  'Von: Köln, Messe\nAn: Berlin, Hauptbahnhof\nPreis: 19 Euro',
  'De: Paris, France\nPara: Madrid, España',
  'To: Charlotte, NC\nFrom: Florence, Italy',
  'From: Monday, June 3\nTo: Friday, June 7\nWhere: Berlin',
  'Von: Team, Vertrieb\nAn: Alle',
  'Kontakt: Montag bis Freitag von 9 bis 12 Uhr',
])('nobody is found in %j', (text) => {
  expect(personsIn(text, 'text')).toEqual([])
})
