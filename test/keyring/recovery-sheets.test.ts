/** Promises about the sheets of the recovery kit: any two open the folder, slips are named by their place, and no word is repeated. */
import { describe, expect, test } from 'vitest'
import { Secret } from '../../gateway/core/secret.ts'
import { printRecoveryKey } from '../../gateway/keyring/recovery-key.ts'
import { parseRecovery, printRecoverySheets, sheetWords } from '../../gateway/keyring/recovery-sheets.ts'

const key = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7 + 1))
const [first, second, third] = printRecoverySheets(new Secret(key)) as [string[], string[], string[]]
const problemOf = (typed: string) => {
  const parsed = parseRecovery(typed)
  return parsed.ok ? null : parsed.problem
}

test.each([
  ['two sheets', [first, second]],
  ['the others', [third, first]],
  ['all three', [third, second, first]],
])('%s bring the key back', (_name, sheets) => {
  const typed = sheets.map((words) => words.join(' ')).join('\n')
  const parsed = parseRecovery(typed)
  expect(parsed.ok && parsed.key.equals(key)).toBe(true)
})

test('as it is printed, with its numbers and its head, in capitals and by four letters', () => {
  const printed = [first, third].map((words) =>
    ['# Sheet 1 of 3. Any two of them open it.', ...words.map((word, at) => `${at + 1} ${word}`)].join('\n'),
  )
  for (const typed of [printed.join('\n'), printed.join('\n').toUpperCase()]) {
    const parsed = parseRecovery(typed)
    expect(parsed.ok && parsed.key.equals(key)).toBe(true)
  }
  const short = [...first, ...third].map((word) => word.slice(0, 4)).join(',')
  expect(parseRecovery(short).ok).toBe(true)
})

test('a key in one piece is read as before', () => {
  const parsed = parseRecovery(`# my key\n${printRecoveryKey(new Secret(key))}`)
  expect(parsed.ok && parsed.key.equals(key)).toBe(true)
})

describe('a slip is named by its place, and what was typed is not repeated', () => {
  test.each([
    ['one sheet', first, '2 different sheets'],
    ['one sheet twice', [...first, ...first], '2 different sheets'],
    ['a word of no sheet', [...first, ...second.with(4, 'gatehouse')], 'Sheet 2: word 5'],
    [
      'another word',
      [...first.with(9, first[9] === 'acid' ? 'acne' : 'acid'), ...second],
      'Sheet 1 has a mistake',
    ],
    ['a word too few', [...first, ...second.slice(1)], `Sheet 2 has ${sheetWords - 1} words`],
    ['a sheet of another print', [...first, ...(printRecoverySheets(new Secret(key))[1] ?? [])], 'together'],
  ])('%s', (_name, words, says) => {
    const problem = problemOf(words.join(' '))
    expect(problem).toContain(says)
    for (const word of words.filter((one) => one.length > 5)) expect(problem).not.toContain(word)
  })
})

test('sheets of a secret that is no key are refused', async () => {
  const { splitSecret } = await import('../../gateway/core/recovery/slip39.ts')
  const sheets = splitSecret(Buffer.alloc(16, 3), { threshold: 2, count: 3 })
  expect(parseRecovery(sheets.flat().join(' ')).ok).toBe(false)
})
