/** Promises that what stands in the name of a file is found in a text, and that names which programs give are left. */
import { expect, test } from 'vitest'
import { scanPieces, scanWhole } from './find.ts'
import { finds } from './tables.ts'

finds('PHONE', [
  ['before a date in a recording', '«+491712345678»_20241120.mp3'],
  ['between words in a recording', 'listen to call_«+491712345678»_in.amr.'],
])
finds('US_SSN', [
  ['before the kind of a document', '«536-90-4399»_w2.pdf'],
  ['behind a word in a document', 'see SSN_«536-90-4399».pdf'],
])
finds('CREDIT_CARD', [
  ['behind a word in a picture', 'card_«4111111111111111»_front.jpg'],
  ['between underscores that stress it', '_«4111111111111111»_'],
])
test.each([
  'photo 12345678_4111111111111111_n.jpg',
  'const MAX_4111111111111111_VALUE = 1',
  'id_4111111111111111_x.y',
  'IMG_20241120_123456.jpg',
  'f(a)+491712345678_x',
])('%s is left', (text) => {
  for (const { score } of scanWhole(Buffer.from(text))) expect(score).toBeLessThan(0.4)
})
test('a name of a file is read alike wherever the text is cut', () => {
  const bytes = Buffer.from(
    'see +491712345678_20241120_recording_of_the_call.mp3 and card_4111111111111111_x.jpg now',
  )
  const whole = scanWhole(bytes)
  expect(whole.map(({ type }) => type)).toEqual(['PHONE', 'CREDIT_CARD'])
  for (let cut = 1; cut < bytes.length; cut++) expect(scanPieces(bytes, [cut])).toEqual(whole)
})
