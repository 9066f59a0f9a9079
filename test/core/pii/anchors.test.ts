/** Promises that ruling positions out by their neighbours loses nothing that a recognizer would find there. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anchorOf, nextAnchor } from '../../../gateway/core/pii/anchors.ts'
import { endsEscape } from '../../../gateway/core/pii/boundaries.ts'
import { isLetter } from '../../../gateway/core/pii/bytes.ts'
import { recognizers } from '../../../gateway/core/pii/recognizers/all.ts'
import { TextView } from '../../../gateway/core/pii/text-view.ts'
import { patience, runs } from '../../support/property-runs.ts'
import { mixture } from './mixtures.ts'

const hostile = fc.constantFrom(...'0123456789012345678901@:-_.+( )/abfxDE"\\'.split(''))
const dates = fc
  .array(
    fc.constantFrom(
      '2026-05-11',
      'T10:20',
      ':07',
      '.3.4.5',
      ':',
      '-',
      ' ',
      '030 1234567',
      'fe80::1',
      '@a.de',
      '11.2',
    ),
  )
  .map((pieces) => pieces.join(''))
/** Numbers, dates and times with marks between them. */
const pairs = fc
  .array(
    fc.constantFrom(
      ...'0612345678|06 12 34 56 78|212-555-0147|(030) 123456|4111111111111111|4111 1111 1111 1111|536-90-4399|CPF 529.982.247-25|BSN 111222333|35-209900-176148-1|+49 171 2345678|Konto 021000021|tel 12345678|10:30|:15,123|24.12.2026|2026-12-24|1 May 2024|12|7|/|-| / |:| | |,|.'.split(
        '|',
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
/** Number plates, what looks like one, and what stands beside them. */
const plates = fc
  .array(fc.constantFrom(...'AABBKMQ01129 -- ·.+/\n'.split(''), 'plate ', 'reg ', 'Kennzeichen: ', 'x'), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''))
/** What words tell: licences, identity, tax and company numbers, in their spellings. */
const told = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'driver license |driving licence no. |Steuernummer: |codice fiscale |CUI |CNPJ |NINO: |sort code |tax number of our client is |passport |'.split(
          '|',
        ),
      ),
      fc.constantFrom(
        ...'612459|D6124|RSS MRA 85T10 A562S|55 658 50564|983040|12.ABC.345/01DE-35|AB\u00a012\u00a034\u00a056\u00a0C|121212+1212|x-9970982-e|zhl2635|, |\n|"'.split(
          '|',
        ),
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

test(
  'no recognizer finds anything at a position that was passed over',
  () => {
    let passedOver = 0
    const texts = fc.oneof(
      mixture.map((parts) => parts.join('')),
      fc.array(hostile, { maxLength: 300 }).map((characters) => characters.join('')),
      dates,
      pairs,
      plates,
      told,
    )
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = Buffer.from(text)
        const window = { bytes, start: 0, from: 0, end: bytes.length, final: true }
        const anchors = new Set<number>()
        for (let at = nextAnchor(window, 0); at < bytes.length; at = nextAnchor(window, at + 1))
          anchors.add(at)
        const view = new TextView()
        for (let at = 0; at < bytes.length; at++) {
          if (anchors.has(at) || anchorOf(bytes[at]!) === null || isInsideDigits(bytes, at)) continue
          passedOver++
          view.open(window)
          const anchor = anchorOf(bytes[at]!)
          const isTied = isLetter(view.byte(at - 1)) && !endsEscape(view, at - 1)
          for (const recognizer of recognizers) {
            if (recognizer.trigger !== (anchor === 'digits' && isTied ? 'mixed' : anchor)) continue
            const ask = (position: number) => {
              view.open(window)
              return recognizer.recognize(view, position)
            }
            const found = ask(at)
            // A phone number behind a date may be read from either; it is lost only where its own digits find it not.
            const own = found !== null && found.start > at ? firstDigit(bytes, found.start) : -1
            const there = anchors.has(own) ? ask(own) : null
            const isFoundThere = there !== null && there.start === found?.start && there.end === found.end
            expect([recognizer.name, at, isFoundThere ? null : found]).toEqual([recognizer.name, at, null])
          }
        }
      }),
      runs(4000),
    )
    expect(passedOver).toBeGreaterThan(10_000)
  },
  patience(60_000),
)

/** Behind a plus or an opening bracket. */
function firstDigit(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === 0x2b || bytes[at] === 0x28) at++
  return at
}

/** Recognizers of numbers are asked at the first of a run of digits only, and at the first digits of a word. */
function isInsideDigits(bytes: Uint8Array, at: number): boolean {
  const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39
  if (!isDigit(bytes[at])) return false
  let before = at - 1
  while (before >= 0 && isLetter(bytes[before]!)) before--
  return isDigit(bytes[before]) && !(before < at - 1 && bytes[before] === 0x5c)
}
