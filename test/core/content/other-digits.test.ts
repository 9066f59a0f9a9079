/** Digits that are not of ASCII, and numbers with an exponent, hide nothing and stay what they are. */
import { describe, expect, test } from 'vitest'
import { inspectHeader } from '../../../gateway/core/content/headers.ts'
import { inspectTarget } from '../../../gateway/core/content/query.ts'
import { standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { askingJudge, runWhole } from './support.ts'

const fullWidth = '４１１１１１１１１１１１１１１１'
/** As Node hands out header values: each byte of UTF-8 one character. */
const asSent = Buffer.from(fullWidth).toString('latin1')

describe('a card number in full-width digits', () => {
  test('does not leave in a header', () => {
    const { judge, questions } = askingJudge({ analyzer: standardAnalyzer })
    const { text, changed } = inspectHeader({ name: 'x-note', value: asSent }, judge)
    expect(questions.map(({ type }) => type)).toEqual(['CREDIT_CARD'])
    expect(changed).toBe(true)
    expect(text).not.toContain(asSent.slice(0, 30))
  })

  test('does not leave in a query that is sent without percent signs', () => {
    const { judge, questions } = askingJudge({ analyzer: standardAnalyzer })
    const { text } = inspectTarget(`/a?note=${asSent}`, judge)
    expect(questions.map(({ type }) => type)).toEqual(['CREDIT_CARD'])
    expect(text).not.toContain(asSent.slice(0, 30))
  })
})

describe('a number with an exponent that is masked', () => {
  test.each([
    ['{"phone":4.9301234567e10}', 10],
    ['{"phone":4.9301234567E+10}', 10],
    ['{"card":4.111111111111111e15}', 15],
  ])('keeps it, so that it stays as large as it was: %s', (body, exponent) => {
    const { out } = runWhole(body, { format: 'json', analyzer: fieldsAnalyzer })
    expect(out).not.toBe(body)
    const [value] = Object.values(JSON.parse(out)) as number[]
    expect(Math.floor(Math.log10(value as number))).toBe(exponent)
    expect(out).toContain(body.slice(body.search(/e\+?\d/i)))
  })
})
