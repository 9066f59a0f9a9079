/** The quick look at a text never takes a file for none, and takes most of what stands in bodies for none. */
import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayBeginFile } from '../../../gateway/core/content/encoded-beginning.ts'
import { runs } from '../../support/property-runs.ts'

function mayBegin(text: string): boolean {
  // What stands around a text is not asked.
  const bytes = Buffer.from(`"":"${text}","`, 'latin1')
  return mayBeginFile(bytes, 4, bytes.length - 3)
}

const marks = [
  'PK\x03\x04',
  '\xff\xd8\xff\xe0',
  '\x89PNG\r\n\x1a\n',
  'RIFF\x00\x00\x00\x00WEBP',
  '\x00\x00\x00\x18ftypheic',
  '%PDF-',
  'GIF87a',
  'GIF89a',
  'II*\x00',
  'MM\x00*',
  '\xff\xfe',
  '\xfe\xff',
]
const anyText = fc
  .string({ unit: 'grapheme', minLength: 18, maxLength: 300 })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those that stand in no text
  .map((text) => Buffer.from(text.replaceAll(/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g, '-')))
const anyMarked = fc
  .tuple(fc.constantFrom(...marks), fc.uint8Array({ minLength: 18, maxLength: 200 }))
  .map(([mark, rest]) => Buffer.concat([Buffer.from(mark, 'latin1'), rest]))
const anySpelling = fc.record({
  file: fc.oneof(anyText, anyMarked),
  letters: fc.constantFrom('base64' as const, 'base64url' as const),
  lineEnd: fc.constantFrom('', ' ', '\t', '\\r\\n'),
  width: fc.integer({ min: 1, max: 80 }),
  label: fc.constantFrom('', ' ', 'data:;base64,', ' DATA:image/png;BASE64,', 'base64,', ' BASE64 ,'),
})

test('what begins as a text or with the mark of a file may be one, however it is written', () => {
  fc.assert(
    fc.property(anySpelling, ({ file, letters, lineEnd, width, label }) => {
      const lines = file.toString(letters).match(new RegExp(`.{1,${width}}`, 'g')) ?? []
      expect(mayBegin(label + lines.join(lineEnd))).toBe(true)
    }),
    runs(300),
  )
})

test.each([
  'Please look at the order of last week.',
  'whether a scanner knows the printer that we needed yesterday, nobody said',
  'c7835229-add1-4b75-a18d-771ebd669e29',
  'msg_71c7724831b7ce5b4a8d80e4',
  '2026-07-02T15:45:07.137Z',
  'https://example.com/files/1',
])('%s is no file', (text) => {
  expect(mayBegin(text)).toBe(false)
})
