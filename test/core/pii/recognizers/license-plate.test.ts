/** Promises which number plates are recognised, by their form or behind a word, and what only looks like one. */
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
  ['unbroken behind a word', 'License plate «NDM7567» is'],
])

leaves('LICENSE_PLATE', [
  ['a currency', 'for 1234 USD'],
  ['a standard', 'ISO-8859-1 or UTF-8'],
  ['a UUID', '550E8400-E29B-41D4-A716-446655440000'],
  ['a lower-case word', 'ab12 cde'],
  ['a product', 'SKU-88123-XL-0042'],
  ['a German form without a district', 'QQ-AB 1234'],
])

scores('LICENSE_PLATE', [['a weak form alone is less than half sure', 'code AB12CDE', 0.35]])
