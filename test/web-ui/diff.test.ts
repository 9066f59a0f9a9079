/** Promises of the comparison of two texts: applied to the older it gives the newer, and huge ones end. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines, shownLines } from '../../web-ui/src/screens/policies/diff.ts'

const side = (older: string, newer: string, without: '+' | '-') =>
  diffLines(older, newer)
    .filter(({ sign }) => sign !== without)
    .map(({ text }) => text)
    .join('\n')

test('of any two texts the kept and gone lines are the older, the kept and new ones the newer', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (older, newer) => {
      expect(side(older, newer, '+')).toBe(older)
      expect(side(older, newer, '-')).toBe(newer)
    }),
  )
})

test('one changed line is told as one, with what is around it', () => {
  const older = Array.from({ length: 9 }, (_, at) => `line ${at}`).join('\n')
  const shown = shownLines(diffLines(older, older.replace('line 4', 'other')), 1)
  expect(shown.map((line) => (line === null ? '⋯' : `${line.sign}${line.text}`))).toEqual([
    ...[' line 3', '-line 4', '+other', ' line 5', '⋯'],
  ])
})

test('two texts of a hundred thousand lines that share nothing are compared in a moment', () => {
  const many = (word: string) => Array.from({ length: 100_000 }, (_, at) => `${word}${at}`).join('\n')
  expect(diffLines(many('a'), many('b'))).toHaveLength(200_000)
})
