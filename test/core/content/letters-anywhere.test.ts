/** Promises that what somebody wrote is read whatever the field is called in which a program puts it. */
import { describe, expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, run } from './support.ts'

const analyzer = shippedAnalyzer()
const letter =
  'Dear colleagues,\nplease call Anna Weber, who lives at Hauptstr. 12, 80331 Munich.\nHer number is 0171 2345678.\n'

function foundIn(body: string, order: Omit<Order, 'analyzer'>): string[] {
  return run(body, { ...order, analyzer }).questions.map(({ type, value }) => `${type} ${value}`)
}

describe('a letter is read', () => {
  test.each(['file', 'files[]', 'image', 'path', 'x', 'url', 'version', 'order_id'])(
    'as the part %s of a form',
    (name) => {
      const head = `Content-Disposition: form-data; name="${name}"; filename="letter.txt"\r\nContent-Type: text/plain`
      const found = foundIn(`--xx\r\n${head}\r\n\r\n${letter}\r\n--xx--\r\n`, {
        format: 'multipart',
        boundary: 'xx',
      })
      expect(found).toContain('PERSON Anna Weber')
      expect(found.some((one) => one.startsWith('ADDRESS Hauptstr. 12'))).toBe(true)
      expect(found).toContain('PHONE 0171 2345678')
    },
  )

  test.each(['file', 'image', 'path', 'x', 'url', 'version'])('as the value of %s in JSON', (name) => {
    expect(foundIn(JSON.stringify({ [name]: letter }), { format: 'json' })).toContain('PERSON Anna Weber')
    const inOneLine = 'Dear colleagues, please call Anna Weber, she waits'
    expect(foundIn(JSON.stringify({ [name]: inOneLine }), { format: 'json' })).toContain('PERSON Anna Weber')
  })

  test('behind a table, and however it comes', () => {
    const body = JSON.stringify({ file: `${'id=7;ok;\n'.repeat(900)}${letter}` })
    for (const pieces of [[body.length], [1000]])
      expect(foundIn(body, { format: 'json', pieces })).toContain('PERSON Anna Weber')
  })
})

test.each([
  '{"file":"Anna Weber CV 2024 final version.pdf"}',
  '{"title":"Weber Gasgrill Spirit mit Haube in Schwarz"}',
  '{"color":"Jasmin White Pearl Metallic Paint Finish"}',
  '{"version":"4930-1234-5678 2345678"}',
])('%s is what its name says', (body) => {
  expect(foundIn(body, { format: 'json' })).toEqual([])
})
