/** Promises that numbers of parts, products and types of values are left, and ages are kept apart from phone numbers. */
import { expect, test } from 'vitest'
import { actedOn } from './acted-on.ts'

test.each([
  ['Teil AB-12-CD bestellen'],
  ['Artikel AB-123-CD'],
  ['part_123-45-6789.pdf'],
  ['Microsoft Office 365 2021 licence'],
  ['scrypt(password: TArg<KDFInput>, salt: X)'],
])('nothing is changed in %s', (text) => {
  expect(actedOn(text, 'text')).toEqual([])
})

test.each([['Char'], ['str'], ['varchar'], ['int']])('the type %s is nobody who logs in', (type) => {
  expect(actedOn(`username,role,n\n${type},x,1\n`, 'csv')).toEqual([])
  expect(actedOn(`username\trole\tn\n${type}\tx\t1\n`, 'text')).toEqual([])
  expect(actedOn(JSON.stringify({ login: type, role: 'x' }), 'json')).toEqual([])
  // Charles.
  expect(actedOn(JSON.stringify({ first_name: 'Char', role: 'x' }), 'json')).toEqual(['PERSON Char'])
})

test.each([
  ['Alter 43 0171 2345678', 'PHONE 0171 2345678'],
  ['Age: 43 0171 2345678', 'PHONE 0171 2345678'],
  ['Office 030 1234567', 'PHONE 030 1234567'],
  ['SSN_536-90-4399.pdf', 'US_SSN 536-90-4399'],
  ['parked AB-12-CD', 'LICENSE_PLATE AB-12-CD'],
  ['password: Abc<def>9', 'PASSWORD Abc<def>9'],
  ['password: Abc<Def>, and go on', 'PASSWORD Abc<Def>'],
  ['my part 536-90-4399', 'US_SSN 536-90-4399'],
])('in %s is %s', (text, found) => {
  expect(actedOn(text, 'text')).toEqual([found])
})
