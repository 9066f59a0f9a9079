/** Promises that numbers and addresses are found however their characters are encoded, with spans over the original bytes. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { find, scanPieces, scanWhole } from './find.ts'

/** Reason, then the text with the entity between « and »; the type before. */
const rows: readonly (readonly [string, string, string])[] = [
  ['full-width digits', 'PHONE', '電話 «＋８１ ３ １２３４ ５６７８» です'],
  ['full-width digits of a card', 'CREDIT_CARD', '«４１１１ １１１１ １１１１ １１１１»'],
  ['full-width letters', 'IBAN', '«ＤＥ８９３７０４００４４０５３２０１３０００»'],
  ['narrow no-break spaces', 'CREDIT_CARD', 'n° «4111\u202f1111\u202f1111\u202f1111» !'],
  ['no-break spaces', 'IBAN', '«DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000»'],
  ['narrow no-break spaces in an account', 'IBAN', '«DE89\u202f3704\u202f0044\u202f0532\u202f0130\u202f00»'],
  ['figure spaces', 'PHONE', '«+49\u200730\u20071234567»'],
  ['non-breaking hyphens', 'US_SSN', 'SSN «134\u201177\u20119981»'],
  ['en dashes', 'PHONE', '«+1 212–555–0123»'],
  ['zero-width spaces in a card', 'CREDIT_CARD', '«4111\u200b1111\u200b1111\u200b1111»'],
  ['a zero-width joiner in an account', 'IBAN', '«DE89\u200d370400440532013000»'],
  ['soft hyphens', 'CREDIT_CARD', '«4111\u00ad1111\u00ad1111\u00ad1111»'],
  ['a byte order mark inside', 'CREDIT_CARD', '«41111111\ufeff11111111»'],
  ['a mark of direction before it', 'PHONE', 'هاتف \u200e«+49 30 1234567»\u200f'],
  ['marks of direction inside', 'PHONE', '«+49\u200e 30 1234567»'],
  ['Arabic-Indic digits', 'PHONE', 'هاتف «+٤٩ ٣٠ ١٢٣٤٥٦٧»'],
  ['Persian digits', 'PHONE', '«+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹»'],
  ['Devanagari digits', 'PHONE', 'फोन «+९१ ९८७६५ ४३२१०»'],
  ['mathematical digits', 'CREDIT_CARD', '«𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏»'],
  ['combining marks between digits', 'CREDIT_CARD', '«4111\u0332 1111 1111 1111»'],
  ['a zero-width space in an address', 'EMAIL', 'an «jo\u200bhn@exam\u200bple.com» von'],
  ['a full-width at sign', 'EMAIL', '«anna＠example.com»'],
  ['full-width letters in an address', 'EMAIL', '«ａｎｎａ@ｅｘａｍｐｌｅ.ｃｏｍ»'],
]

test.each(rows)('%s', (_reason, type, marked) => {
  const [, value] = marked.match(/«([^»]*)»/)!
  expect(find(marked.replace(/[«»]/g, ''))).toEqual([`${type} ${value}`])
})

test('no character that shows nothing hides a number, a key or an address, whichever it is', () => {
  const values = [
    ['PHONE', '+49 151 23456789'],
    ['CREDIT_CARD', '4111111111111111'],
    ['EMAIL', 'joe.smith@example.com'],
    ['IBAN', 'DE89370400440532013000'],
    ['US_SSN', 'SSN 536-22-8715'],
  ] as const
  const missed: string[] = []
  // Of the tags (U+E0000 and on) every tenth: they are all written alike.
  for (let point = 0x80; point < 0xe1000; point += point < 0xe0000 ? 1 : 10) {
    const hidden = String.fromCodePoint(point)
    if (!/\p{Default_Ignorable_Code_Point}/u.test(hidden)) continue
    for (const [type, value] of values) {
      const text = `to ${value.replaceAll(/(...)(?=.)/g, `$1${hidden}`)} now`
      const found = find(text)
      if (found.length !== 1 || !found[0]!.startsWith(`${type} `))
        missed.push(`${point.toString(16)} ${type}: ${found}`)
    }
  }
  expect(missed).toEqual([])
})

test('invalid UTF-8 beside a number neither hides nor moves it', () => {
  for (const junk of [[0xff], [0xc2], [0xe2, 0x80], [0xf0, 0x9d], [0x80, 0x80]]) {
    const bytes = Buffer.concat([Buffer.from(junk), Buffer.from('4111 1111 1111 1111'), Buffer.from(junk)])
    expect(scanWhole(bytes).map(({ type, start, end }) => [type, start, end])).toEqual([
      ['CREDIT_CARD', junk.length, junk.length + 19],
    ])
  }
})

test('amounts and years in other scripts are left alone', () => {
  for (const text of [
    '12\u202f000\u00a0€',
    '２０２４年５月１日',
    '٢٠٢٤',
    '१२३४ रुपये',
    '10–20 persons',
    '1️⃣ first 2️⃣ second',
  ]) {
    expect(find(text)).toEqual([])
  }
})

test('cut in any places, texts of mixed scripts give the findings of the whole', () => {
  const piece = fc.constantFrom(
    ...rows.map(([, , text]) => text.replace(/[«»]/g, '')),
    ' ',
    '\u200b',
    '４',
    '1',
    '-',
    '٣',
    'ab',
    '@',
    '\u202f',
    '–',
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
