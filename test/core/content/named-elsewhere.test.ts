/** Promises that who is named in one field of a body leaves through no other one, whatever that is called. */
import { expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { type Order, runWhole } from './support.ts'

const left = (body: string, format: Order['format'], boundary?: string) =>
  runWhole(body, { format, analyzer: fieldsAnalyzer, ...(boundary === undefined ? {} : { boundary }) }).out

test.each<[string, Order['format'], string]>([
  ['a title behind it', 'json', '{"customer":{"name":"Ana Petrova"},"title":"Ana Petrova"}'],
  ['a title before it', 'json', '{"title":"For Ana Petrova","customer":{"name":"Ana Petrova"}}'],
  ['a file', 'json', '{"file_name":"Ana Petrova.txt","full_name":"Ana Petrova"}'],
  ['a form', 'form', 'full_name=Ana+Petrova&title=Ana+Petrova'],
  ['a table', 'csv', 'full_name,department\r\nAna Petrova,Office of Ana Petrova\r\n'],
])('who is named does not leave in %s', (_, format, body) => {
  expect(left(body, format)).not.toContain('Petrova')
})

test('who is named in a form does not leave in a file that goes with it, nor in the name of the file', () => {
  const body = [
    '--b',
    'Content-Disposition: form-data; name="full_name"',
    '',
    'Ana Petrova',
    '--b',
    'Content-Disposition: form-data; name="file"; filename="Ana Petrova.txt"',
    'Content-Type: text/plain',
    '',
    'Report for Ana Petrova, printed yesterday.',
    '--b--',
    '',
  ].join('\r\n')
  expect(left(body, 'multipart', 'b')).not.toContain('Petrova')
})

test('a password that is a word, and half of a name, stay where a field says that it holds something else', () => {
  const body =
    '{"password":"sunflower","name":"Ana Blackwood","product":{"type":"sunflower","brand":"Blackwood"}}'
  expect(left(body, 'json')).toContain('"type":"sunflower","brand":"Blackwood"')
})
