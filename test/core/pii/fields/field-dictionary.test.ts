/** A field's name tells what its value is, in many languages and any spelling, and by where it stands. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FieldDictionary, noFields } from '../../../../gateway/core/pii/fields/field-dictionary.ts'
import { fieldsFileSchema } from '../../../../gateway/core/pii/fields/field-model.ts'
import { fieldsAnalysis, fieldsAnalyzer } from '../../../support/analysis.ts'
import { runs } from '../../../support/property-runs.ts'

const { fields } = fieldsAnalyzer

function meaning(path: string): string | null {
  const found = fields.meaningAt(path)
  return found === null || found.role === 'silent' ? null : found.code
}

test.each(['nummer', 'number', 'numero', 'teil.nummer', 'artikel.nummer', 'part.no', 'contatore.matricola'])(
  'a mere number is nothing of a person: %s',
  (path) => {
    expect(fields.meaningAt(path)?.role).not.toBe('value')
  },
)

test.each([
  ['card', 'card'],
  ['cardNumber', 'card'],
  ['CardNumber', 'card'],
  ['card_number', 'card'],
  ['card-no', 'card'],
  ['cardnumber', 'card'],
  ['cc_number', 'card'],
  ['ccnum', 'card'],
  ['PAN', 'card'],
  ['Card Number', 'card'],
  ['payment.card.number', 'card'],
  ['payment.cards[12].number', 'card'],
  ['paymentMethod.number', 'card'],
  ['card[number]', 'card'],
  ['a["x.card"]', 'card'],
  ['a["x.card"][3]', 'card'],
  ['order.card', 'card'],
  ['employee.ssn', 'ssn'],
  ['social_security_number', 'ssn'],
  ['tax_id', 'tax_id'],
  ['taxId', 'tax_id'],
  ['phone', 'phone'],
  ['phone2', 'phone'],
  ['mobilePhone', 'phone'],
  ['phone_number', 'phone'],
  ['phones[0].value', 'phone'],
  ['iban', 'iban'],
  ['id', 'id'],
  ['ID', 'id'],
  ['orderID', 'id'],
  ['order_id', 'id'],
  ['orderids', 'id'],
  ['order_ids[3]', 'id'],
  ['ids[3][0]', 'id'],
  ['card_id', 'id'],
  ['cards[0].id', 'id'],
  ['order.number', 'reference'],
  ['order[number]', 'reference'],
  ['orders[0].no', 'reference'],
  ['orderno', 'reference'],
  ['no', 'id'],
  ['trackingCode', 'reference'],
  ['created_at', 'time'],
  ['sha256', 'hash'],
  ['x-request-id', 'id'],
  ['cookie.cartId', 'id'],
  ['gclid', 'id'],
  ['_ga', 'id'],
  ['txn', 'reference'],
  ['pedido', 'thing_number'],
  ['commande', 'thing_number'],
  ['kampagne', 'thing_number'],
  ['order.item', 'thing_number'],
  ['listing', 'thing_number'],
  ['items[0].asset', 'thing_number'],
  ['adresse_commande', 'whole_address'],
  ['email_pedido', 'email'],
  ['item_count', 'quantity'],
  ['font-family', 'kind'],
  ['fontFamily', 'kind'],
  ['diagnosis_code_system', 'kind'],
  ['username_field', 'kind'],
  ['usernameColumn', 'kind'],
  ['user_name_attribute', 'kind'],
  ['first_name_field', 'kind'],
  ['first_name_placeholder', 'kind'],
  ['username', 'username'],
  ['diagnosis_code', 'health'],
  ['paid', null],
  ['casino', null],
  ['number', null],
  ['a.value', null],
  ['order.note', 'prose'],
  ['order_note', 'prose'],
  ['wildcard', null],
  ['messages[0].content', 'prose'],
  ['[0]', null],
  ['[0].number', null],
  ['', null],
  ['.', null],
  [']', null],
  ['[', null],
  ['{…}', null],
  [`${'x'.repeat(70)}_id`, null],
])('the field %s means %s', (path, code) => {
  expect(meaning(path)).toBe(code)
})

test.each([
  ['vorname', 'given_name'],
  ['Familienname', 'family_name'],
  ['prénom', 'given_name'],
  ['nom_de_famille', 'family_name'],
  ['apellidos', 'family_name'],
  ['cognome', 'family_name'],
  ['achternaam', 'family_name'],
  ['sobrenome', 'family_name'],
  ['nazwisko', 'family_name'],
  ['efternamn', 'family_name'],
  ['příjmení', 'family_name'],
  ['geburtsdatum', 'birth_date'],
  ['date_de_naissance', 'birth_date'],
  ['fechaNacimiento', 'birth_date'],
  ['data di nascita', 'birth_date'],
  ['geboortedatum', 'birth_date'],
  ['data_nascimento', 'birth_date'],
  ['data_urodzenia', 'birth_date'],
  ['födelsedatum', 'birth_date'],
  ['fødselsdato', 'birth_date'],
  ['STRASSE', 'street'],
  ['straße', 'street'],
  ['empfaenger', 'person_role'],
  ['Empfänger', 'person_role'],
  ['empfanger', 'person_role'],
  ['code_postal', 'postal_code'],
  ['numéro de téléphone', 'phone'],
  ['nom_client', 'full_name'],
  ['etunimi', 'given_name'],
  ['henkilotunnus', 'national_id'],
  ['syntymäaika', 'birth_date'],
  ['vat_number', 'vat_id'],
  ['ustId', 'vat_id'],
  ['meter_number', 'reference'],
  ['customer.phone.$eq', 'phone'],
  ['nombre_apellidos', 'full_name'],
])('%s means %s', (path, code) => {
  expect(meaning(path)).toBe(code)
})

describe('where a name stands', () => {
  test.each([
    ['customer.name', 'full_name'],
    ['order.shipping_address.name', 'full_name'],
    ['patient_name', 'full_name'],
    ['customername', 'full_name'],
    ['cardholder.name', 'full_name'],
    ['product.name', null],
    ['company.name', null],
    ['event.name', null],
    ['file.name', null],
    ['order.line_items[0].name', null],
    ['customer.company.name', null],
    ['name', 'bare_name'],
    ['data.attributes.name', 'bare_name'],
    ['name.first', 'given_name'],
    ['page.first', null],
    ['name.family', 'family_name'],
    ['author[0].family', 'family_name'],
    ['style.family', null],
    ['patient.race', 'origin'],
    ['tags.race', 'bare_origin'],
    ['member.church', 'religion'],
    ['functions.church', 'bare_religion'],
    ['address.state', 'region'],
    ['state', null],
    ['wallet.address', null],
    ['customer.address', 'whole_address'],
    ['email.address', 'email'],
  ])('%s means %s', (path, code) => {
    expect(meaning(path)).toBe(code)
  })

  test('a column beside people is a person’s, beside prices a thing’s', () => {
    expect(fields.meaningAmong('name', ['id', 'name', 'phone'])?.code).toBe('full_name')
    expect(fields.meaningAmong('name', ['sku', 'name', 'price'])?.code).toBe('nothing')
    expect(fields.meaningAmong('name', ['name'])?.code).toBe('bare_name')
    expect(fields.meaningAmong('phone', ['sku', 'phone'])?.code).toBe('phone')
  })
})

test('the owner’s file counts last', () => {
  const own = fieldsFileSchema.parse({
    meanings: { horse: { type: 'CUSTOMER_ID', shape: 'number', score: 0.9, says: 'chip number of a horse' } },
    keys: { horse: ['chip number'], nothing: ['first name'] },
  })
  const dictionary = new FieldDictionary([...(fieldsAnalysis.fields ?? []), own])
  expect(dictionary.meaningAt('stable.chipNumber')?.code).toBe('horse')
  expect(dictionary.meaningAt('first_name')?.role).toBe('silent')
  expect(dictionary.meaningAt('last_name')?.code).toBe('family_name')
})

describe('the quick look at a name', () => {
  const tells = (name: string, dictionary = fields) => {
    const bytes = Buffer.from(`"${name}"`)
    return dictionary.valueNames.tells(bytes, 1, bytes.length - 1)
  }

  test('says the same as the slow one, the first time and again', () => {
    const names = fc.oneof(
      fc.constantFrom(
        'first_name',
        'Telefonnummer',
        'número',
        'd_o_b',
        'x1',
        'ip',
        'order_id',
        'Straße',
        'a',
        '',
        'name',
        'emails',
        'address2',
        'プロ',
        'aQ',
        'cardOfNo',
        'valueOf',
        'nameE',
        'phoneDela',
      ),
      fc.string({ maxLength: 20 }),
      fc.string({ unit: fc.constantFrom('n', 'a', 'm', 'e', '_', 's', 'i', 'p'), maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(names, { maxLength: 20 }), (list) => {
        for (const name of [...list, ...list]) expect(tells(name)).toBe(name !== '' && fields.tells(name))
      }),
      runs(100),
    )
  })

  test('without a dictionary nothing tells', () => {
    expect(tells('first_name', noFields)).toBe(false)
    expect(noFields.meaningAt('first_name')).toBeNull()
  })
})

test('any path at all is answered', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', 'name', '.', '[', ']', '"', '0', '*', '\\', 'é', '_'),
        maxLength: 30,
      }),
      (path) => {
        expect(() => fields.meaningAt(path)).not.toThrow()
      },
    ),
    runs(100),
  )
})

describe('names of fields in further languages', () => {
  test.each([
    ['soyad', 'family_name'],
    ['soyadı', 'family_name'],
    ['dogum_tarihi', 'birth_date'],
    ['DoğumTarihi', 'birth_date'],
    ['tc_kimlik_no', 'national_id'],
    ['cepTelefonu', 'phone'],
    ['vezeteknev', 'family_name'],
    ['keresztnév', 'given_name'],
    ['születési_dátum', 'birth_date'],
    ['iranyitoszam', 'postal_code'],
    ['prenume', 'given_name'],
    ['data_nasterii', 'birth_date'],
    ['data_nașterii', 'birth_date'],
    ['adresa', 'whole_address'],
    ['foedselsdato', 'birth_date'],
    ['fødselsdato', 'birth_date'],
    ['fodselsdato', 'birth_date'],
    ['numero_secu', 'national_id'],
  ])('%s tells %s', (name, code) => {
    expect(meaning(name)).toBe(code)
  })

  test.each(['ad', 'nume', 'nev'])(
    '%s is a person’s name where the record has a family name or a birthday',
    (name) => {
      expect(fields.meaningAmong(name, [name, 'soyad'])?.code).toBe('full_name')
      expect(meaning(name)).toBe('bare_name')
    },
  )

  test.each([
    'download',
    'upload',
    'payload',
    'thread',
    'ad_id',
    'ad_group',
    'tag',
    'ar',
    'not',
    'din',
    'data',
    'cont',
  ])('%s names nobody', (name) => {
    expect(fields.meaningAt(name)?.role).not.toBe('value')
  })
})
