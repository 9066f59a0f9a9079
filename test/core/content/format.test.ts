/** Promises that a body is read as what it is, and that what cannot be read is known for that. */
import { describe, expect, test } from 'vitest'
import { formatOf, sniffForm } from '../../../gateway/core/content/format.ts'

test.each([
  ['application/json', 'json'],
  ['Application/JSON; charset=UTF-8', 'json'],
  ['application/vnd.api+json', 'json'],
  ['text/json', 'json'],
  ['application/x-amz-json-1.1', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/json-seq', 'ndjson'],
  ['application/x-www-form-urlencoded;charset=utf-8', 'form'],
  ['text/xml', 'xml'],
  ['application/soap+xml; charset="utf-8"', 'xml'],
  ['image/svg+xml', 'xml'],
  ['text/csv', 'csv'],
  ['text/tab-separated-values', 'csv'],
  ['text/plain', 'text'],
  ['text/markdown', 'text'],
  ['application/javascript', 'text'],
  ['application/graphql', 'text'],
  ['text/event-stream', 'text'],
  ['image/png', 'opaque'],
  ['application/octet-stream', 'opaque'],
  ['application/pdf', 'opaque'],
  ['application/zip', 'opaque'],
  ['nonsense', 'opaque'],
  ['', 'unknown'],
])('%s is read as %s', (contentType, format) => {
  expect(formatOf(contentType)).toMatchObject({ format, decodable: true })
})

test.each([
  ['us-ascii', true],
  ['"ISO-8859-1"', true],
  ['windows-1252', true],
  ['utf8', true],
  ['UTF-16', false],
  ['utf-16le', false],
  ['utf-32', false],
  ['utf-7', false],
  ['ebcdic-cp-us', false],
  ['', false],
])('charset=%s: decodable is %s', (charset, decodable) => {
  expect(formatOf(`text/plain; charset=${charset}`).decodable).toBe(decodable)
})

test.each([
  ['multipart/form-data; boundary=abc', 'abc', true],
  ['multipart/form-data; charset=utf-16; Boundary="a b;\\"c"', 'a b;"c', true],
  ['multipart/mixed;boundary=----x', '----x', true],
  ['multipart/form-data', null, false],
  ['multipart/form-data; boundary=', '', false],
  [`multipart/form-data; boundary=${'x'.repeat(71)}`, 'x'.repeat(71), false],
  ['multipart/form-data; boundary="a "', 'a ', false],
])('%s has the boundary %j', (contentType, boundary, decodable) => {
  expect(formatOf(contentType)).toEqual({ format: 'multipart', boundary, decodable })
})

describe('a body without a content type', () => {
  test.each([
    ['{"a":1}', 'ndjson'],
    [' [ {"a":1}]', 'ndjson'],
    ['{}', 'ndjson'],
    ['\ufeff{"a":1}', 'ndjson'],
    ['<?xml version="1.0"?><a/>', 'xml'],
    ['hello', 'text'],
    ['', 'text'],
    ['[2026-11-22] started', 'text'],
    ['{\\rtf1 x}', 'text'],
    ['<p>x</p>', 'text'],
    ['%PDF-1.7\n', 'opaque'],
    ['a\u0000b', 'opaque'],
    ['\u0002', 'opaque'],
  ])('is taken by its beginning: %j is %s', (body, format) => {
    expect(sniffForm(Buffer.from(body)).format).toBe(format)
  })

  test('is text in every 8-bit character set, and where the sample cuts a letter in two', () => {
    expect(sniffForm(Buffer.from([0x61, 0xff, 0x61])).format).toBe('text')
    expect(sniffForm(Buffer.from(`${'x'.repeat(1023)}é and more`)).format).toBe('text')
  })
})
