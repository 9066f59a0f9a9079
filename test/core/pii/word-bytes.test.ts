/** Promises that marks, blanks and pictures beyond ASCII part words as those of ASCII do, and that letters do not. */
import { describe, expect, test } from 'vitest'
import { behindEscape, isWordAt } from '../../../gateway/core/pii/word-bytes.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { run } from '../content/support.ts'
import { find } from './find.ts'

const labelled: readonly (readonly [string, string])[] = [
  ['Steuer-ID: 86095742719', 'DE_TAX_ID 86095742719'],
  ['SSN is 536904399', 'US_SSN 536904399'],
  ['DOB: 24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['Konto 532013000', 'BANK_ACCOUNT 532013000'],
  ['IMEI 490154203237518', 'IMEI 490154203237518'],
  ['phone 5551234', 'PHONE 5551234'],
  ['passport number C01X00T471', 'PASSPORT C01X00T471'],
]

describe.each([
  ['a no-break space', 'x\u00a0'],
  ['a low quotation mark', '„'],
  ['a quotation mark', '“'],
  ['an apostrophe', 'l’'],
  ['a guillemet', '«\u00a0'],
  ['a bullet', '•'],
  ['a dash', '–'],
  ['an emoji', '📅'],
  ['a sign and its selector', '⚠️'],
  ['a number in a circle', '①'],
  ['a byte order mark', '\ufeff'],
  ['a written line end', 'Eva\\n'],
  ['a written tab', 'Eva\\t'],
  ['a written quotation mark', 'Eva\\u201e'],
])('a label right behind %s', (_name, before) => {
  test.each(labelled)('%s', (text, found) => {
    expect(find(`${before}${text}`)).toEqual([found])
  })
})

test.each([
  ['Date de naissance\u00a0: 24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['N° de compte\u202f: 00001578412', 'BANK_ACCOUNT 00001578412'],
  ['Né\u00a0le 24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['“SSN” 536904399', 'US_SSN 536904399'],
  ['«\u00a0SSN\u00a0» : 536904399', 'US_SSN 536904399'],
  ['l’identité n° 123456789012', 'FR_ID_CARD 123456789012'],
])('a label with such a mark right behind it: %j', (text, found) => {
  expect(find(text)).toEqual([found])
})

test.each([
  ['Mot de passe\u00a0: Sommer2024x', 'Sommer2024x'],
  ['Mot de passe\u202f:\u00a0«\u00a0Sommer2024x\u00a0»', 'Sommer2024x'],
  ['Passwort: „Sommer2024x“', 'Sommer2024x'],
  ['„Passwort“: Sommer2024x', 'Sommer2024x'],
  ['‘password: Hunter2x!’', 'Hunter2x!'],
  ['x\\nPassword: Hunter2x!', 'Hunter2x!'],
  ['Utilisateur\u00a0: annaw87', 'annaw87'],
  ['Eva\\nUsername: annaw87', 'annaw87'],
  ['Prénom\u00a0: «\u00a0Lukas\u00a0»', 'Lukas'],
  ['elle a 34\u00a0ans', '34'],
  ['„API-Key: a8Kd93kdLs02kdPq81Lm“', 'a8Kd93kdLs02kdPq81Lm'],
  ['„Diagnose: F32.1“', 'F32.1'],
])('what a word beside such marks tells in free text: %j', (content, value) => {
  const { questions } = run(JSON.stringify({ content }), { format: 'json', analyzer: shippedAnalyzer() })
  expect(questions.map((question) => question.value)).toEqual([value])
})

test.each([
  'Änderung„Bestellnummer 86095742719',
  'x\u00a0Version 10.1.2.3',
  'éSSN 536904399',
  'Füßssn: 536904399',
])('what such a word speaks against, and what is no word of its own, is left: %j', (text) => {
  expect(find(text)).toEqual([])
})

test.each([
  'Passport – C01X00T47',
  'Passport — C01X00T47',
  'Passport: „C01X00T47“',
  'Passport “C01X00T47”',
  'Passport\u00a0: «\u00a0C01X00T47\u00a0»',
  'passport number: ‘C01X00T47’',
])('a number of no known form behind its word and such marks: %j', (text) => {
  expect(find(text)).toEqual(['PASSPORT C01X00T47'])
})

test('the bytes of letters, marks and digits of any script are part of words, others are not', () => {
  const parts = (text: string) => {
    const bytes = Buffer.from(text)
    return new Set(Array.from(bytes, (_, index) => isWordAt(bytes, index)))
  }
  for (const text of [
    'Kündigung',
    'ŁÓDŹ',
    'тел',
    'κινητό',
    'आधार',
    'هاتف',
    '电话',
    '휴대',
    '𝗦𝗦𝗡',
    '१२',
    'e\u0301',
    'ª',
    '°',
  ])
    expect(parts(text), text).toEqual(new Set([true]))
  for (const text of [
    '\u00a0',
    '\u202f',
    '„“”‘’«»‹›',
    '–—…•·',
    '→✓☎\ufe0f',
    '🙂👩🏽',
    '、。「」',
    '½×÷¿¡',
    '\ufeff\ufffd',
    '\uf0b7',
  ])
    expect(parts(text), text).toEqual(new Set([false]))
})

test('bytes that are no UTF-8 may be letters of another encoding', () => {
  for (const bytes of [[0xfc], [0x80, 0x41], [0xc3], [0xe2, 0x80], [0xe2, 0x41, 0x80], [0xff, 0x9e]])
    expect(isWordAt(Uint8Array.from(bytes), 0), String(bytes)).toBe(true)
})

test.each([
  ['a\\nSSN', 2, 3],
  ['a\\SSN', 2, 2],
  ['a\\u201eSSN', 6, 7],
  ['a\\ufeffSSN', 2, 7],
  ['a201eSSN', 4, 4],
])('a word behind what is written for a character: %j', (text, start, behind) => {
  expect(behindEscape(Buffer.from(text), start)).toBe(behind)
})
