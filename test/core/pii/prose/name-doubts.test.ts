/** Promises that places before a name are no part of it, and that brands and greetings are nobody. */
import { expect, test } from 'vitest'
import { read } from './read.ts'

test('a country before a comma is no part of the name behind it', () => {
  expect(read('En Argentina, Facundo Bianchi paga los impuestos.')).toEqual(['PERSON Facundo Bianchi'])
})

test.each([
  'Nata a Roma il 3 maggio 1980, la signora vive a Milano.',
  'Kia ora everyone, the meeting is moved to Friday.',
  'FROM node:24\nWORKDIR /app\nCOPY . .',
  'He drinks Earl Grey in the evening.',
  'Im Albert Heijn gibt es guten Käse.',
])('nobody is found in «%s»', (text) => {
  expect(read(text)).toEqual([])
})

test.each([
  ['Kia Morgan called this morning.', 'PERSON Kia Morgan'],
  ['Please ask Albert Weber about it.', 'PERSON Albert Weber'],
  ['Nata a Roma, Giulia Bianchi vive a Milano.', 'PERSON Giulia Bianchi'],
])('people with such a word in their name are found in «%s»', (text, name) => {
  expect(read(text)).toContain(name)
})
