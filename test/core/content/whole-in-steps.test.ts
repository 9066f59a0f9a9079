/** Promises that a long text does not hold up whoever else is served, and is read in steps as it is at once. */
import { describe, expect, test } from 'vitest'
import { atOnce } from '../../../gateway/core/content/steps.ts'
import { inspectWholeInSteps } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { askingJudge } from './support.ts'

const analyzer = shippedAnalyzer()

const people = Array.from({ length: 2600 }, (_, index) => `Eva Holm\t${536904000 + index}\t24/12/1987\n`)
const bodies = {
  text: `Name\tSSN\tDOB\n${people.join('')}`,
  csv: `Name\tSSN\tDOB\n${people.join('')}`,
  xml: `<list>${people.map((_, index) => `<p><ssn>${536904000 + index}</ssn></p>\n`).join('')}</list>`,
} as const

function begin(format: keyof typeof bodies) {
  const asking = askingJudge({ analyzer })
  const options = { format, boundary: null, judge: asking.judge, opaqueParts: 'pass' } as const
  return { steps: inspectWholeInSteps(options, Buffer.from(bodies[format])), questions: asking.questions }
}

describe.each(['text', 'csv', 'xml'] as const)('a long body of %s', (format) => {
  test('is looked into in steps, beside which others are looked into, and says the same', () => {
    const alone = begin(format)
    const whole = atOnce(alone.steps)
    expect(whole.changed).toBe(true)
    const [one, other] = [begin(format), begin(format)]
    let count = 0
    for (;;) {
      const [first, second] = [one.steps.next(), other.steps.next()]
      expect(second.done).toBe(first.done)
      if (first.done && second.done) {
        expect(first.value.body.equals(whole.body)).toBe(true)
        expect(second.value.body.equals(whole.body)).toBe(true)
        break
      }
      count++
    }
    expect(count).toBeGreaterThanOrEqual(Math.floor(bodies[format].length / (16 * 1024)))
    expect(one.questions).toEqual(alone.questions)
    expect(other.questions).toEqual(alone.questions)
  })

  test('that is given up lets the next one be read', () => {
    const given = begin(format)
    given.steps.next()
    given.steps.return(undefined as never)
    expect(atOnce(begin(format).steps).changed).toBe(true)
  })
})
