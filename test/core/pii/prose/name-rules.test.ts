/** Promises that a title and a usual first name tell of a name, whatever else the last name is a word for. */
import { expect, test } from 'vitest'
import { read } from './read.ts'

test.each([
  ['Der Vertrag mit Jürgen Groß läuft im Mai aus.', 'Jürgen Groß'],
  ['Frau Groß hat angerufen und bittet um Rückruf.', 'Groß'],
  ['Herr Klein möchte einen Termin.', 'Klein'],
  ['The contract with Margaret Ashbury ends in May.', 'Margaret Ashbury'],
  ['Ms Ashbury asked for a refund.', 'Ashbury'],
  ['We met Siobhán Ní Bhriain yesterday.', 'Siobhán Ní Bhriain'],
  ['Please call Siobhán Byrne about the invoice.', 'Siobhán Byrne'],
  ['Mr Price and Dr. Good arrived.', 'Good'],
  ['Mme Petit a appelé ce matin.', 'Petit'],
  ['La Sra. Bueno ha llamado.', 'Bueno'],
  ['Mevrouw de Wit belt terug.', 'de Wit'],
  ['The meeting with Frau Müller-Groß was fine.', 'Müller-Groß'],
  ['Was sagt Herr von der Heide dazu?', 'von der Heide'],
  ['Wann kommt Anna Maria Kurz zurück?', 'Anna Maria Kurz'],
])('the name in «%s» is found', (text, name) => {
  expect(read(text)).toContain(`PERSON ${name}`)
})

test.each([
  ['Some customers, e.g. John Smith, complained.', 'John Smith'],
  ['Manche Kunden, z.B. Hans Meier, beschweren sich.', 'Hans Meier'],
  ['Manche Kunden, z. B. Hans Meier, beschweren sich.', 'Hans Meier'],
  ['Yesterday J. R. Smith called.', 'J. R. Smith'],
])('the letters of a shortened phrase are no part of the name in «%s»', (text, name) => {
  expect(read(text)).toEqual([`PERSON ${name}`])
})

test.each([
  'Der Herr der Ringe ist ein Buch.',
  'Sehr geehrte Frau Präsidentin, wir danken Ihnen.',
  'The Sr. Software Engineer role is open.',
  'Ask the HR Department about it.',
])('nobody is found in «%s»', (text) => {
  expect(read(text)).toEqual([])
})

test.each([
  ['Nombre: Lucía\nApellidos: Fernández Soto\nDNI: 123', ['Lucía', 'Fernández Soto']],
  ['Frau Weber vom Ordnungsamt rief an.', ['Weber']],
  ['Kind regards,\nAnna Weber\nDirector', ['Anna Weber']],
  ['Please ask John\nSmith about it.', ['John\nSmith']],
])('the names in «%s» end before the word of the next line or the office', (text, names) => {
  expect(read(text)).toEqual(names.map((name) => `PERSON ${name}`))
})

test.each([
  ['Please ask **Anna** **Weber** about it.', 'Anna** **Weber'],
  ['_Anna Weber_ called.', 'Anna Weber'],
  ['I met __Anna Weber__, and she agreed.', 'Anna Weber'],
  ['`Anna Weber` called.', 'Anna Weber'],
  ['[Anna Weber](https://x.test) called.', 'Anna Weber'],
  ['See [Fatima Berger](https://x.test/a) about it.', 'Fatima Berger'],
  ['Dear Anna&nbsp;Weber, thank you.', 'Anna&nbsp;Weber'],
])('the name among the marks of «%s» is found', (text, name) => {
  expect(read(text)).toEqual([`PERSON ${name}`])
})

test.each(['Set Anna_Weber_Count in the file.', 'See https://x.test/Anna_Weber_x for it.'])(
  'a name in the identifier of «%s» stays',
  (text) => {
    expect(read(text)).toEqual([])
  },
)

test.each([
  'Jasmine tea is my favourite drink in the morning.',
  'Ginger ale and lemon go well together.',
  'The train leaves from Roma Termini at nine.',
  'Hello World, this is a test message.',
  'Mark the boxes that apply to you.',
  'Sue for damages in a civil court if the contract is void.',
])('nobody is found in «%s», where a name is a word of something else', (text) => {
  expect(read(text)).toEqual([])
})

test.each([
  ['Jasmine called about the tea yesterday.', 'Jasmine'],
  ['Mark wrote me a letter yesterday.', 'Mark'],
])('the same word is a name in «%s»', (text, name) => {
  expect(read(text)).toEqual([`PERSON ${name}`])
})
