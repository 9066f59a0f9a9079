/** Spellings that hide an entity from who looks for the usual one, and those that are left as they are. */
import { expect, test } from 'vitest'
import { run } from './support.ts'

const formats = ['json', 'form', 'xml', 'csv', 'text'] as const
const frames = {
  json: (text: string) => JSON.stringify({ m: text }),
  form: (text: string) => `m=${text.replaceAll(' ', '+')}`,
  xml: (text: string) => `<m>${text}</m>`,
  csv: (text: string) => `m,n\n${text},x\n`,
  text: (text: string) => text,
}

const valuesIn = (format: (typeof formats)[number], text: string, pieces?: number[]) =>
  run(frames[format](text), { format, ...(pieces === undefined ? {} : { pieces }) }).questions.map(
    ({ value }) => value,
  )

test.each(formats)('%s: what `escape` of old scripts wrote is read below it', (format) => {
  for (const pieces of [undefined, [1], [5, 2]]) {
    expect(valuesIn(format, 'joe%u0040example.com', pieces)).toEqual(['joe@example.com'])
    expect(valuesIn(format, '4111%u00201111%u00201111%u00201111', pieces)).toEqual(['4111 1111 1111 1111'])
    expect(valuesIn(format, 'a%u00g0 100%up', pieces)).toEqual([])
  }
})

test.each(formats)(
  '%s: a card with a space forgotten is found where a word tells, and only there',
  (format) => {
    expect(valuesIn(format, 'my card 41111111 1111 1111')).toEqual(['41111111 1111 1111'])
    expect(valuesIn(format, 'credit card: 4111-11111111-1111')).toEqual(['4111-11111111-1111'])
    expect(valuesIn(format, 'parts 41111111 11111111 are here')).toEqual([])
  },
)

test('a stand-in is written so that it can still be read below the escapes', () => {
  const { out } = run('{"m":"joe%u0040example.com"}', { format: 'json', operator: 'replace' })
  expect(unescape(JSON.parse(out).m)).toBe('[EMAIL]')
})
