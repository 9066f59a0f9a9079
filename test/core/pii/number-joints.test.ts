/** Promises which marks part two numbers, so that both are found, and which make one of the digits on both sides. */

import { expect, test } from 'vitest'
import { find } from './find.ts'
import { finds, leaves } from './tables.ts'

finds('BR_CPF', [['two over a slash', 'CPF «529.982.247-25»/«111.444.777-35»']])
finds('CH_AHV', [['two over a slash', 'AHV «756.9217.0769.85»/«756.1234.5678.97»']])
finds('NL_BSN', [
  ['two over a slash', 'BSN «111222333»/«123456782»'],
  ['two over a hyphen', 'BSN «111222333»-«123456782»'],
])
finds('PASSPORT', [['before another over a slash', 'passport «C01X00T47»/C01X00T48']])
finds('CREDIT_CARD', [
  ['two over a hyphen', 'card «4111111111111111»-«5555555555554444»'],
  ['two in fours over a hyphen', 'card «4111 1111 1111 1111»-«5555 5555 5555 4444»'],
  ['two of unlike lengths over a hyphen', '«378282246310005»-«4111111111111111»'],
  ['two over a slash', '«4111111111111111»/«5555555555554444»'],
])
finds('IMEI', [['two in groups over a slash', 'IMEI «35-209900-176148-1»/«35-209900-176148-1»']])

test('an account behind the number of its bank and a slash is found with it', () => {
  expect(find('ABA 021000021/123456789')).toEqual(['BANK_ROUTING 021000021', 'BANK_ROUTING 123456789'])
})

finds('DE_TAX_NUMBER', [['whole, over its own slashes', 'Steuernummer «181/815/08155»']])
finds('BR_CNPJ', [['whole, over its own slash and hyphen', 'CNPJ «12.345.678/0001-95»']])

leaves('NL_BSN', [
  ['a number with a part behind a slash', 'BSN 111222333/1'],
  ['a number with a part behind a hyphen', 'BSN 111222333-12'],
  ['a number with a part before a hyphen', 'BSN 12-111222333'],
  ['a piece of a name of a thing', 'BSN deploy-7d4b9c6f53-111222333'],
])
leaves('CREDIT_CARD', [
  ['a number behind a year and a hyphen', '2026-4111111111111111'],
  ['a number before a part', '4111111111111111-001'],
  ['a UUID of digits only', '12345678-1234-1234-1234-123456789012'],
])

finds('ES_NIF', [['behind a short cell, since decimals have no letter', 'id,dni\n7,«12345678Z»']])
finds('IE_PPS', [['behind a short cell', 'id,pps\n12,«1234567FA»']])
finds('US_MBI', [['behind a short cell, though it begins like decimals', 'id,mbi\n12,«1EG4-TE5-MK73»']])

finds('PHONE', [
  ['behind a date and a time', '2024-05-01 10:30 «0171 2345678»'],
  ['unbroken behind a date and a time', '2024-05-01 10:30 «01712345678»'],
  ['behind a time with milliseconds', '2024-05-01 10:30:15,123 «0171 2345678»'],
  ['unbroken behind a time with milliseconds', '2024-05-01 10:30:15.123 «01712345678»'],
  ['behind a date', '24.12.2024 «06 12 34 56 78»'],
  ['behind a date with a short year', '24.12.24 «06 12 34 56 78»'],
  ['behind a date in words', '1 May 2024 «0171 2345678»'],
  ['unbroken behind a date in words', 'Am 1. Mai 2024 «01712345678»'],
  ['before a time', '«0171 2345678» 12:30'],
  ['before a date', '«06 12 34 56 78» 24.12.2026'],
  ['before a date with the year first', '«0171 2345678» 2024-05-01 10:30'],
  ['before a date in words', '«06 12 34 56 78» 1 May 2024'],
  ['before a spaced hyphen and a time', '«06 12 34 56 78» - 12:30'],
])
finds('FR_NIR', [
  ['before a time', 'NIR «2 95 10 99 126 111 93» 12:30'],
  ['behind a time', 'NIR 12:30 «2 95 10 99 126 111 93»'],
])
finds('IN_AADHAAR', [['before a date', 'Aadhaar «2234 5678 9012» 24.12.2026']])
finds('AT_SOCIAL_SECURITY', [['before a date', 'SV-Nr. «1237 010180» 24.12.1987']])
finds('IMEI', [['behind a time', 'IMEI 12:30 «35-209900-176148-1»']])
finds('BANK_ACCOUNT', [['before a time', 'Konto «12 34 56 78» 12:30']])

leaves('PHONE', [
  ['a date and a time behind a word', 'call 24.12.2024 10:30'],
  ['times behind a word', 'call 10:30 11:45 12:15:20'],
  ['dates behind a word', 'call 2024-05-01 2024-05-02'],
])

