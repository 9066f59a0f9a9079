/** A field's name speaks for what it is named after and against the rest, and never overrules what the text itself says. */
import { describe, expect, test } from 'vitest'
import type { EntityType, Finding } from '../../../../gateway/core/pii/entity.ts'
import { findValue, weighFindings } from '../../../../gateway/core/pii/fields/weigh-field.ts'
import { fieldsAnalyzer } from '../../../support/analysis.ts'

function weigh(type: EntityType, score: number, at: { path?: string; place?: 'body' | 'path' }) {
  const found: Finding[] = [{ type, start: 0, end: 16, score, reasons: ['test'] }]
  const meaning = at.path === undefined ? null : fieldsAnalyzer.fields.meaningAt(at.path)
  weighFindings(found, { meaning, place: at.place ?? 'body', isField: true })
  return { score: found[0]?.score, reasons: found[0]?.reasons }
}

describe('what a place makes of a finding', () => {
  test.each([
    ['CREDIT_CARD', 0.3, 'card.number', 0.95, 'key:card'],
    ['CREDIT_CARD', 0.85, 'order_id', 0.3, 'veto:id'],
    ['CREDIT_CARD', 0.85, 'iban', 0.3, 'key:iban'],
    ['CREDIT_CARD', 0.2, 'id', 0.2, 'veto:id'],
    ['US_SSN', 0.5, 'ssn', 0.95, 'key:ssn'],
    ['US_SSN', 0.5, 'tax_id', 0.95, 'key:tax_id'],
    ['US_SSN', 0.5, 'ref', 0.3, 'veto:reference'],
    ['PHONE', 0.4, 'tel', 0.95, 'key:phone'],
    ['PHONE', 0.4, 'sku', 0.3, 'veto:reference'],
    ['CREDIT_CARD', 0.85, 'pedido', 0.3, 'veto:thing_number'],
    ['CREDIT_CARD', 0.85, 'txn', 0.3, 'veto:reference'],
    ['PHONE', 0.4, 'created_at', 0.3, 'veto:time'],
  ] as const)('%s of %f under %s has %f (%s)', (type, score, path, after, reason) => {
    expect(weigh(type, score, { path })).toEqual({ score: after, reasons: ['test', reason] })
  })

  test.each([
    ['CREDIT_CARD', 0.95, 'order_id'],
    ['CREDIT_CARD', 0.85, 'note'],
    ['CREDIT_CARD', 0.85, undefined],
    ['PHONE', 0.85, 'order_id'],
    ['EMAIL', 0.95, 'user_id'],
    ['IP_ADDRESS', 0.5, 'id'],
  ] as const)('%s of %f under %s stays as it is', (type, score, path) => {
    expect(weigh(type, score, path === undefined ? {} : { path })).toEqual({ score, reasons: ['test'] })
  })

  test('an unbroken number in a path is the name of what is asked for', () => {
    expect(weigh('CREDIT_CARD', 0.85, { place: 'path' })).toEqual({
      score: 0.3,
      reasons: ['test', 'place:path'],
    })
    expect(weigh('CREDIT_CARD', 0.95, { place: 'path' }).score).toBe(0.95)
  })
})

