/** Promises of what is sent under the type of forms and is none, as curl and scripts do. */
import { describe, expect, test } from 'vitest'
import { readEveryhow } from './read-everyhow.ts'

const label = 'application/x-www-form-urlencoded'
const read = (body: string, operator: 'mask' | 'redact' | 'replace' | 'keep' = 'mask') => {
  const { out, ...told } = readEveryhow(Buffer.from(body), label, operator)
  return { out: out.toString(), ...told }
}

describe('JSON', () => {
  test('is masked as JSON, with no escapes of forms in it', () => {
    const { out, paths } = read('{"card":"4111 1111 1111 1111","m":"joe\\u0040example.com"}')
    expect(out).toBe('{"card":"**** **** **** 1111","m":"j**@example.com"}')
    expect(paths).toEqual(['card', 'm'])
  })

  test.each([
    ['{"n":4111111111111111}', '{"n":null}'],
    [' [{"m":"joe@example.com"}]', ' [{"m":""}]'],
    ['[ "joe@example.com" ]', '[ "" ]'],
    ['{"a":1}\n{"m":"joe@example.com"}\n', '{"a":1}\n{"m":""}\n'],
    ['\ufeff{"m":"x=1&joe@example.com"}', '\ufeff{"m":"x=1&"}'],
    [`{"long":"${'words '.repeat(400)}","m":"joe@example.com"}`, `{"long":"${'words '.repeat(400)}","m":""}`],
  ])('stays JSON: %s', (body, expected) => {
    expect(read(body, 'redact').out).toBe(expected)
  })
})

test('XML is read as XML', () => {
  expect(read('<?xml version="1.0"?><m>joe&#64;example.com</m>').out).toBe(
    '<?xml version="1.0"?><m>j**@example.com</m>',
  )
})

test.each([
  ['my card is 4111 1111 1111 1111', 'my card is **** **** **** 1111'],
  [
    'Name;Mail;Formula\r\nAnna;joe@example.com;=A1\r\n4111 1111 1111 1111',
    'Name;Mail;Formula\r\nAnna;j**@example.com;=A1\r\n**** **** **** 1111',
  ],
])('a text is masked as text: %j', (body, expected) => {
  expect(read(body).out).toBe(expected)
})

describe('a form', () => {
  test.each([
    ['card=4111+1111+1111+1111', 'card=****%20****%20****%201111'],
    ['card=4111 1111 1111 1111&b=two words', 'card=****%20****%20****%201111&b=two words'],
    ['first name=Joe&card=4111+1111+1111+1111', 'first name=Joe&card=****%20****%20****%201111'],
    ['4111+1111+1111+1111\n', '****%20****%20****%201111\n'],
    ['[]=joe%40example.com', '[]=j**%40example.com'],
    ['{}=joe%40example.com', '{}=j**%40example.com'],
    ['%7B%22m%22%3A%22joe%40example.com%22%7D=', '%7B%22m%22%3A%22j**%40example.com%22%7D='],
  ])('stays one, however it is written: %s', (body, expected) => {
    expect(read(body).out).toBe(expected)
  })
})

test.each([
  '',
  '{',
  '{"a":"x y","b":[1,2]}',
  'two words',
  'a=b&c=d e',
  '<?xml version="1.0"?><a b="c d"/>',
  '%zz',
])('%j leaves byte for byte where nothing is found', (body) => {
  expect(read(body).out).toBe(body)
})
