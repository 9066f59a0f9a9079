/** Promises that a sentence names its people in a field for something else too, and that what is sold keeps its name. */
import { describe, expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { run } from './support.ts'

const analyzer = shippedAnalyzer()

function foundIn(field: string, value: string): string[] {
  return run(JSON.stringify({ [field]: value }), { format: 'json', analyzer }).questions.map(
    ({ type, value: found }) => `${type} ${found}`,
  )
}

const fields = (
  'title product event company department group label tag category status file files filename path folder source type ' +
  'kind role page ticket vendor topic function order_id version created_at'
).split(' ')

describe.each(fields)('below %s', (field) => {
  test.each([
    ['Complaint of Gwendolyn Pritchard about the noise', 'Gwendolyn Pritchard'],
    ['Dear Mrs Gwendolyn Pritchard,', 'Gwendolyn Pritchard'],
    ['Reklamation von Frau Özlem Yıldırım wegen Lärm', 'Özlem Yıldırım'],
  ])('%s', (value, name) => {
    expect(foundIn(field, value)).toEqual([`PERSON ${name}`])
  })
})

test.each([
  ['Mrs Gwendolyn Pritchard', 'Gwendolyn Pritchard'],
  ['Letter to Hamish McAllister about the rent', 'Hamish McAllister'],
  ['Termin mit Herrn Böttcher am Montag', 'Böttcher'],
  ['Queja de María García López por el ruido', 'María García López'],
  ['Demande de Jean Dupont pour un logement', 'Jean Dupont'],
  ['Reclamo del signor Mario Rossi per la bolletta', 'Mario Rossi'],
  ['Klacht van mevrouw De Vries over geluid', 'De Vries'],
  ['Re: your appointment with Dr McAllister', 'McAllister'],
  ['Gwendolyn Pritchard called about the noise', 'Gwendolyn Pritchard'],
])('the title %s names somebody', (value, name) => {
  expect(foundIn('title', value)).toEqual([`PERSON ${name}`])
})

test('what a person is said to have is found beside the name', () => {
  expect(foundIn('title', 'Call from Anna Weber, she has diabetes')).toEqual([
    'PERSON Anna Weber',
    'HEALTH diabetes',
  ])
})

test.each([
  ['title', 'Rosemary & Mint Shampoo 250 ml'],
  ['title', 'Santa Maria Novella Soap Rose'],
  ['title', 'Harry Potter and the Philosopher’s Stone'],
  ['title', 'Dr. Oetker Pizza Ristorante Mozzarella'],
  ['title', 'Mrs Meyer’s Clean Day Hand Soap'],
  ['title', 'Mr Proper'],
  ['product', 'Calvin Klein Jeans for men in blue'],
  ['product', 'Tommy Hilfiger Polo Shirt in navy blue'],
  ['product_name', 'Victoria Beckham sunglasses for women'],
  ['product', 'Robert Bosch drill with two batteries'],
  ['brand', 'Yves Saint Laurent Black Opium for her'],
  ['school', 'Martin Luther King Jr Elementary School'],
  ['company', 'Jack Wolfskin GmbH'],
  ['company', 'Albert Heijn bonus box for members'],
  ['category', 'Books about depression and anxiety in teenagers'],
  ['status', 'Waiting for the customer to reply'],
  ['department', 'Café de Flore in Paris with coffee'],
])('the %s %s is no person', (field, value) => {
  expect(foundIn(field, value)).toEqual([])
})
