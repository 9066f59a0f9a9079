/** Promises that words of many languages tell whose number it is, and that other words and places keep numbers ordinary. */
import { describe, expect, test } from 'vitest'
import { find, scanWhole } from '../find.ts'
import { finds, leaves } from '../tables.ts'

finds('DE_TAX_ID', [
  ['behind a German abbreviation', 'Steuer-ID: «36574261809»'],
  ['behind the long word', 'Ihre Steueridentifikationsnummer lautet «36 574 261 809».'],
])
finds('DE_SOCIAL_SECURITY', [
  ['without any word, by its letter, date and check digit', 'laut Bescheid «15070649C103» anbei'],
])
finds('DE_HANDELSREGISTER', [['by its section', 'Amtsgericht Köln, «HRB 12345»']])
finds('IL_ID', [
  ['behind a Hebrew abbreviation', 'מספר ת"ז «123456782»'],
  ['behind the same with full stops', 'ת.ז. «123456782»'],
])
finds('AR_DNI', [
  ['as it is printed in Argentina', 'DNI «30.123.456» de Argentina'],
  ['without full stops', 'su DNI es «30123456»'],
])
finds('ID_NIK', [['behind its short name', 'NIK: «3171015708900001»']])
finds('JP_MY_NUMBER', [['behind its name and a wide colon', 'マイナンバー：«123456789018»']])

test('a Japanese number is told by the word behind the mark of a list, not by the one before it', () => {
  expect(find('電話 090-1234-5678、マイナンバー 123456789018、住所 東京都港区')).toEqual([
    'PHONE 090-1234-5678',
    'JP_MY_NUMBER 123456789018',
  ])
})

finds('AT_SOCIAL_SECURITY', [['as it is printed', 'SV-Nr. «1237 010180»']])
finds('CH_AHV', [
  ['as it is printed', 'AHV-Nummer «756.9217.0769.85»'],
  ['behind a cell of two digits', 'AHV\nMeier,42,«756.9217.0769.85»'],
  ['before a cell of three digits', 'AHV\nMeier,«756.9217.0769.85»,100'],
])

finds('BR_CPF', [
  ['behind a cell of two digits', 'cpf\nAna,42,«529.982.247-25»'],
  ['before a cell of three digits', 'cpf\nAna,«529.982.247-25»,100'],
])
finds('FR_NIR', [
  ['behind a French phrase', 'Numéro de sécurité sociale : «2 95 10 99 126 111 93»'],
  ['of Corsica', 'NIR «2551A00000000» ou non'.replace('2551A00000000', '253072B07300470')],
])
finds('IT_FISCAL_CODE', [
  ['behind Italian words', 'codice fiscale «RSSMRA85T10A562S»'],
  ['without any word', 'Mario Rossi («RSSMRA85T10A562S»)'],
  ['in small letters', 'cf rssmra85t10a562s'.replace('rssmra85t10a562s', '«rssmra85t10a562s»')],
])
finds('ES_NIF', [['behind a Spanish abbreviation', 'con DNI «54362315K» y domicilio']])
finds('ES_NIE', [['with a dash', 'Mi NIE es «Y8063915-Z»']])
finds('ES_PASSPORT', [['with the word behind it', '«AAA123456» es mi número de pasaporte']])
finds('NL_BSN', [['behind a Dutch abbreviation', 'Mijn BSN is «111222333».']])
finds('BE_NN', [['as it is printed', 'rijksregisternummer «85.07.30-033.28»']])
finds('PL_PESEL', [['behind its name', 'PESEL: «44051401458»']])
finds('PL_NIP', [['with dashes', 'NIP «856-734-62-15»']])
finds('SE_PERSONNUMMER', [['with a word behind it', '«19910924-2397» är mitt personnummer.']])
finds('PT_NIF', [['behind a Portuguese word', 'contribuinte n.º «501964843»']])
finds('FI_PERSONAL_IDENTITY_CODE', [['with any sign of the century', 'tunnus «131052-308T»']])
finds('UK_NINO', [
  ['with spaces', 'National Insurance number «AB 12 34 56 C»'],
  [
    'with the prefix of examples, in a sentence',
    'The national insurance number for Daniel Brooks is «QQ 12 34 56 C».',
  ],
])
finds('UK_NHS', [['behind its name', 'NHS number: «943 476 5919»']])
finds('US_ITIN', [['as it is printed', 'the ITIN «911-70-1234»']])
finds('US_MBI', [['as it is printed', 'Patient «1EG4-TE5-MK73»']])
finds('US_DRIVER_LICENSE', [['behind English words', "my driver's license number is «D4374754»"]])
finds('CA_SIN', [['behind its name', 'my SIN is «130-692-544»']])
finds('BR_CPF', [
  ['as it is printed', 'para «390.533.447-05» hoje'],
  ['behind a cell of two digits', 'cpf\nAna,42,«529.982.247-25»'],
  ['before a cell of three digits', 'cpf\nAna,«529.982.247-25»,100'],
])
finds('MX_CURP', [['without any word', 'la clave «BOXW310820HNERXN09» es']])
finds('KR_RRN', [['as it is printed', '주민등록번호 «960121-1234567»']])
finds('KR_PASSPORT', [['between Korean syllables', '여권번호는 «M78901234»입니다']])
finds('JP_MY_NUMBER', [['behind Japanese words', 'マイナンバー：«123456789018»']])
finds('IN_PAN', [['behind its name', 'PAN «ABCPD1234Z»']])
finds('SG_NRIC_FIN', [['without any word', 'guest S2740116C arrived'.replace('S2740116C', '«S2740116C»')]])
finds('ZA_ID', [['behind a word', 'ID number «8001015009087»']])
finds('TR_NATIONAL_ID', [['behind Turkish words', 'TCKN numarası «10000000146» olarak']])

