/** Promises that who stands beside an e-mail address or a phone number is found where nothing reads like a sentence. */
import { describe, expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, run } from './support.ts'

const analyzer = shippedAnalyzer()
const line = 'Anna Weber, anna.weber@mail-weber.de, +49 171 2345678, Hauptstraße 12, 80331 München'

function foundIn(body: string, format: Order['format']): string[] {
  return run(body, { format, analyzer }).questions.map(({ type, value }) => `${type} ${value}`)
}

describe('a line of contact data loses its name and address', () => {
  test.each([
    ['as a text', line, 'text'],
    ['in a field that says nothing', JSON.stringify({ foo: line }), 'json'],
    ['on lines of its own', line.replaceAll(', ', '\n'), 'text'],
    ['behind a log', `${'id=7;ok;\n'.repeat(30)}\n${line}\n${'id=7;ok;\n'.repeat(30)}`, 'text'],
  ] as const)('%s', (_, body, format) => {
    const found = foundIn(body, format)
    expect(found).toContain('PERSON Anna Weber')
    expect(found.some((one) => one.startsWith('ADDRESS Hauptstraße 12'))).toBe(true)
  })
})

test.each(['{"foo":"anna.weber@mail-weber.de"}', '{"foo":"Sales <sales@mail-weber.de>"}'])(
  '%s has no name beside it',
  (body) => {
    expect(foundIn(body, 'json').filter((one) => one.startsWith('PERSON'))).toEqual([])
  },
)
