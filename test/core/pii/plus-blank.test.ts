/** Promises that numbers are found in the links and forms of a text, where a plus stands for a blank. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { find, scanPieces, scanWhole } from './find.ts'

/** The type, then the text with the entity between « and ». */
const rows: readonly (readonly [string, string])[] = [
  ['CREDIT_CARD', 'open https://x.example/?card=«4111+1111+1111+1111»'],
  ['CREDIT_CARD', 'https://x.example/?a=1&q=my+card+«4111111111111111»'],
  ['CREDIT_CARD', 'https://x.example/?q=card+«378282246310005»'],
  ['CREDIT_CARD', "curl -d 'card=«4111+1111+1111+1111»' https://x.example"],
  ['CREDIT_CARD', 'card=«4111+1111+1111+1111»&cvc=1'],
  ['IBAN', 'https://x.example/?iban=«DE89+3704+0044+0532+0130+00»&x=1'],
  ['US_SSN', 'https://x.example/?ssn=«536+90+4399»'],
  ['UK_NINO', 'https://x.example/?q=NI+number+«AB+12+34+56+C»'],
  ['AT_SOCIAL_SECURITY', 'https://x.example/?q=SV-Nr+«1237+010180»'],
  ['PHONE', 'https://x.example/?tel=«+49+171+2345678»'],
  ['PHONE', 'https://x.example/?text=call+«+49+171+2345678»'],
  ['PHONE', 'https://x.example/?text=call+«(0171)+2345678»'],
  ['PHONE', 'https://x.example/?text=fax+«030+1234567»'],
  ['DATE_OF_BIRTH', 'https://x.example/?q=dob+«24.12.1987»'],
]

test.each(rows)('%s %s', (type, marked) => {
  const [, value] = marked.match(/«([^»]*)»/)!
  expect(find(marked.replace(/[«»]/g, ''))).toEqual([`${type} ${value}`])
})

test('the sign that a long value stands behind may be far off', () => {
  const words = 'my+name+is+not+to+be+told+but+the+number+of+the+card+that+was+refused+this+morning+was'
  expect(find(`https://wa.example/?text=${words}+4111+1111+1111+1111`)).toEqual([
    'CREDIT_CARD 4111+1111+1111+1111',
  ])
})

describe('a plus stays one', () => {
  test.each([
    '4111+1111+1111+1111',
    'a = 4111+1111+1111+1111',
    'time=2024-05-01T10:30:00+02:00 level=info',
    'time=2024-05-01T10:30:00+0200',
    'x=10:30:00.123+02:00',
    'version=1.2.3+20240501',
    'a=1200+3400+5600',
    'sum=1+2+3+4+5+6+7+8',
  ])('%s', (text) => {
    expect(find(text)).toEqual([])
  })

  test('of a key in base64, whatever digits stand beside it', () => {
    const key = '8+8jfjZtoeXvouFdvVodkoeu2XeIQYr03vWog/TXlsD='
    expect(find(`SharedAccessKey=${key}`)).toEqual([expect.stringContaining(key)])
  })

  test('of a number that has one of its own, and of a phone that nobody encoded', () => {
    expect(find('hetu: 121212+1212 a=1')).toEqual(find('hetu: 121212+1212'))
    expect(find('?to=+4917123456789')).toEqual(['PHONE +4917123456789'])
  })
})

test('cut in any places, links with pluses give the findings of the whole', () => {
  const piece = fc.constantFrom(
    ...rows.map(([, text]) => text.replace(/[«»]/g, '')),
    ...['+', '=', '?', '&', ' ', '1', '4111', '+1111', '+49', 'card', '%', '(', ')', '-', ':', 'é', '１'],
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.nat(600), { maxLength: 20 }),
      (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''))
        const sorted = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
        expect(scanPieces(bytes, sorted)).toEqual(scanWhole(bytes))
      },
    ),
    runs(1_500),
  )
})
