/** Promises of the traffic bench: its lines are what every bench prints, and its page is what it says. */
import { expect, test } from 'vitest'
import { faultsOf } from '../../scripts/bench/check-lines.ts'
import { pageHtml, pageResources, resourceOf } from '../../scripts/bench/traffic/resources.ts'
import { rulesCase } from '../../scripts/bench/traffic/rules.ts'
import { trackersCase } from '../../scripts/bench/traffic/trackers.ts'
import { run } from '../../scripts/bench/traffic.ts'

test('lines of long policies have no fault, and each says whether its budget is met', () => {
  const lines = rulesCase({ passes: 1 })
  const cases = ['destinations', 'paths', 'beginnings', 'types'].map((kind) => `rules-1000-by-${kind}`)
  expect(lines.map((line) => line.case)).toEqual(cases)
  for (const line of lines) {
    expect(faultsOf(JSON.stringify(line), 'required')).toEqual([])
    expect(line.met).toBe((line.value ?? 0) <= 5)
  }
})

test('lines of lists of trackers have no fault, and each says whether its budget is met', () => {
  const lines = trackersCase({ passes: 1, hosts: 1000 })
  expect(lines.map((line) => line.case)).toEqual(['trackers', 'trackers-memory'])
  for (const line of lines) expect(faultsOf(JSON.stringify(line), 'required')).toEqual([])
  expect(lines[1]).toMatchObject({ value: 8, met: true })
})

test('the page asks for 150 resources, and there are as many', () => {
  const asked = [...pageHtml(40).matchAll(/(?:href|src)="([^"?]+)\?delay=40"/g)].map(([, path]) => path ?? '')
  expect(new Set(asked).size).toBe(pageResources)
  const kinds = asked.map((path) => resourceOf(path)?.type)
  expect(kinds.filter((type) => type === 'image/svg+xml')).toHaveLength(90)
  expect(kinds.filter((type) => type === 'text/javascript')).toHaveLength(40)
  expect(kinds.filter((type) => type === 'text/css')).toHaveLength(20)
  expect(resourceOf('/resource/1.exe')).toBeNull()
})

test('a case that there is not is said before anything starts', async () => {
  await expect(run(['--case', 'http3'])).rejects.toThrow(/no case http3.*--case http2\|page\|events/)
})
