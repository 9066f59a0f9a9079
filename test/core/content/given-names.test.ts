/** Promises that a given name alone is one where a phone or an address for mail stands beside it, and nobody's else. */
import { expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { runWhole } from './support.ts'

const analyzer = shippedAnalyzer()

function namesIn(body: string): string[] {
  return runWhole(body, { format: 'json', analyzer })
    .questions.filter(({ type }) => type === 'PERSON')
    .map(({ value }) => value)
    .sort()
}

test.each(['name', 'nombre', 'nome', 'naam'])('below %s, before or behind', (key) => {
  expect(namesIn(`{"${key}":"Maria","phone":"0171 2345678"}`)).toEqual(['Maria'])
  expect(namesIn(`{"email":"maria.k@mail.example","${key}":"Maria"}`)).toEqual(['Maria'])
  expect(
    namesIn(`[{"${key}":"Thomas","phone":"0171 2345678"},{"${key}":"Chiara","phone":"0171 2345679"}]`),
  ).toEqual(['Chiara', 'Thomas'])
})

test.each([
  '{"name":"Maria","price":12}',
  '{"name":"Bosch","phone":"0711 2345678"}',
  '{"name":"Sales","email":"sales@shop.example"}',
  '{"name":"Hamburg","phone":"0711 2345678"}',
  '{"product":{"name":"Maria"},"phone":"0711 2345678"}',
])('%s names nobody', (body) => {
  expect(namesIn(body)).toEqual([])
})

test.each([
  [
    'with bytes that are no UTF-8',
    Buffer.concat([Buffer.from('Anna '), Buffer.of(0xff, 0xfe), Buffer.from('Weber')]),
    'Anna \ufeffWeber',
  ],
  ['with a space that nobody sees', Buffer.from('Anna \u200bWeber'), 'Anna \u200bWeber'],
  ['with the number that a program put behind it', Buffer.from('Anna Weber 0'), 'Anna Weber 0'],
])('a name %s is one as a whole', (_what, name, read) => {
  const body = Buffer.concat([Buffer.from('{"name":"'), name, Buffer.from('"}')])
  const { questions } = runWhole(body, { format: 'json', analyzer })
  expect(questions.map(({ type, value }) => [type, value])).toEqual([['PERSON', read]])
})

test('a name with a number in a column of names is one, and is known without it', () => {
  const body = 'full_name,note\nAnna Weber 0,Anna Weber called\n'
  const { questions } = runWhole(body, { format: 'csv', analyzer })
  expect(questions.map(({ value }) => value)).toEqual(['Anna Weber 0', 'Anna Weber'])
})

test.each(['Table 7', 'Galaxy S24', 'Windows 11', 'Printer 0'])('%s is nobody', (name) => {
  expect(namesIn(JSON.stringify({ id: 7, name }))).toEqual([])
})
