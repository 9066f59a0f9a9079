/** Promises that bodies looked into by turns, a step of one and then a step of another, do not see one another. */
import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BodyForm } from '../../../gateway/core/content/format.ts'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole, inspectWholeInSteps } from '../../../gateway/core/content/whole.ts'
import { createAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import { shippedAnalysis } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'
import { docx, fileJudge, paragraph } from './support.ts'

/** One for all, as in a worker: its vector code has one memory. */
const analyzer = createAnalyzer(shippedAnalysis)
const people = ['Anna Weber', 'Thomas Keller', 'Maria Lopez', 'Pierre Dubois', 'Giulia Rossi']

/** Of somebody, in every way that is looked into in steps. */
function bodiesOf(
  name: string,
  index: number,
): { format: BodyForm['format']; boundary?: string; body: Buffer }[] {
  const mail = `p${index}@example.com`
  const letter = `Dear colleagues, please tell ${name} at ${mail} about the parcel. `
  const file = docx(Array.from({ length: 60 + 40 * index }, () => paragraph(letter)).join(''))
  const data = file.toString('base64')
  const json = JSON.stringify({
    customer: { full_name: name, note: letter },
    files: [{ data }, { data }],
    pairs: [{ name: 'email', value: mail }],
    again: `It was ${name} again, as we wrote to you before.`,
  })
  const part = `--b\r\nContent-Disposition: form-data; name="j"\r\nContent-Type: application/json\r\n\r\n${json}\r\n`
  return [
    { format: 'opaque', body: file },
    { format: 'json', body: Buffer.from(json) },
    { format: 'ndjson', body: Buffer.from(`${json}\n${json}\n`) },
    { format: 'multipart', boundary: 'b', body: Buffer.from(`${part}--b--\r\n`) },
    { format: 'text', body: Buffer.from(letter.repeat(30)) },
  ]
}

const bodies = people.flatMap(bodiesOf)

function reading(index: number) {
  const { body, ...form } = bodies[index]!
  const { judge, asked } = fileJudge({ metadata: 'strip', operator: 'redact' })
  const options = { ...form, judge: { ...judge, analyzer } satisfies Judge, opaqueParts: 'pass' as const }
  return { options, body, asked }
}

/** By itself, without a break. */
const alone = bodies.map((_, index) => {
  const { options, body, asked } = reading(index)
  return { ...inspectWhole(options, body), asked }
})

test('each comes to what it comes to alone, in whatever order the steps are taken', () => {
  const turns = fc.infiniteStream(fc.nat(3))
  fc.assert(
    fc.property(
      fc.array(fc.nat(bodies.length - 1), { minLength: 2, maxLength: 4 }),
      turns,
      (chosen, turn) => {
        const going = chosen.map((index) => {
          const { options, body, asked } = reading(index)
          return { index, asked, steps: inspectWholeInSteps(options, body) }
        })
        while (going.length > 0) {
          const at = turn.next().value % going.length
          const { index, asked, steps } = going[at]!
          const step = steps.next()
          if (!step.done) continue
          expect({ ...step.value, asked }).toEqual(alone[index])
          going.splice(at, 1)
        }
      },
    ),
    runs(60),
  )
})

test('one that is given up in the midst leaves the others as they are', () => {
  for (const [index, { format }] of bodies.entries()) {
    const { options, body } = reading(index)
    const steps = inspectWholeInSteps(options, body)
    const isLong = format !== 'text'
    expect(steps.next().done).toBe(!isLong)
    const other = reading((index + 6) % bodies.length)
    const result = inspectWhole(other.options, other.body)
    steps.return(undefined as never)
    expect({ ...result, asked: other.asked }).toEqual(alone[(index + 6) % bodies.length])
  }
})

test('people are found in all of them', () => {
  for (const { asked, changed } of alone) {
    expect(changed).toBe(true)
    expect(asked.some(({ type }) => type === 'PERSON')).toBe(true)
  }
})
