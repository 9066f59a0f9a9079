/** Promises that the names that somebody put into a form are found by the words of its fields, in many languages. */
import { expect, test } from 'vitest'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { findToldByMarks } from '../../../../../gateway/core/pii/recognizers/told/told-marks.ts'

function find(text: string, out: Finding[] = []): string[] {
  const bytes = Buffer.from(text)
  findToldByMarks({ bytes, start: 0, end: bytes.length }, out)
  return out.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  'Vorname: «Lukas», Nachname: «Reinhardt»',
  'Vorname: «Maximilian»\nNachname: «Baumgartner»\nGeburtsdatum: 24.12.1988',
  'Nome: «Chiara»\nCognome: «Bianchi»',
  'Voornaam: «Sanne»',
  'Prénom : «Manon»',
  'Nom de famille : «de La Tour»',
  'First name: «Ngozi», last name: «Adebayo»',
  'Nombre: «Lucía»\nApellidos: «Fernández Soto»\nDNI: 1',
  'Imię: «Zofia»; Nazwisko: «Wójcik»',
  'Förnamn: «Åsa»\r\nEfternamn: «Öberg»',
  'Etunimi: «Aino»\nSukunimi: «Mäkinen»',
  'Jméno: «Jiří»\nPříjmení: «Dvořák»',
  '**Vorname:** «Lukas»',
  "- Surname: «O'Brien-Smith». Call back.",
])('%s', (marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `PERSON ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each([
  'Name: Quarterly Report',
  'firstName: String, lastName: String',
  'first name: required',
  'Vorname: Pflichtfeld',
  'lastName: Joi.string()',
  'Surname: please enter at least 2 characters',
  'Nachname: ___',
  'surname:\nemail:',
  'Vorname: Feld 12',
  'Company name: Acme Works\nProduct name: Blue Bottle',
])('%s names nobody', (text) => {
  expect(find(text)).toEqual([])
})

test('what others found stays, and a half of the name does not', () => {
  const half: Finding = { type: 'PERSON', start: 9, end: 13, score: 0.5, reasons: ['tagger'] }
  const other: Finding = { type: 'USERNAME', start: 9, end: 13, score: 0.7, reasons: ['word:username'] }
  expect(find('Vorname: Anna Maria', [half])).toEqual(['PERSON Anna Maria'])
  expect(find('Vorname: Anna Maria', [other])).toEqual(['USERNAME Anna'])
})

test('what reaches over two names stays the only finding of both', () => {
  const wide: Finding = { type: 'ADDRESS', start: 9, end: 30, score: 0.9, reasons: ['tagger'] }
  expect(find('Vorname: Anna, Nachname: Weber', [wide])).toEqual(['ADDRESS Anna, Nachname: Weber'])
})
