/** An escape of a second layer somewhere in a text hides nobody who is named in the rest of it. */
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer, shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, type Outcome, run, runWhole } from './support.ts'

const message = 'Please write to Anna Weber about her visit, and copy Thomas Schneider'

/** In any pieces, and as a body that is held and looked through twice where somebody is named in it. */
function found(body: string, order: Order): string[] {
  const told = ({ out, questions }: Outcome) => ({
    out,
    found: questions.toSorted((a, b) => a.offset - b.offset).map(({ type, value }) => `${type} ${value}`),
  })
  const whole = told(runWhole(body, order))
  for (const pieces of [[1], [7, 3], [body.length]])
    expect(told(run(body, { ...order, pieces }))).toEqual(whole)
  return whole.found
}

const shipped = { format: 'json', analyzer: shippedAnalyzer() } as const
const fields = { format: 'json', analyzer: fieldsAnalyzer } as const

describe('a text with an escape of a second layer and something found in it', () => {
  test.each([
    `${message} at anna.weber@example.org, see https://docs.example/a%20b`,
    `see https://docs.example/a%20b: ${message}, card 4111 1111 1111 1111`,
    `anna.weber%40example.org: ${message}`,
  ])('is read for names: %s', (content) => {
    const names = ['PERSON Anna Weber', 'PERSON Thomas Schneider']
    expect(found(JSON.stringify({ content }), shipped)).toEqual(expect.arrayContaining(names))
    expect(found(content, { ...shipped, format: 'text' })).toEqual(expect.arrayContaining(names))
    const form = `q=${encodeURIComponent(content)}`
    expect(found(form, { ...shipped, format: 'form' })).toEqual(expect.arrayContaining(names))
  })

  test('is what the name of its field tells, as a whole', () => {
    expect(found('{"password":"Xk%41 anna@example.org tulip"}', fields)).toContain('PASSWORD Xk%41')
    const outcome = runWhole('{"password":"Xk%41 anna@example.org tulip"}', fields)
    for (const piece of ['Xk', '41', 'anna', 'tulip']) expect(outcome.out).not.toContain(piece)
    const address = runWhole('{"address":"Hauptstrasse 5, 10115 Berlin, anna@example.org %20"}', fields)
    for (const piece of ['Hauptstrasse', '10115', 'Berlin', 'anna']) expect(address.out).not.toContain(piece)
  })

  test('is looked through for whoever is named elsewhere in the body', () => {
    const body = JSON.stringify({ full_name: 'Anna Weber', note: 'Anna Weber called, anna@example.org %20' })
    expect(found(body, fields)).toContain('PERSON Anna Weber')
    expect(runWhole(body, fields).out).not.toContain('Weber')
  })
})

test('what the name of a field rules out stays ruled out beside what it does not', () => {
  // An Australian tax file number by its check digits, and nothing that says so.
  for (const value of ['822967128\n', '822967128%0A', '822967128%2E', '%0A822967128'])
    expect(found(JSON.stringify({ zzz: value }), fields)).toEqual([])
  const mixed = found(JSON.stringify({ zzz: '822967128%0A', yyy: '822967128 x%41 joe@example.com' }), fields)
  expect(mixed).toEqual(['EMAIL joe@example.com'])
})