function read(path: string, text: string, found: Finding[] = []): string[] {
  const bytes = Buffer.from(text)
  const meaning = fieldsAnalyzer.fields.meaningAt(path)
  if (meaning?.role === 'value') {
    const { wholeValue } = fieldsAnalyzer
    findValue({ bytes, start: 0, end: bytes.length }, found, { meaning, wholeValue })
  }
  return found.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

describe('a value that looks as its name promises', () => {
  test.each([
    ['first_name', ' Anna ', 'PERSON Anna'],
    ['last_name', 'de la Cruz', 'PERSON de la Cruz'],
    ['last_name', "O'Brien-Müller", "PERSON O'Brien-Müller"],
    ['family_name', 'Łukasiewicz', 'PERSON Łukasiewicz'],
    ['last_name', '田中', 'PERSON 田中'],
    ['full_name', 'Anna Weber 0', 'PERSON Anna Weber 0'],
    ['full_name', 'Anna Weber (2)', 'PERSON Anna Weber (2)'],
    ['customer_name', 'Anna Weber #12', 'PERSON Anna Weber #12'],
    ['first_name', 'Anna2', 'PERSON Anna2'],
    ['street', '274', 'ADDRESS 274'],
    ['billing_street', '42', 'ADDRESS 42'],
    ['customer.Street', '42', 'ADDRESS 42'],
    ['current_street', '42', 'ADDRESS 42'],
    ['primary_street', '42', 'ADDRESS 42'],
    ['registered_street', '42', 'ADDRESS 42'],
    ['registered_po_box', '4711', 'ADDRESS 4711'],
    ['Postfach', '4711', 'ADDRESS 4711'],
    ['warehouse_street', 'Oak Avenue 7', 'ADDRESS Oak Avenue 7'],
    ['warehouse_street', 'Oak Avenue', 'ADDRESS Oak Avenue'],
    ['houseNumberOrName', '96/A', 'ADDRESS 96/A'],
    ['postal_code', '1011 DJ', 'ADDRESS 1011 DJ'],
    ['plz', '50674', 'ADDRESS 50674'],
    ['dob', '14.03.1962', 'DATE_OF_BIRTH 14.03.1962'],
    ['dob', '3 March 1962', 'DATE_OF_BIRTH 3 March 1962'],
    ['age', '34 years', 'AGE 34 years'],
    ['gender', 'female', 'GENDER female'],
    ['phone', '555-625-1199', 'PHONE 555-625-1199'],
    ['passport', 'N1234567', 'PASSPORT N1234567'],
    ['iban', 'NL00NONE1234123412', 'IBAN NL00NONE1234123412'],
    ['password', 'hunter2', 'PASSWORD hunter2'],
    ['api_key', 'a9f8b7c6d5', 'SECRET a9f8b7c6d5'],
    ['religion', 'catholic', 'RELIGION catholic'],
  ])('%s: %s', (path, text, expected) => {
    expect(read(path, text)).toEqual([expected])
  })

  test.each([
    'street_nr',
    'street_num',
    'straat_nr',
    'vej_nr',
    'gata_nr',
    'road_no',
    'avenue_no',
    'rue_numero',
    'rua_numero',
    'via_numero',
    'calle_num',
    'ulica_numer',
    'customer.streetNr',
  ])('%s: the number of a house', (path) => {
    expect(read(path, '42')).toEqual(['ADDRESS 42'])
  })

  test.each([
    ['first_name', ''],
    ['first_name', 'N/A'],
    ['first_name', 'unknown'],
    ['first_name', '{{first_name}}'],
    ['first_name', '[PERSON]'],
    ['first_name', '****'],
    ['first_name', 'xxxx'],
    ['first_name', 'user_4711'],
    ['first_name', 'https://example.com/anna'],
    ['city', 'null'],
    ['city', '7'],
    ['counts.Main Street', '12'],
    ['counts.Oak Avenue', '7'],
    ['139 Main Street', '1'],
    ['Main Street 139', '1.5'],
    ['counts.Old Street', '12'],
    ['counts.New Road', '12'],
    ['by_road.Church Road[0]', '3'],
    ['Rua Augusta', '19'],
    ['Corso Via Roma', '19'],
    ['phone', 'yes'],
    ['age', '3600'],
    ['dob', 'yesterday'],
    ['ssn', 'none'],
    ['cvc', '12345'],
    ['bic', 'language'],
    ['ip', 'not-an-address'],
    ['api_key', 'enabled'],
    ['otp', 'disabled'],
    ['password', 'required'],
    ['latitude', '48'],
    ['card', 'visa'],
    ['customer.name', 'Acme GmbH'],
  ])('%s: %j is none', (path, text) => {
    expect(read(path, text)).toEqual([])
  })

  test('a firm finding inside it stays, and the rest around it is the value', () => {
    const text = 'Lindenweg 5, anna@example.com'
    const mail: Finding = { type: 'EMAIL', start: 13, end: text.length, score: 0.99, reasons: [] }
    expect(read('street', text, [mail])).toEqual(['ADDRESS Lindenweg 5', 'EMAIL anna@example.com'])
  })

  test('what the name tells and check digits confirm outdoes what looks like something else', () => {
    const phone: Finding = { type: 'PHONE', start: 0, end: 12, score: 0.85, reasons: [] }
    expect(read('nhs_number', '943 476 5919', [phone])).toEqual(['HEALTH_ID 943 476 5919'])
  })

  test('a firm finding that covers it is all there is', () => {
    const mail: Finding = { type: 'EMAIL', start: 0, end: 16, score: 0.99, reasons: [] }
    expect(read('username', 'anna@example.com', [mail])).toEqual(['EMAIL anna@example.com'])
  })
})
