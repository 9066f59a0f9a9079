/** Promises that a last name behind a word for a family, and an Irish one, is found; and who is told to be ill. */
import { expect, test } from 'vitest'
import { read } from './read.ts'

test.each([
  ['Mieter: Familie Berger', 'Berger'],
  ['Mieter: Familie Berger, 3. OG links, zahlt seit Mai nicht', 'Berger'],
  ['La famille Dupont déménage en mai.', 'Dupont'],
  ['Tenant: the Miller family', 'Miller'],
  ['Please call Máire Ní Dhomhnaill about the lease.', 'Máire Ní Dhomhnaill'],
  ['Máire Ní Dhomhnaill', 'Máire Ní Dhomhnaill'],
])('the name in «%s» is found', (text, name) => {
  expect(read(text)).toContain(`PERSON ${name}`)
})

test.each([
  ['Is Fatima pregnant?', ['PERSON Fatima', 'HEALTH pregnant']],
  ['Est-ce que Leïla est enceinte ?', ['PERSON Leïla', 'HEALTH enceinte']],
])('of whom «%s» is said is found', (text, found) => {
  expect(read(text)).toEqual(found)
})

test.each([
  'Die Familie Intel Core bekommt neue Prozessoren.',
  'Die Familie der Hülsenfrüchte ist groß.',
  'La Familia Real viaja a Mallorca.',
  'The Ford family of trucks is sold here.',
  'I bought a Mac Studio yesterday.',
  'Is Florence nice in May?',
])('nobody is found in «%s»', (text) => {
  expect(read(text)).toEqual([])
})
