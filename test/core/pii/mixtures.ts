/** Makes texts in which entities, pieces of entities, and what surrounds them collide in every way. */
import fc from 'fast-check'
import { makeEntity, plantedTypes } from '../../../scripts/bench/entities.ts'
import { Random } from '../../../scripts/bench/random.ts'

const entity = fc
  .record({ seed: fc.nat(), type: fc.constantFrom(...plantedTypes) })
  .map(({ seed, type }) => makeEntity(type, new Random(seed)))
const key = fc.constantFrom(
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ==\n-----END PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ',
  'PuTTY-User-Key-File-2: x\nPrivate-MAC: 00ff',
)
const glue = fc.constantFrom(
  ...[
    '',
    ' ',
    '-',
    '.',
    '@',
    ':',
    '::',
    '/',
    '(',
    ')',
    '+',
    '_',
    '\n',
    '"',
    ',',
    '0',
    '49',
    'a',
    'x',
    'é',
    '谢',
    '#',
  ],
  ...[
    'phone ',
    'SSN ',
    'card ',
    'v',
    'IP:',
    '00',
    '127.0.',
    'DE89 ',
    'example.com',
    '-----BEGIN',
    'PuTTY',
    'AGE-SECRET-KEY-1',
  ],
  ...[
    'born ',
    'May 12, 1980',
    '12. März 1980',
    '1980-05-12',
    'Konto 12 34 56 78',
    'plate ',
    'B-AB 1234',
    '34 ABC 123',
    'AB 12 34 56 C',
    'AB123456C',
    '1HGCM82633A004352',
    '00-1A-2B-3C-4D-5E',
    '001a.2b3c.4d5e',
    '35-209900-176148-1',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    'https://a:b@',
    '"john doe"@',
    '４１１１',
    '\u200b',
    '\u202f',
    '٣',
    '–',
  ],
)
export const mixture = fc.array(
  fc.oneof({ arbitrary: glue, weight: 4 }, { arbitrary: entity, weight: 2 }, key),
  {
    maxLength: 25,
  },
)
