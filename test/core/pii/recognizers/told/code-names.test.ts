/** Promises that names of programs are no names of people, and that people beside code still are. */
import { expect, test } from 'vitest'
import { createAnalyzer } from '../../../../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { dropCodeNames } from '../../../../../gateway/core/pii/recognizers/told/code-names.ts'
import { shippedAnalysis } from '../../../../support/analysis.ts'
import { run } from '../../../content/support.ts'

/** Of the names between «», those that stay. */
function kept(marked: string): string[] {
  const text = marked.replace(/[«»]/g, '')
  const found: Finding[] = []
  let removed = 0
  for (const { index, 1: name = '' } of marked.matchAll(/«([^»]*)»/g)) {
    const start = index - removed
    found.push({ type: 'PERSON', start, end: start + name.length, score: 0.9, reasons: ['tagger'] })
    removed += 2
  }
  const bytes = Buffer.from(text)
  dropCodeNames({ bytes, start: 0, end: bytes.length }, found)
  return found.map(({ start, end }) => text.slice(start, end))
}

test.each([
  'The call config.«getPassword»() returns it',
  'see customer.«lastName» here',
  'return «Jackson».parse(user)',
  'the field «firstName» is empty',
  'user.«getFirstName»() is called',
  'const has = await «fileExists(packagePath»);',
  'if («fileExists(path») return',
  'await «findOne(»)',
])('a name of a program is nobody: %s', (text) => {
  expect(kept(text)).toEqual([])
})

test.each([
  ['«Anna» (34) called', ['Anna']],
  ['«Anna»(34) called', ['Anna']],
  ['We are done.«Anna» called', ['Anna']],
  ['«McDonald» and «diCaprio», «DeVito»', ['McDonald', 'diCaprio', 'DeVito']],
  [
    '«delaCruz» met «vandenBerg», and «dellaValle» «vanDyke»',
    ['delaCruz', 'vandenBerg', 'dellaValle', 'vanDyke'],
  ],
  ['call «Anna Weber»(0171 2345678)', ['Anna Weber']],
  ['ask «Anna (Weber»)', ['Anna (Weber']],
  ['ask «Anna(geb. Weber»)', ['Anna(geb. Weber']],
  ['«sendMail(Weber», text)', ['Weber']],
])('a person stays one: %s', (text, names) => {
  expect(kept(text)).toEqual(names)
})

test('in a body', () => {
  const text =
    'The call config.getPassword() returns the value, see customer.lastName here, and ask Anna Weber about it'
  const { questions } = run(text, { format: 'text', analyzer: createAnalyzer(shippedAnalysis) })
  expect(questions.map(({ value }) => value)).toEqual(['Anna Weber'])
})
