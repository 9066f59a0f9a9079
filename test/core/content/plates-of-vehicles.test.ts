/** Promises that a plate which is written as tickets are is found in the field of a vehicle, and tickets are left in any. */
import { expect, test } from 'vitest'
import { actedOn, written } from './acted-on.ts'

const names =
  'vehicle car registration license rental_car vehicleNo Fahrzeug Dienstwagen Kfz voiture véhicule coche vehículo'

test.each(names.split(' '))('of the field %s', (name) => {
  for (const [body, format] of written({ [name]: 'VSB-5743', model: 'Golf', km: '5' }))
    expect(actedOn(body, format)).toEqual(['LICENSE_PLATE VSB-5743'])
})

test.each([
  ['vehicle', 'REQ-1234'],
  ['license', 'ISO-9001'],
  ['car', 'BMW 320'],
  ['car', 'M3 CSL'],
  ['part', 'VSB-5743'],
  ['note', 'VSB-5743'],
  ['issue', 'VSB-5743'],
])('%s %s is left', (name, value) => {
  for (const [body, format] of written({ [name]: value, model: 'Golf', km: '5' }))
    expect(actedOn(body, format)).toEqual([])
})

test.each([
  ['Kfz VSB-5743'],
  ['license VSB-5743'],
  ['car: VSB-5743'],
  ['my rental car is VSB-5743'],
  ['Wagen Nr. VSB-5743'],
  ['véhicule : VSB-5743'],
  ['coche VSB-5743'],
  ['VSB-5743 (plate)'],
  ['VSB-5743 (Kennzeichen)'],
  ['VSB-5743 (amtl. Kennzeichen)'],
  ['VSB-5743 (license plate)'],
  ['VSB-5743 (Kfz)'],
])('of the text %s', (text) => {
  expect(actedOn(text, 'text')).toEqual(['LICENSE_PLATE VSB-5743'])
})

test.each([
  ['see VSB-5743'],
  ['car part VSB-5743'],
  ['car seat: VSB-5743'],
  ['the car. VSB-5743 was closed'],
  ['car: REQ-1234'],
  ['Kfz ISO-9001'],
  ['the scar VSB-5743'],
  ['VSB-5743 (car seat)'],
  ['VSB-5743 (closed)'],
  ['car:\nVSB-5743'],
])('of the text %s nothing is', (text) => {
  expect(actedOn(text, 'text')).toEqual([])
})
