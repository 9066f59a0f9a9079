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
)
export const mixture = fc.array(
  fc.oneof({ arbitrary: glue, weight: 4 }, { arbitrary: entity, weight: 2 }, key),
  {
    maxLength: 25,
  },
)
