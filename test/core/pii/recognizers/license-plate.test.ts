/** Promises which number plates are recognised, by their form or behind a word, and what only looks like one. */
import { expect, test } from 'vitest'
import { find, scanWhole } from '../find.ts'
import { finds, leaves, scores } from '../tables.ts'

finds('LICENSE_PLATE', [
  ['German', 'Der Wagen «B-AB 1234» steht dort'],
  ['German, with three letters', 'Kennzeichen «GAP-X 12»'],
  ['British', 'the car «AB12 CDE» was'],
  ['French', 'immatriculée «AB-123-CD»'],
  ['Italian', 'targa «AB123CD»'],
  ['Spanish', 'matrícula «1234 BCD»'],
  ['Dutch', 'kenteken «12-ABC-3»'],
  ['Turkish', 'plaka «34 ABC 123»'],
  ['Indian', 'vehicle «KA01AB1234»'],
  ['Indian, in groups', '«KA-01-AB-1234»'],
  ['Nigerian', 'plate «ABC-123DE»'],
  ['of any form behind a word', 'License plate «788 BBS» is'],
  ['mixed behind a word', 'owns license plate «9K071».'],
  ['as short as any behind a word', 'plate «00IP»:'],
  ['short and mixed, right behind a word', 'plate «AB12»'],
  ['of five characters behind a word', 'plate «AB123»'],
  ['of six characters behind a word', 'Kennzeichen: «ED0000»'],
  ['short and in groups, right behind a word', 'plate number «AB 12»'],
  ['of long letters and few digits behind a word', 'rendszám, registration «ABCD-123»'],
  ['German without a space behind a word', 'Kennzeichen «HH-BC120»,'],
  ['Portuguese with middle dots behind a word', 'matrícula «AB·12·34»'],
  ['Czech', 'the car «1A2 3456» stood'],
  ['Indian, in long groups', 'vehicle «KA-12-ABC-0345»'],
  ['unbroken behind a word', 'License plate «NDM7567» is'],
  ['like a state with its postcode, behind a word', 'plate «OR 97205»'],
])

leaves('LICENSE_PLATE', [
  ['a currency', 'for 1234 USD'],
  ['a standard', 'ISO-8859-1 or UTF-8'],
  ['a UUID', '550E8400-E29B-41D4-A716-446655440000'],
  ['a lower-case word', 'ab12 cde'],
  ['a product', 'SKU-88123-XL-0042'],
  ['a price behind a word', 'the registration costs 10 USD'],
  ['a standard behind a word', 'the plate is printed in UTF-8'],
  ['a word of few characters far behind one', 'vehicle class in group A1 or B12'],
  ['the end of another number', 'plate 64.0.57.384934 ABC'],
  ['a date behind a word, with capitals behind it', 'plate 12-34-56 AB'],
  ['a product', 'the phone SM-G950 and the router HP-LJ1020'],
  ['a code of six characters', 'the code is ED0000'],
  ['a German form without a district', 'QQ-AB 1234'],
  ['an American state with its postcode', 'Portland, OR 97205'],
  ['a classification', 'ICD-10 and CIM-10'],
  ['a label and the head of an address', 'Raum 12 IP 84.143.12.77'],
  [
    'a label and the head of a number',
    'in 12 SSN 537 90 4398, KW 47 AHV 756.9217.0769.85, Raum 12 TEL 0171 2345678',
  ],
  ['the head of a phone number', 'KW 47 030/1234567, KW 12 415.555.0149'],
  ['a size of paper', 'Papier DIN-A 4 oder DIN-A 10 kaufen'],
  ['a summit', 'Konferenz EU-US 2024 in Wien'],
])

finds('LICENSE_PLATE', [
  ['of a district that is a standard, too', 'Wagen «DIN-A 4711» und «DIN-AB 4»'],
  ['of a district that is a union, too', 'Wagen «EU-US 204»'],
  ['before a number', 'Wagen «34 ABC 123» 5 Minuten'],
  ['as tickets are written, behind a word', 'placa «REQ-1234»'],
])
test('rules leave what is written as tickets and standards are', () => {
  for (const text of ['REQ-1234', 'BUG-4711', 'RFC-2068', 'ISO-3166']) {
    for (const { score } of scanWhole(Buffer.from(`see ${text} again`))) expect(score).toBeLessThan(0.4)
  }
})
test('behind a label that a plate could take, the number is found', () => {
  expect(find('Raum 12 IP 84.143.12.77')).toEqual(['IP_ADDRESS 84.143.12.77'])
  expect(find('in 12 SSN 537 90 4398')).toEqual(['US_SSN 537 90 4398'])
  expect(find('KW 47 AHV 756.9217.0769.85')).toEqual(['CH_AHV 756.9217.0769.85'])
  expect(find('Raum 12 TEL 0171 2345678')).toEqual(['PHONE 0171 2345678'])
  expect(find('KW 47 030/1234567')).toEqual(['PHONE 030/1234567'])
})

scores('LICENSE_PLATE', [['a weak form alone is less than half sure', 'code AB12CDE', 0.35]])
