/** Promises that names are found whole whatever shows nothing inside of them, and in full-width letters. */
import { expect, test } from 'vitest'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { shippedAnalyzer } from '../../../support/analysis.ts'

function read(text: string, before: readonly Finding[] = []): string[] {
  const bytes = Buffer.from(text)
  const found = [...before]
  shippedAnalyzer().prose!.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
  return found.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  ['a zero-width space', '\u200b'],
  ['a word joiner', '\u2060'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['a zero-width non-joiner', '\u200c'],
  ['a Mongolian separator', '\u180e'],
  ['a tag', '\u{e0020}'],
  ['two of them', '\u200b\u2060'],
])('%s hides no name', (_reason, hidden) => {
  for (const name of ['Maria Garcia', 'Jürgen Groß', 'Margaret Ashbury']) {
    const written = name.replaceAll(/(\p{L}{3})(?=\p{L})/gu, `$1${hidden}`)
    expect(read(`Please call ${written} on Monday.`)).toEqual([`PERSON ${written}`])
  }
})

test('a name in full-width letters is found', () => {
  expect(read('Please call Ｍａｒｉａ Ｇａｒｃｉａ on Monday.')).toEqual(['PERSON Ｍａｒｉａ Ｇａｒｃｉａ'])
})

test('what was found before keeps its place beside a hidden name', () => {
  const text = 'Call +49 30 1234567 and ask for Ma\u200bria Garcia.'
  const phone: Finding = { type: 'PHONE', start: 5, end: 19, score: 0.9, reasons: ['e164:49'] }
  expect(read(text, [phone])).toEqual(['PHONE +49 30 1234567', 'PERSON Ma\u200bria Garcia'])
})

test('a picture with its selector and a mark at the edge of a word change nothing', () => {
  expect(read('Thanks ❤️ to Maria Garcia\u200b!')).toEqual(['PERSON Maria Garcia'])
})

/** Processor time of the best of some tries. */
function costOf(text: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 3; tries++) {
    const before = process.cpuUsage()
    read(text)
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, user + system)
  }
  return best
}

test.each(['\u115f', '\u200b', '\u034f', ' \u200b'])('runs of %j cost what they are long', (mark) => {
  const cost = (times: number) => costOf(`Please call Maria Garcia. 5 ${mark.repeat(times)} 6 and so on.`)
  cost(1000)
  // Eight times the marks: 64 times the time, were each of them looked at from each one before it.
  expect(cost(32_000)).toBeLessThan(24 * Math.max(4000, cost(4000)))
})
