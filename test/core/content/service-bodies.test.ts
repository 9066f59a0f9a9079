/** Promises that bodies as services of several countries shape them are read by their names of fields. */
import { expect, test } from 'vitest'
import type { Judge, LocatedFinding } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'

/** From this score on the shipped rules act. */
const actingScore = 0.4

function found(body: unknown): string[] {
  const all: LocatedFinding[] = []
  const judge: Judge = {
    analyzer: fieldsAnalyzer,
    standIns: undefined,
    judgesFields: false,
    field: () => 'scan',
    entity(one) {
      const before = all.findIndex(
        ({ finding, offset }) => finding.type === one.finding.type && offset === one.offset,
      )
      if (one.again === true) all[before] = one
      else all.push(one)
      return 'keep'
    },
  }
  inspectWhole({ format: 'json', judge, opaqueParts: 'pass' }, Buffer.from(JSON.stringify(body)))
  return all
    .filter(({ finding }) => finding.score >= actingScore)
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ finding, path }) => `${finding.type} ${path}`)
}

test('a first name beside a surname is one, whatever `nombre` means in French', () => {
  expect(found({ nombre: 'Olga', apellidos: 'Ruiz Peña' })).toEqual(['PERSON nombre', 'PERSON apellidos'])
  expect(found({ nombre: 3, prix: '12.00' })).toEqual([])
})

test('a field of VAT holds a number where country letters and check digits say so, and an amount else', () => {
  expect(found({ vat: 'IT00743110157' })).toEqual(['VAT_ID vat'])
  expect(found({ vat_number: 'ATU13585627' })).toEqual(['VAT_ID vat_number'])
  for (const amount of ['19', '1234.50', '12345678', 'reduced', 190.25])
    expect(found({ vat: amount })).toEqual([])
})

test('a Finnish person is read', () => {
  const person = { etunimi: 'Aino', sukunimi: 'Virtanen', postinumero: '00100', puhelin: '0401234567' }
  expect(found(person)).toEqual(['PERSON etunimi', 'PERSON sukunimi', 'ADDRESS postinumero', 'PHONE puhelin'])
})

test('numbers of meters that pass for cards by chance are none', () => {
  expect(found({ rows: [{ meter: '4111111111111111' }] })).toEqual([])
  expect(found({ rows: [{ card: '4111111111111111' }] })).toEqual(['CREDIT_CARD rows[0].card'])
})

test('conditions of a query are of the field they stand under', () => {
  expect(found({ filter: { 'customer.name': 'Hoa Nguyen', phone: { $eq: '030123456789' } } })).toContain(
    'PHONE filter.phone.$eq',
  )
})

test('contacts as address books write them', () => {
  expect(found({ fn: 'Olga Petrova', bday: '1980-02-03', adr: 'Hauptstr. 1, Berlin' })).toEqual([
    'PERSON fn',
    'DATE_OF_BIRTH bday',
    'ADDRESS adr',
  ])
})
