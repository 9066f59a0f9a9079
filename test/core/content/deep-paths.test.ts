/** Saying where a text stands takes hardly longer the deeper it stands, and says it as before. */
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { type Order, run, runWhole } from './support.ts'

const analyzer = fieldsAnalyzer

/** Milliseconds of the processor, the least of a few rounds: whoever else is at work may take the others. */
function cpuOf(body: string, format: Order['format']): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 4; round++) {
    const before = process.cpuUsage()
    runWhole(body, { format, analyzer })
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

const xml = (depth: number, name: string) =>
  `<${name}>`.repeat(depth) + '<b>a</b>'.repeat(8000) + `</${name}>`.repeat(depth)

const json = (depth: number, name: string) =>
  `${`{"${name}":`.repeat(depth)}[${Array(8000).fill('{"name":"xx"}').join(',')}]${'}'.repeat(depth)}`

describe('a text that stands deep costs no path of its whole depth', () => {
  test.each([
    ['xml', xml(3, 'a'), xml(500, 'a')],
    ['xml', xml(3, 'a'), xml(500, 'n'.repeat(120))],
    ['json', json(3, 'a'), json(500, 'n'.repeat(250))],
  ] as const)('in %s', (format, shallow, deep) => {
    // Without a bound on what a path takes, it is fifty times as long and more.
    expect(cpuOf(deep, format)).toBeLessThan(15 * cpuOf(shallow, format) + 30)
  })
})

describe('the path of a text', () => {
  const pathsOf = (body: string, format: Order['format']) =>
    run(body, { format, analyzer, pieces: [5] }).questions.map(({ path }) => path)

  test('in XML is that of the elements which are open', () => {
    const mail = 'joe@example.com'
    const body =
      `<a><x:b c="${mail}">${mail}<d>${mail}</d>${mail}<e f="${mail}" g="${mail}"/></x:b>` +
      `<h>${mail}</h><d><d>${mail}</d></d></a>`
    expect(pathsOf(body, 'xml')).toEqual([
      'a.b.c',
      'a.b',
      'a.b.d',
      'a.b',
      'a.b.e.f',
      'a.b.e.g',
      'a.h',
      'a.d.d',
    ])
  })

  test('ends as it did where it is too long to be told from its beginning on', () => {
    const name = 'n'.repeat(200)
    const inJson = `${`{"${name}":`.repeat(40)}{"mail":"joe@example.com"}${'}'.repeat(40)}`
    const inXml = `${`<${name}>`.repeat(40)}<mail>joe@example.com</mail>${`</${name}>`.repeat(40)}`
    for (const [body, format] of [
      [inJson, 'json'],
      [inXml, 'xml'],
    ] as const) {
      const [path] = pathsOf(body, format)
      expect(path?.length).toBeLessThan(4096)
      expect(path?.endsWith(`${name}.${name}.mail`)).toBe(true)
      expect(path?.startsWith('…')).toBe(true)
    }
  })
})
