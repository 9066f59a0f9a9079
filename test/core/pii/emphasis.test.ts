/** Promises that what Markdown sets apart is found whole, without its marks, and that products and identifiers stay. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { find } from './find.ts'
import { finds, leaves } from './tables.ts'

const token = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ2bD4fG6hJ8'}`
const values: readonly (readonly [EntityType, string, string])[] = [
  ['PHONE', '', '+49 30 9018 2345'],
  ['PHONE', '', '030 5550134'],
  ['PHONE', '', '07700 900482'],
  ['PHONE', '', '(312) 555-0186'],
  ['PHONE', 'Tel: ', '9498777106'],
  ['CREDIT_CARD', '', '4111 1111 1111 1111'],
  ['IBAN', '', 'DE89 3704 0044 0532 0130 00'],
  ['EMAIL', '', 'joe.smith@example.com'],
  ['US_SSN', 'SSN: ', '536-22-8715'],
  ['DATE_OF_BIRTH', 'geboren am ', '12.03.1984'],
  ['SECRET', '', token],
  ['IP_ADDRESS', '', '84.17.33.201'],
  ['IP_ADDRESS', '', '2a02:8109:9c40:1234::1'],
  ['CH_AHV', '', '756.9217.0769.85'],
  ['ES_NIF', '', '12345678Z'],
  ['IT_FISCAL_CODE', '', 'RSSMRA85T10A562S'],
  ['BR_CPF', '', '529.982.247-25'],
  ['SE_PERSONNUMMER', '', '811228-9874'],
  ['MAC_ADDRESS', '', '00:1A:2B:3C:4D:5E'],
  ['MAC_ADDRESS', '', '00-1a-2b-3c-4d-5f'],
]
const marks = [
  ['*', '*'],
  ['**', '**'],
  ['***', '***'],
  ['_', '_'],
  ['__', '__'],
  ['~~', '~~'],
  ['`', '`'],
  ['|', '|'],
  ['| ', ' |'],
  ['\n> ', '\n'],
  ['\n- ', '\n'],
  ['\n* ', '\n'],
  ['\n1. ', '\n'],
  ['(**', '**)'],
  ['"_', '_"'],
] as const

test.each(marks)('what stands between %j and %j is found whole', (open, close) => {
  for (const [type, word, value] of values) {
    const wanted = [`${type} ${value}`]
    if (!open.startsWith('\n')) expect(find(`Here: ${word}${open}${value}${close} and more`)).toEqual(wanted)
    expect(find(`${open}${word}${value}${close}`)).toEqual(wanted)
    expect(find(`Here ${open}${word}${value}${close}, please.`)).toEqual(wanted)
  }
})

finds('PHONE', [
  ['with a bold word before it', '**Tel:** «07700 900482»'],
  ['with the word in the same marks', '**Tel: «07700 900482»**, please'],
  ['with one star at its front', '*«+44 7700 900482»'],
  ['with a note behind', '«030 5550134»* is new'],
])

leaves('PHONE', [
  ['a product', '3*4155550134'],
  ['a product behind', '4155550134*3'],
  ['a product with blanks', '3 *4155550134 and 4155550134* 3'],
  ['a product of brackets', '(3)*4155550134'],
  ['a power', '2**4155550134 and 4155550134**2'],
  ['an identifier', 'a_4155550134_b and a__4155550134'],
  ['names of variables', 'x*4155550134*y'],
])

leaves('EMAIL', [['no domain', '_joe@example_']])
finds('EMAIL', [['with marks of its own', '«__init__@example.com» wrote']])
leaves('IP_ADDRESS', [['a part of a name', 'v_84.17.33.201 and 84.17.33.201_x']])

leaves('ES_NIF', [
  ['a product', '3*12345678Z'],
  ['a product with blanks', '3 *12345678Z'],
])
leaves('MAC_ADDRESS', [
  ['a piece of an identifier', 'eth_00:1A:2B:3C:4D:5E'],
  ['a piece of a name', '_00:1A:2B:3C:4D:5E_old'],
])
