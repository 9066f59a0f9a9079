/** Promises that a label tells its number over the tags of a page, and over a word in brackets that says which one it is. */
import { expect, test } from 'vitest'
import { actedOn } from './acted-on.ts'

test.each([
  ['<b>Passport:</b> C01X00T47', 'PASSPORT C01X00T47'],
  ['<label for="p">Passport</label><span>C01X00T47</span>', 'PASSPORT C01X00T47'],
  ['<td class="left">Passport</td> <td>533401372</td>', 'PASSPORT 533401372'],
  ['<dt>Steuer-ID</dt><dd>86095742719</dd>', 'DE_TAX_ID 86095742719'],
  ['Passport (neu): C01X00T47', 'PASSPORT C01X00T47'],
  ['Passport (new): 533401372', 'PASSPORT 533401372'],
  ['Username (new): jdoe77', 'USERNAME jdoe77'],
  ['<strong>Username:</strong> jdoe77<br>', 'USERNAME jdoe77'],
])('%s', (text, found) => {
  expect(actedOn(text, 'text')).toEqual([found])
  expect(actedOn(JSON.stringify({ html: text }), 'json')).toEqual([found])
})

test.each([
  ['Passport (see above) 533401372'],
  ['<b>Order:</b> C01X00T47'],
  ['Order (passport) C01X00T47X'],
  ['<passport-order>C01X00T47</passport-order>'],
  ['Username (required):'],
])('%s is left', (text) => {
  expect(actedOn(text, 'text')).toEqual([])
})
