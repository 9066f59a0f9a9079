/** Promises about how a text is cut into words. */
import { expect, test } from 'vitest'
import {
  CAPITALS,
  CASELESS,
  CODE,
  INITIAL,
  MIXED,
  NUMBER,
  PUNCTUATION,
  SMALL,
  TITLE,
} from '../../../../gateway/core/pii/prose/forms.ts'
import { hashWord, Tokens } from '../../../../gateway/core/pii/prose/tokens.ts'

function cut(text: string): string[] {
  const bytes = Buffer.from(text)
  const tokens = new Tokens(256)
  tokens.fill(bytes, 0, bytes.length)
  return Array.from({ length: tokens.count }, (_, index) =>
    bytes.toString('utf8', tokens.start[index], tokens.end[index]),
  )
}

function formOf(word: string): number {
  const bytes = Buffer.from(word)
  const tokens = new Tokens(8)
  tokens.fill(bytes, 0, bytes.length)
  return tokens.form[0]!
}

test('words end at marks, and marks stand alone', () => {
  expect(cut("Anne-Marie O'Brien, 12a Rue d’Été.")).toEqual([
    'Anne',
    '-',
    'Marie',
    'O',
    "'",
    'Brien',
    ',',
    '12a',
    'Rue',
    'd',
    '’',
    'Été',
    '.',
  ])
})

test('spaces of any kind part words', () => {
  expect(cut('a\u00a0b\u2009c\u3000d\ufeffe\tf\r\ng')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
})

test.each([
  ['anna', SMALL],
  ['Anna', TITLE],
  ['Élodie', TITLE],
  ['Žofie', TITLE],
  ['Łukasz', TITLE],
  ['Ольга', TITLE],
  ['Ελένη', TITLE],
  ['ANNA', CAPITALS],
  ['ÖZGE', CAPITALS],
  ['A', INITIAL],
  ['McDonald', MIXED],
  ['iPhone', MIXED],
  ['4711', NUMBER],
  ['12a', CODE],
  ['XXX', CODE],
  ['東京', CASELESS],
  ['محمد', CASELESS],
  ['–', PUNCTUATION],
])('«%s» is known by its form', (word, form) => {
  expect(formOf(word)).toBe(form)
})

test('the hash of a word does not depend on its capitals', () => {
  for (const [one, other] of [
    ['MÜLLER', 'müller'],
    ['Žofie', 'žofie'],
    ['ОЛЬГА', 'Ольга'],
    ['ΕΛΕΝΗ', 'ελενη'],
  ] as const) {
    expect(hashWord(one)).toBe(hashWord(other))
  }
  expect(hashWord('Anna')).not.toBe(hashWord('Anne'))
})

test('the beginning of a letter with its accent behind it is the same whatever follows', () => {
  const prefixIn = (text: string) => {
    const bytes = Buffer.from(text.normalize('NFD'))
    const tokens = new Tokens(8)
    tokens.fill(bytes, 0, bytes.length)
    return tokens.prefix(0)
  }
  expect(prefixIn('é, a')).toBe(prefixIn('é'))
  expect(prefixIn('é b')).toBe(prefixIn('é'))
})