finds('PHONE', [
  ['with a plus behind a cell and a colon', '17:«+49 171 2345678»'],
  ['with a plus behind a number and a slash', '4/«+49 171 2345678»'],
  ['before a colon and a date', 'tel «212.555.0147»:2024-05-01'],
  ['two, of which one stands in brackets', '«0171 2345678» («030 1234567»)'],
  ['two, of which one has its area in brackets', '«0171 2345678» «(030) 1234567»'],
  ['before a colon and a cell', '«0171 2345678»:17'],
])
finds('US_SSN', [['behind a cell and a colon', '17:«536-90-4399»']])
finds('CREDIT_CARD', [['behind a cell and a colon', '17:«4111111111111111»']])
finds('NL_BSN', [['behind a cell and a colon', 'BSN 17:«111222333»']])

leaves('PHONE', [
  ['a time with a fraction behind a word', 'call at 10:30:15.123456'],
  ['a scale behind a word', 'phone map 1:250000'],
  ['times of a list behind a word', 'call 10:30 - 11:45'],
])

finds('DE_TAX_ID', [
  ['before a year over a space', 'Steuer-ID «86 095 742 719» 2024'],
  ['before a count over a space', 'Steuer-ID «86 095 742 719» 5 Jahre'],
  ['before a year, told by a general word', 'tax number «86 095 742 719» 2024'],
])
finds('CA_SIN', [
  ['before a time', 'SIN «130 692 544» 24h'],
  ['before the mark of a list', 'SIN «130 692 544» 1) yes'],
  ['behind a year over a space', 'SIN 2024 «130 692 544»'],
  ['mistyped, before a year', 'SIN «130 692 545» 2024'],
])
finds('NL_BSN', [
  ['two over a space', 'BSN «111 222 333» «123 456 782»'],
  ['before a year', 'BSN «111 222 333» 2024'],
])
finds('UK_NINO', [['before a year, since it ends in a letter', 'NI number «AB 12 34 56 C» 2024']])
finds('DE_SOCIAL_SECURITY', [['before a year', 'Rentenversicherungsnummer «12 010180 M 011» 2024']])
finds('IN_AADHAAR', [['before a count', 'Aadhaar «2234 5678 9012» 5 years']])
finds('FR_NIR', [['before a count', 'NIR «2 95 10 99 126 111 93» 5 enfants']])
finds('AT_SOCIAL_SECURITY', [['before a count, without a word', 'SV-Nr. «1237 010180» 2 Kinder']])

leaves('CA_SIN', [['a piece of a row of figures', 'Umsatz 130 692 544 2024']])
leaves('TAX_ID', [['a longer number of another form', 'tax number 12 345 678 901 234']])

finds('PHONE', [
  ['behind a month and a day', 'Dec 24 «212-555-0147»'],
  ['behind a month, a day and a year', 'Dec 24, 2024 «06 12 34 56 78»'],
  ['behind a month and a year', '12/2024 «06 12 34 56 78»'],
  ['behind hours with a letter', '10h30 «06.12.34.56.78»'],
  ['behind an amount and a sign', '$1,200.00 «06 12 34 56 78»'],
  ['before hours with a letter', '«06 12 34 56 78» 10h30'],
  ['before hours over a dot', '«0173 2345671» 12.30 Uhr'],
  ['before hours over a hyphen', '«0173 2345671» 9-17 Uhr'],
  ['before a day and a month', '«0173 2345671» 24.12.'],
  ['before a month and a year', '«0173 2345671» 12/2024'],
  ['before an amount', '«0173 2345671» 100,00 EUR'],
  ['before an amount over the spaces of a column', '«0173 2345671»   100,00 EUR'],
  ['before an amount with thousands', '«06 12 34 56 78» 1.200,00 €'],
  ['with its last groups like an hour', '«+41 44 668 18 00» h'],
  ['with its last group like an hour', 'call «0171 234 56 12» am Montag'],
])
finds('IN_AADHAAR', [['before an amount', 'Aadhaar «2234 5678 9012» 100 EUR']])
leaves('PHONE', [
  ['columns of amounts', 'EUR 891,95 6 720 621 211,10'],
  ['an amount of millions', '22 636 372 684 EUR'],
])

for (const behind of [' EUR', '$', ' €', ' Uhr', ' 12/27', ' 12:30', ' 24.12.2024', ' 100,00 EUR']) {
  finds('CREDIT_CARD', [
    [`in fours before "${behind}"`, `«4111 1111 1111 1111»${behind}`],
    [`in unlike groups before "${behind}"`, `«3782 822463 10005»${behind}`],
  ])
  finds('IBAN', [
    [`that ends in two before "${behind}"`, `«GB29 NWBK 6016 1331 9268 19»${behind}`],
    [`that ends in three before "${behind}"`, `«FR14 2004 1010 0505 0001 3M02 606»${behind}`],
  ])
  finds('PHONE', [
    [`in pairs before "${behind}"`, `«+33 6 12 34 56 78»${behind}`],
    [`that ends in pairs before "${behind}"`, `«+41 44 668 18 00»${behind}`],
    [`in threes before "${behind}"`, `«+34 612 345 678»${behind}`],
    ...(behind === ' 12/27'
      ? []
      : [[`in two groups before "${behind}"`, `«0171 2345678»${behind}`] as const]),
  ])
}
