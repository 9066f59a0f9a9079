/** Promises that a value is read by the name in the member beside it, as CRMs, forms and health records send it. */
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { runWhole } from './support.ts'

const found = (body: unknown, indent = 0) =>
  runWhole(JSON.stringify(body, null, indent), { format: 'json', analyzer: fieldsAnalyzer })
    .questions.toSorted((one, other) => one.offset - other.offset)
    .map(({ type, path }) => `${type} ${path}`)

describe('a value is what the member beside it says', () => {
  test.each([0, 2])('in a list of properties, indented by %d', (indent) => {
    const properties = [
      { property: 'firstname', value: 'Olga' },
      { property: 'lastname', value: 'Petrova Ruiz' },
      { value: '1980-02-03', property: 'birth_date' },
      { property: 'plan', value: 'Olga' },
    ]
    expect(found({ properties }, indent).slice(0, 3)).toEqual([
      'PERSON properties[0].value',
      'PERSON properties[1].value',
      'DATE_OF_BIRTH properties[2].value',
    ])
  })

  test.each([
    ['key', 'val', 'last_name', 'PERSON'],
    ['name', 'content', 'last_name', 'PERSON'],
    ['field', 'value', 'Nachname', 'PERSON'],
    ['label', 'answer', 'Date of birth', 'DATE_OF_BIRTH'],
    ['fieldName', 'fieldValue', 'passport_number', 'PASSPORT'],
  ])('called %s and %s', (name, value, told, type) => {
    const text = type === 'PERSON' ? 'Okonkwo' : type === 'PASSPORT' ? 'C01X00T47' : '03.02.1980'
    expect(found({ form: [{ [name]: told, [value]: text }] })).toEqual([`${type} form[0].${value}`])
  })

  test('and so is each of several', () => {
    expect(found({ fields: [{ name: 'last_name', values: ['Okonkwo', 'Petrova'] }] })).toEqual([
      'PERSON fields[0].values[0]',
      'PERSON fields[0].values[1]',
    ])
  })

  test('in the identifiers of a health record, by system or by type', () => {
    const ssn = { system: 'http://hl7.org/fhir/sid/us-ssn', value: '219099999' }
    const record = { type: { coding: [{ code: 'MR' }] }, value: '4471293' }
    const passport = { type: { text: 'Passport number' }, value: 'C01X00T47' }
    expect(found({ resourceType: 'Patient', identifier: [ssn, record, passport] })).toEqual([
      'US_SSN identifier[0].value',
      'HEALTH_ID identifier[1].value',
      'PASSPORT identifier[2].value',
    ])
  })

  test.each([
    ['http://hl7.org/fhir/sid/icd-10', 'F32.1'],
    ['http://hl7.org/fhir/sid/icd-10-cm', 'E11.9'],
    ['http://fhir.de/CodeSystem/bfarm/icd-10-gm', 'I10'],
    ['http://snomed.info/sct', '44054006'],
    ['http://id.who.int/icd/release/11/mms', '6A70'],
    ['http://www.nlm.nih.gov/research/umls/rxnorm', '313782'],
    ['urn:oid:2.16.840.1.113883.6.90', 'F32.1'],
    ['urn:oid:2.16.840.1.113883.6.96', '44054006'],
    ['http://www.whocc.no/atc', 'N06AB04'],
  ])('in the codes of a health record, by their system %s', (system, code) => {
    const coding = [{ system, code, display: 'Moderate depressive episode' }]
    const condition = { resourceType: 'Condition', code: { coding }, subject: { reference: 'Patient/1' } }
    expect(found(condition)).toEqual(['HEALTH code.coding[0].code', 'HEALTH code.coding[0].display'])
    expect(found({ code, system })).toEqual(['HEALTH code'])
  })

  test('and codes of other systems are none of health', () => {
    const codings = ['http://unitsofmeasure.org', 'urn:iso:std:iso:3166', 'http://x.example/icd-10/status']
    for (const system of codings) expect(found({ a: [{ system, code: 'F32' }] })).toEqual([])
  })

  test('wherever a name such as `name` stands among names of a person', () => {
    const form = [
      { name: 'name', value: 'Hoa' },
      { name: 'birthday', value: '1980-02-03' },
    ]
    expect(found({ form })).toEqual(['PERSON form[0].value', 'DATE_OF_BIRTH form[1].value'])
  })
})

test.each([
  ['counts', { series: [{ name: 'mobile', value: 1234567 }] }],
  ['things', { options: [{ name: 'colour', value: 'Olga Blue' }] }],
  ['a word of a sentence', { options: [{ name: 'Blue mobile', value: '12345678' }] }],
  ['a member that is none of these', { form: [{ widget: 'lastname', value: 'Okonkwo' }] }],
])('names beside values tell nothing of %s', (_what, body) => {
  expect(found(body)).toEqual([])
})

test('each of many pairs is read by its own name', () => {
  const properties = Array.from({ length: 200 }, (_, index) => ({
    property: index % 2 === 0 ? 'firstname' : 'plan',
    value: index % 2 === 0 ? 'Olga' : 'basic',
  }))
  expect(found({ properties })).toHaveLength(100)
})

test.each(['icd10', 'diagnosis_code', 'Diagnose', 'diagnostic', 'diagnosi'])(
  'a code of ICD-10 is health under the name %s',
  (name) => {
    for (const [code, other] of [
      ['F32.1', 'F33.1'],
      ['I10', 'I11'],
      ['S52.521A', 'S52.522A'],
    ])
      expect(found({ [name]: code, order: other })).toEqual([`HEALTH ${name}`])
    expect(found({ [name]: '12', order: 'F32.1' })).toEqual([])
  },
)
