/** The forms that recognizers declare spare questions and hide nothing: a number of no such form has no such entity. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../../gateway/core/pii/entity.ts'
import { formsOf, numberForms } from '../../../gateway/core/pii/number-forms.ts'
import { recognizers } from '../../../gateway/core/pii/recognizers/all.ts'
import { nationalRecognizers } from '../../../gateway/core/pii/recognizers/national/national.ts'
import type { Recognizer } from '../../../gateway/core/pii/recognizers/recognizer.ts'
import { Scanner } from '../../../gateway/core/pii/scanner.ts'
import { TextView } from '../../../gateway/core/pii/text-view.ts'
import { runs } from '../../support/property-runs.ts'
import { mixture } from './mixtures.ts'

const all: readonly Recognizer[] = [...recognizers, ...nationalRecognizers(null)]
/** As if none of them said anything of forms: each is asked at each number. */
const askedAlways = all.map(({ forms: _forms, ...recognizer }) => recognizer)
const sparing = new Scanner(all)
const thorough = new Scanner(askedAlways)

function scan(scanner: Scanner, bytes: Uint8Array): Finding[] {
  const found: Finding[] = []
  scanner.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
  return found
}

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 19 })
const mark = fc.constantFrom(' ', '-', '.', '/', ' - ', ') ', ':', '', '\u00a0', '\\n', 'b', 'X')
/** Numbers in groups of all lengths, over all marks, among letters. */
const grouped = fc
  .array(fc.tuple(digits, mark), { minLength: 1, maxLength: 7 })
  .map((pieces) => pieces.flat().join(''))
const word = fc.constantFrom(
  '',
  'phone ',
  'ssn ',
  'routing ',
  'konto ',
  'imei ',
  'vin ',
  'card ',
  '+',
  '(',
  'f',
)

test('whoever is not asked for the form of a number would have found nothing in it', () => {
  const text = fc
    .oneof(mixture, fc.tuple(word, grouped, word, grouped))
    .map((pieces: readonly string[]) => pieces.join(''))
  fc.assert(
    fc.property(text, (written) => {
      const bytes = new Uint8Array(Buffer.from(written))
      expect(scan(sparing, bytes)).toEqual(scan(thorough, bytes))
    }),
    runs(500),
  )
})

test.each([
  ['4539 1488 0343 6468', ['SIX', 'SEVEN', 'TWELVE']],
  ['123-45-6789', ['SIX', 'SEVEN', 'NINE']],
  ['127.0.0.1', ['SIX', 'FIFTEEN', 'DOTTED']],
  ['35-209900-176148-1', ['SIX', 'SEVEN', 'TWELVE', 'FIFTEEN', 'PAIRED']],
  ['1HGCM82633A004352', ['LETTERED']],
  ['00-1A-2B-3C-4D-5E', ['PAIRED']],
  ['110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', ['SIX', 'SEVEN', 'NINE', 'LABELLED']],
])('%s has the forms %j', (written, expected) => {
  const bytes = new Uint8Array(Buffer.from(written))
  const view = new TextView()
  view.open({ bytes, start: 0, from: 0, end: bytes.length, final: true })
  const forms = formsOf(view, view.numberAt(0))
  const names = Object.entries(numberForms).filter(([, bit]) => (forms & bit) !== 0)
  expect(names.map(([name]) => name)).toEqual(expected)
})
