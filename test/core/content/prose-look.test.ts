/** Promises about the look that tells free text from what programs write. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { looksLikeProse } from '../../../gateway/core/content/prose-look.ts'
import { runs } from '../../support/property-runs.ts'

test.each([
  ['a sentence', 'Please ask them about the invoice.', true],
  ['a sentence with a number', 'The order 4711 was sent on Monday, I think.', true],
  ['a key', 'conversation.message.content.updated', false],
  ['hexadecimal digits', '3f2a 9b1c 77de 0a4b 5c6d 7e8f 9a0b', false],
  ['few words', 'With many thanks', false],
  ['a short sentence', 'Thank you very much', true],
])('%s is known', (_, text, expected) => {
  const bytes = Buffer.from(text)
  expect(looksLikeProse(bytes, { start: 0, end: bytes.length }, false)).toBe(expected)
})

/** Word for word what the look counts, without its table. */
function slowLook(text: string, isTold: boolean): boolean {
  const sample = Buffer.from(text).subarray(0, 512).toString('latin1')
  if (sample.length < (isTold ? 4 : 16)) return false
  const letters = sample.match(/[A-Za-z\x80-\xff]/g)?.length ?? 0
  const spaces = sample.match(/[ \n\r\t]/g)?.length ?? 0
  const words = sample.match(/[A-Za-z\x80-\xff]{2,}(?=[ \n\r\t,.;:']|$(?!\n))/g)?.length ?? 0
  if (words < (isTold ? 2 : 4)) return isTold && letters >= 18 && spaces === 0 && sample.charCodeAt(0) >= 0xe0
  return letters + spaces >= (isTold ? 0.5 : 0.7) * sample.length && spaces * 20 >= sample.length
}

test('the look counts letters, spaces and words as a slow one does', () => {
  const pieces = fc.constantFrom(
    'a',
    'is',
    'word',
    'Ü',
    '北京',
    '7',
    ' ',
    ' ',
    ' ',
    '\n',
    '.',
    ',',
    '-',
    '{',
    "'",
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 300 }), fc.boolean(), (parts, isTold) => {
      const bytes = Buffer.from(parts.join(''))
      expect(looksLikeProse(bytes, { start: 0, end: bytes.length }, isTold)).toBe(
        slowLook(parts.join(''), isTold),
      )
    }),
    runs(3000),
  )
})
