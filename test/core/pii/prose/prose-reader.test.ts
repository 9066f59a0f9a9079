/** Promises about names and addresses in free text. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { longestProse } from '../../../../gateway/core/pii/prose/tagger.ts'
import { runs } from '../../../support/property-runs.ts'
import { findingsIn, read, reader } from './read.ts'

test.each([
  ['Please forward the offer to Caroline Hutchins by Friday.', 'PERSON Caroline Hutchins'],
  ['Bitte schicke Matthias Lorenz die Unterlagen.', 'PERSON Matthias Lorenz'],
  ['Peux-tu rappeler Juliette Marchand demain ?', 'PERSON Juliette Marchand'],
  ['Avisa a Ricardo Navarro de la reunión.', 'PERSON Ricardo Navarro'],
  ['Chiedi a Federica Colombo se ha pagato.', 'PERSON Federica Colombo'],
  ['Vraag Marieke van den Berg om een offerte.', 'PERSON Marieke van den Berg'],
  ['Sehr geehrte Frau Dr. Hoffmann,', 'PERSON Hoffmann'],
  ['The invoice for Priya Sharma is overdue.', 'PERSON Priya Sharma'],
  ['Kwame Mensah signed the contract.', 'PERSON Kwame Mensah'],
])('the name in «%s» is found', (text, expected) => {
  expect(read(text)).toContain(expected)
})

test.each([
  ['Ship it to 4711 Sycamore Avenue, Denver, CO 80203.', 'ADDRESS 4711 Sycamore Avenue, Denver, CO 80203'],
  ['Die Ware geht an die Kastanienallee 27, 10435 Berlin.', 'ADDRESS Kastanienallee 27, 10435 Berlin'],
  ['Livrez au 12 rue des Lilas, 69003 Lyon.', 'ADDRESS 12 rue des Lilas, 69003 Lyon'],
  ['Vivo en Calle de Alcalá 45, 28014 Madrid.', 'ADDRESS Calle de Alcalá 45, 28014 Madrid'],
  ['Abito in Via Garibaldi 8, 20121 Milano.', 'ADDRESS Via Garibaldi 8, 20121 Milano'],
  ['Ik woon op Kerkstraat 14, 1017 GL Amsterdam.', 'ADDRESS Kerkstraat 14, 1017 GL Amsterdam'],
])('the address in «%s» is found whole', (text, expected) => {
  expect(read(text)).toContain(expected)
})

test.each([
  'How do I reset my password?',
  'Welche Unterlagen brauche ich für die Anmeldung?',
  'Microsoft and Siemens signed an agreement in Paris.',
  'Les conditions générales ont changé en mars.',
  'Monday, Tuesday and Wednesday are fine.',
])('nobody is found in «%s»', (text) => {
  expect(read(text)).toEqual([])
})

test('a name is the same with its accents written behind its letters', () => {
  const text = 'Bitte rufe Jürgen Müller zurück.'
  expect(read(text)).toEqual(['PERSON Jürgen Müller'])
  expect(read(text.normalize('NFD'))).toEqual(['PERSON Jürgen Müller'.normalize('NFD')])
})

test('a finding says what speaks for it', () => {
  const [finding] = findingsIn('Dear Dr. Hoffmann, thank you.').filter(({ type }) => type === 'PERSON')
  expect(finding?.reasons[0]).toBe('tagger')
  expect(finding?.reasons).toContain('title:dr')
  expect(finding?.score).toBeGreaterThan(0.5)
  expect(finding?.score).toBeLessThanOrEqual(1)
})

test('what was found before keeps its place, and nothing is put over it', () => {
  const bytes = Buffer.from('Caroline Hutchins met Juliette Marchand.')
  const before: Finding = { type: 'USERNAME', start: 5, end: 12, score: 1, reasons: ['test'] }
  const out = [before]
  reader.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
  expect(out).toContain(before)
  expect(out.filter(({ start, end }) => start < 12 && end > 5)).toEqual([before])
  expect(out.slice(-1).map(({ start, end }) => bytes.toString('utf8', start, end))).toEqual([
    'Juliette Marchand',
  ])
})

test('findings are sorted, do not overlap, and begin and end between characters, whatever the bytes', () => {
  const words = fc.constantFrom(
    'Anna',
    'Müller',
    'rue',
    '12',
    '10115',
    ',',
    '.',
    '\n',
    ' ',
    'diabetes',
    'she',
    'is',
    'Muslim',
    '@',
    'a@b.de',
    'Ö',
    '北京',
    'محمد',
    '\u200f',
    '😀',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((all) => all.join(' ')),
    fc.array(words).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(text, (written) => {
      const bytes = Buffer.from(written)
      let last = 0
      for (const { start, end, score } of findingsIn(bytes)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(bytes.length)
        expect(bytes[start]! & 0xc0).not.toBe(0x80)
        if (end < bytes.length) expect(bytes[end]! & 0xc0).not.toBe(0x80)
        expect(score >= 0 && score <= 1).toBe(true)
        last = end
      }
    }),
    runs(1000),
  )
})

test('bytes that are no UTF-8 are read without harm', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => findingsIn(bytes).length >= 0),
    runs(100),
  )
})

test('only the window is read', () => {
  const bytes = Buffer.from('Juliette Marchand. Caroline Hutchins. Matthias Lorenz.')
  const out: Finding[] = []
  reader.read({ bytes, start: 19, from: 19, end: 37, final: true }, out)
  expect(out.map(({ start, end }) => bytes.toString('utf8', start, end))).toEqual(['Caroline Hutchins'])
})

test.each([
  ['one word', 'a'],
  ['one capital', 'A'],
  ['spaces', ' '],
  ['digits', '7'],
  ['full stops', '.'],
  ['names', 'Anna '],
  ['at signs', 'a@'],
  ['ideographs', '北'],
])('the time for a long text of nothing but %s grows with its length, not faster', (_, unit) => {
  const text = (length: number) => Buffer.from(unit.repeat(length / unit.length))
  const time = (bytes: Uint8Array): number => {
    const before = process.cpuUsage()
    reader.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, [])
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  const short = text(longestProse / 64)
  const long = text(longestProse / 8)
  time(short)
  const few = Math.min(time(short), time(short), time(short))
  const many = Math.min(time(long), time(long), time(long))
  expect(many).toBeLessThan(few * 8 * 4 + 20)
})

test('of a text beyond the bound nothing is read behind it', () => {
  const bytes = Buffer.from(`${'so it goes. '.repeat(Math.ceil(longestProse / 12))} Caroline Hutchins`)
  const out: Finding[] = []
  reader.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
  expect(out.filter(({ end }) => end > longestProse)).toEqual([])
})

test('a name is found wherever it stands in a long text', () => {
  const filler = 'the order was late and the goods were broken, so we sent them back. '
  for (const count of [3, 70, 71, 72, 73, 74, 75, 300]) {
    expect(read(`${filler.repeat(count)}Please ask Caroline Hutchins about it.`)).toEqual([
      'PERSON Caroline Hutchins',
    ])
  }
})
