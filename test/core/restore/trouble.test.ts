/** Promises that nothing of an answer is lost where restoring fails, and that no event costs more than its bytes. */
import { describe, expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { Known } from './restored.ts'

const known = new Known()
const piece = (content: string) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] })
const gemini = (text: string) => JSON.stringify({ candidates: [{ content: { parts: [{ text }] } }] })

describe('what is held is all that did not leave yet', () => {
  test.each([
    ['application/x-ndjson', `${piece('Ask for PERS')}\n`, '\n'],
    ['application/x-ndjson', `${piece('Ask for PERS')}\n{"choices":`, '\n'],
    ['text/event-stream', `event: a\ndata: ${piece('Ask for PERS')}\n\n`, '\n\n'],
    ['text/event-stream', `data: ${piece('Ask for PERS')}\n\ndata: {"ch`, '\n\n'],
    ['application/json', `[${gemini('Ask for PERS')}`, ''],
    ['application/json', `[${gemini('Ask for PERS')},{"candidates":`, ''],
  ])('%s: %s', (type, answer, end) => {
    const restorer = restorerFor(type)
    const left = known.fill(restorer?.push(Buffer.from(answer)) ?? []).toString()
    const all = left + Buffer.from(restorer?.held ?? []).toString()
    const said = [...all.matchAll(/"(?:content|text)":"([^"]*)"/g)].map(([, text]) => text).join('')
    expect(said).toBe('Ask for PERS')
    const open = answer.slice(answer.lastIndexOf(end === '' ? '"}' : end) + (end === '' ? 0 : end.length))
    expect(all.endsWith(end === '' ? (answer.endsWith(':') ? '{"candidates":' : '}') : open)).toBe(true)
    if (type === 'application/json' && !answer.endsWith(':'))
      expect(() => JSON.parse(`${all}]`)).not.toThrow()
  })
})

test.each(['application/x-ndjson', 'text/event-stream', 'application/json'])(
  'an event of %s with very many pieces of text passes',
  (type) => {
    const event = `{"delta":{${'"text":"a","content":"b",'.repeat(40_000)}"z":1}}`
    const body = type === 'text/event-stream' ? `data: ${event}\n\n` : `${event}\n`
    const restorer = restorerFor(type)
    const out = [...(restorer?.push(Buffer.from(body)) ?? []), ...(restorer?.end() ?? [])]
    expect(known.fill(out).toString()).toBe(body)
  },
)

describe('an event takes CPU time as its bytes do', () => {
  /** In ms, of the quickest of a few rounds: others use the machine as well. */
  function timeOf(event: string): number {
    const bytes = Buffer.from(event)
    const rounds = Array.from({ length: 3 }, () => {
      const before = process.cpuUsage()
      restorerFor('text/event-stream')?.push(bytes)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    })
    return Math.min(...rounds)
  }
  const deltas = (count: number) => `data: {"delta":{${'"text":"a",'.repeat(count)}"z":1}}\n\n`

  test('that has very many pieces of text', () => {
    expect(timeOf(deltas(4000))).toBeLessThan(20 * timeOf(deltas(500)) + 40)
  })

  test('that has very many strings, far inside of lists, or very many lines', () => {
    const text = timeOf(`data: {"x":"${'a '.repeat(500_000)}"}\n\n`)
    const strings = `data: {"x":${'['.repeat(60)}${'"",'.repeat(330_000)}""${']'.repeat(60)}}\n\n`
    expect(timeOf(strings)).toBeLessThan(10 * text + 100)
    expect(timeOf(`${'a\n'.repeat(500_000)}data: x\n\n`)).toBeLessThan(10 * text + 100)
  })
})
