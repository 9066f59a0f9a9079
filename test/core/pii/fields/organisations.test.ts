/** Companies are told from people by how their names end, in time that a large list of names can bear. */
import { expect, test } from 'vitest'
import { isOrganisation } from '../../../../gateway/core/pii/fields/organisations.ts'
import { ShapeCounts } from '../../../../gateway/core/pii/fields/shape-counts.ts'
import { fieldsAnalyzer } from '../../../support/analysis.ts'
import { runWhole } from '../../content/support.ts'

function says(name: string): boolean {
  const counts = new ShapeCounts()
  const bytes = Buffer.from(`"${name}"`)
  counts.read(bytes, 1, bytes.length - 1)
  return isOrganisation(counts)
}

test.each([
  'Acme GmbH',
  'ACME GMBH ',
  'Acme S.A.',
  'Tallinna Kaubamaja OÜ',
  'Deutsche Bank',
  'Baker A/S',
  'AG',
])('%s is a company', (name) => expect(says(name)).toBe(true))

test.each(['Anna Weber', 'Tom Ingmbh', 'Magag', '', 'Co Anna'])('%s is none', (name) =>
  expect(says(name)).toBe(false),
)

/** Milliseconds of the processor, the least of a few rounds: whoever else is at work may take the others. */
function cpuOf(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

test('a megabyte of names takes hardly longer where they may be names of companies', () => {
  const bodyOf = (name: string) => `[${`{"${name}":"Anna Weber"},`.repeat(40_000)}0]`
  const read = (body: string) =>
    runWhole(body, { format: 'json', analyzer: fieldsAnalyzer, operator: 'keep' })
  const names = bodyOf('name')
  const words = bodyOf('first_name')
  // Both ask the judge forty thousand times; only the one asks whether these are companies.
  expect(cpuOf(() => read(names))).toBeLessThan(2.5 * cpuOf(() => read(words)))
})
