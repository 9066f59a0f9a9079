/** Promises that a label alone on the line above tells of the number below it, and nothing else does. */
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../gateway/core/pii/entity.ts'
import { findToldByMarks } from '../../../gateway/core/pii/recognizers/told/told-marks.ts'
import { find } from './find.ts'
import { finds } from './tables.ts'

finds('US_SSN', [
  ['bare', 'SSN:\n«536904399»'],
  ['with other lines around', 'Name:\nAnna\nSocial security number\r\n«536904399»\r\nPhone'],
  ['below an empty line', '**SSN**\n\n«536904399»'],
])
finds('DE_TAX_ID', [['bare', 'Steuer-ID:\n«86095742719»\n']])
finds('NL_BSN', [['bare', 'Burgerservicenummer\n«111222333»']])
finds('PASSPORT', [['of a form nobody knows', 'Passport number:\n«C01X00T471»\n']])
finds('BANK_ACCOUNT', [['without check digits', 'Account number:\n«532013000»\nBank']])
finds('BANK_ROUTING', [['by its parts', 'Sort code\n«40-47-84»']])

describe.each([
  ['an abbreviation', 'Konto-Nr.\n532013000', 'BANK_ACCOUNT 532013000'],
  ['an abbreviation', 'Passport No.\nC01X00T47', 'PASSPORT C01X00T47'],
  ['an abbreviation', 'NI No.\r\nQQ123456C', 'UK_NINO QQ123456C'],
  ['an abbreviation', 'Tel.-Nr.\n5551234', 'PHONE 5551234'],
  ['letters with full stops', 'D.O.B.\n24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['letters with full stops', 'D.O.B.:\n24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['a question', 'What is your SSN?\n536904399', 'US_SSN 536904399'],
  ['lines that are quoted', '> SSN:\n> 536904399', 'US_SSN 536904399'],
  ['lines that are quoted twice', '>> DOB:\n>> 24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['a list below', 'Tax IDs:\n- 86095742719', 'DE_TAX_ID 86095742719'],
  ['a list below', 'SSN:\r\n• 536904399', 'US_SSN 536904399'],
  ['an item of a list', '1. SSN\n536904399', 'US_SSN 536904399'],
  ['an item of a list', '12) SSN\n   536904399', 'US_SSN 536904399'],
  ['a device', 'IMEI:\n490154203237518', 'IMEI 490154203237518'],
  ['a vehicle', 'Fahrgestellnummer\n1HGCM82633A004353', 'VEHICLE_ID 1HGCM82633A004353'],
  ['a secret', 'API key:\na8Kd93kdLs02kdPq81Lm', 'SECRET a8Kd93kdLs02kdPq81Lm'],
])('a label above of %s', (_name, text, found) => {
  test(JSON.stringify(text), () => {
    expect(find(text)).toEqual([found])
  })
})

test('a general word above tells as it does on the same line', () => {
  expect(find('Tax ID:\n86095742719')).toEqual(find('Tax ID: 86095742719'))
  expect(find('Tax ID:\n86095742719')).toHaveLength(1)
})

describe.each([
  ['a line that goes on', 'BSN\n111222333 items'],
  ['a label with digits', 'BSN 2024\n111222333'],
  ['a sentence', 'Please send the BSN.\n111222333'],
  ['a sentence that ends in a number', 'We have BSN no.\n111222333 items'],
  ['a sentence that asks, and goes on', 'BSN? Later.\n111222333'],
  ['a count', '3 BSN\n111222333'],
  ['a negative number', 'BSN\n-111222333'],
  ['a second mark of a list', 'BSN\n- - 111222333'],
  ['a phone of the line above', 'Please call.\n5551234'],
  ['a row of cells', 'name,BSN\n111222333'],
  ['another line between', 'BSN\nKöln\n111222333'],
  ['a label of something else', 'BSN of the order\n111222333'],
  ['too far', 'BSN\n\n\n\n\n\n\n111222333'],
])('%s tells nothing', (_name, text) => {
  test(JSON.stringify(text), () => {
    expect(find(text)).toEqual([])
  })
})

test.each([
  ['Username:\nannaw87', 'annaw87'],
  ['Benutzername:\r\nanna.weber\r\nPasswort:', 'anna.weber'],
])('a user name is found below its label: %j', (text, value) => {
  expect(toldByMarks(text)).toEqual([`USERNAME ${value}`])
})

test.each(['Username:\nPassword:', 'Username:\nAnna', 'Username:\nsee page 2', 'user =\nannaw87'])(
  'what is no user name is left below such a label: %j',
  (text) => {
    expect(toldByMarks(text)).toEqual([])
  },
)

function passwords(text: string): string[] {
  return toldByMarks(text).flatMap((found) => found.match(/^PASSWORD (.*)$/u)?.[1] ?? [])
}

function toldByMarks(text: string): string[] {
  const bytes = Buffer.from(text)
  const found: Finding[] = []
  findToldByMarks({ bytes, start: 0, end: bytes.length }, found)
  return found.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  ['Password:\nHunter2x!', 'Hunter2x!'],
  ['User:\nanna\nPasswort:\r\n\r\nHunter2x!\r\nOrt:', 'Hunter2x!'],
  ['pw:\nkatze$blau', 'katze$blau'],
])('a password is found below its label: %j', (text, value) => {
  expect(passwords(text)).toEqual([value])
})

test.each([
  'Password:\nE-Mail:\nAnna',
  'Password:\nremember-me',
  'Password:\nhttps://example.com/reset2',
  'Password:\nHunter2x! is old',
  'Password:\n12.05.2024 was fine',
  'Passwort vergessen?\nSchritt2',
])('what is no password is left below such a label: %j', (text) => {
  expect(passwords(text)).toEqual([])
})
