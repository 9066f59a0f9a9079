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