describe('what only a word calls so', () => {
  finds('PASSPORT', [['of a country without a table', 'passport number «XG9382049X»']])
  finds('NATIONAL_ID', [['of a form nobody knows', 'National ID «9281-03615-77»']])
  finds('DRIVER_LICENSE', [['with dashes', 'driving licence no. «Y820-9283-4432»']])
})

const ordinary: [string, string][] = [
  ['a version', 'version 1.2.3.4 build 20240501'],
  ['a timestamp', 'ts=1712345678901'],
  ['seconds since 1970, alone', '1712345678'],
  ['a date with its time, alone', '20240501093000'],
  ['placeholders, alone', '1234567890'],
  ['zeros, alone', '000000000'],
  ['an order number', 'Order 10000000146 shipped'],
  ['a parcel', '1Z999AA10123456784'],
  ['an article', '4006381333931'],
  ['a unique id', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['a hash', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['a dashed name', 'SKU-88123-XL-0042 and INV-10000000146'],
  ['money', 'tax $123456782 due, total 123456782.50'],
  ['a path', 'GET /items/10000000146/parts'],
  ['a phone', '+90 532 123 45 67'],
  ['a date', '2024-05-01T09:30:00.123Z'],
  ['words that tell, without a number', 'passport and tax number and BSN'],
  ['a number with its word in the line above', 'BSN\n111222333 items'],
]
const national = (text: string) =>
  scanWhole(Buffer.from(text)).filter(({ reasons }) =>
    reasons.some((one) => /^country:|^form:unknown/.test(one)),
  )

test.each(ordinary)('nothing of a country is seen in %s', (_name, text) => {
  expect(national(text)).toEqual([])
})

leaves('NL_BSN', [
  [
    'nine digits that fail the elfproef, far from the word',
    'BSN of the holder, as was said before by her: 111222334 or so',
  ],
  ['a number of an order', 'BSN order 111222333'],
])

test('a number whose text holds nothing else counts, but little', () => {
  expect(scanWhole(Buffer.from('111222333'))[0]?.score ?? 0).toBeLessThan(0.5)
  expect(find('see 111222333 there')).toEqual([])
})

test('a number that fits several countries is of the general type where only a general word tells', () => {
  const [found] = scanWhole(Buffer.from('tax number 123456782'))
  expect(found?.type).toBe('TAX_ID')
  expect(found?.reasons.filter((one) => one.startsWith('or:')).length).toBeGreaterThan(0)
})

test('a wrong check digit right behind its own word is told, as unsure', () => {
  const [found] = scanWhole(Buffer.from('PESEL: 44051401459'))
  expect(found).toMatchObject({ type: 'PL_PESEL', score: 0.5 })
  expect(found?.reasons).toContain('check-failed')
})

test('every finding says its country, its form, its check and the word', () => {
  const [found] = scanWhole(Buffer.from('PESEL: 44051401458'))
  expect(found?.reasons).toEqual(['country:PL', 'form:bare', 'check-digits', 'word:PL_PESEL'])
})
