/** Promises that a label tells of what stands below it, whatever a page or a note has between, and in quotes as without. */
import { expect, test } from 'vitest'
import { actedOn } from './acted-on.ts'

test.each([
  ['SSN\n---\n536904399', 'US_SSN 536904399'],
  ['SSN\n===\n536904399', 'US_SSN 536904399'],
  ['DOB\r\n-----\r\n24/12/1987', 'DATE_OF_BIRTH 24/12/1987'],
  ['Konto\n-----\n532013000', 'BANK_ACCOUNT 532013000'],
  ['## Password\nHunter2x!', 'PASSWORD Hunter2x!'],
  ['# Notes\n\nnone\n\n### Passwort\r\n\r\nSommer2024x\r\n', 'PASSWORD Sommer2024x'],
  ['Please send it to our account at the bank, its BIC:\nCOBADEFFXXX\nand then call.', 'BIC COBADEFFXXX'],
  ['Bitte nimm für den Zugang das „Passwort“ Sommer2024x und melde dich.', 'PASSWORD Sommer2024x'],
  ['Please use the “password” Hunter2x! for the login and then call me.', 'PASSWORD Hunter2x!'],
])('%s has %s', (text, found) => {
  expect(actedOn(text, 'text')).toEqual([found])
})

test.each([
  ['## Password\nUse twelve characters'],
  ['## Password\n\nrequired'],
  ['#Password\nHunter2x!'],
  ['note\n---\n536904399'],
  ['SSN\n--\n536904399'],
  ['Please send it to our account at the bank, its BIC:\nABSTRACT of the terms and then call.'],
  ['Please use the “password” field for the login and then call me.'],
  ['Please use the “password” JavaScript for the login and then call me.'],
])('%s has nothing', (text) => {
  expect(actedOn(text, 'text')).toEqual([])
})
