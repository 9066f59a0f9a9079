/** Promises that what people write into a query is read as in a form, and that an address in an address hides nothing. */
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectTarget } from '../../../gateway/core/content/query.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, run, runWhole } from './support.ts'

const analyzer = shippedAnalyzer()

function targetOf(target: string): string {
  const judge: Judge = {
    analyzer,
    standIns: undefined,
    judgesFields: false,
    field: () => 'scan',
    entity: ({ finding }) => (finding.score >= 0.6 ? 'mask' : 'keep'),
  }
  return inspectTarget(target, judge).text
}

test.each(['prompt', 'q', 'query', 'message', 'search', 'note', 'subject', 'to', 'text', 'x'])(
  'a request in the field %s of a query',
  (name) => {
    const target = `/s?v=1&${name}=please+call+Gwendolyn+Pritchard+today+about+the+roof`
    expect(targetOf(target)).not.toMatch(/Gwendolyn|Pritchard/)
  },
)

test('a name alone in a field in which people write', () => {
  expect(targetOf('/s?q=Anna+Weber')).toBe('/s?q=A***%20W****')
})

test.each([
  '/s?sort=price+asc',
  '/s?q=c%2B%2B+compiler',
  '/s?tags=a+b+c+d+e',
  '/s?q=blue+cotton+shirt+size+xl',
])('%s stays as it is', (target) => {
  expect(targetOf(target)).toBe(target)
})

const twice = 'https://x.test/?e=gwen.p%2540pritchard.example'
const cases: readonly (readonly [Order['format'], string])[] = [
  ['json', JSON.stringify({ link: twice })],
  ['json', JSON.stringify({ note: `Look at ${twice} for more of it.` })],
  ['text', `see ${twice} now`],
  ['xml', `<a>${twice}</a>`],
]

test.each(cases)('an address for mail that is encoded twice in %s: %s', (format, body) => {
  const order = { format, analyzer } as const
  const { out, questions } = runWhole(body, order)
  expect(questions.map(({ value }) => value)).toEqual(['gwen.p@pritchard.example'])
  expect(out).not.toContain('gwen')
  for (const pieces of [[1], [7, 3]]) expect(run(body, { ...order, pieces }).out).toBe(out)
})

test('a percent sign that is encoded, and digits behind one, stay', () => {
  for (const text of ['100%25 of 2540 and 100%25', 'at 5%25', '%2', '%25', '%254', '%25zz joe@example.com']) {
    const { out } = runWhole(text, { format: 'text', analyzer, operator: 'keep' })
    expect(out).toBe(text)
  }
})
