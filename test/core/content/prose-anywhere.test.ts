/** Free text is read for names wherever it stands in a body: behind a log, between pieces of code, at the end of a talk. */
import { describe, expect, test } from 'vitest'
import { leastProse, proseStretches } from '../../../gateway/core/content/prose-look.ts'
import { fieldsAnalyzer, shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, run, runWhole } from './support.ts'

const analyzer = shippedAnalyzer()
const request =
  'Yesterday Anna Weber called from Berlin and asked for Thomas Schneider to call her back soon.'
const log = 'id=7;ok;'
const code = 'const x = foo(a[1], b);\n'
const talk = 'The dog slept in the sun and nobody came by all day. '

function namesIn(body: string, order: Order): string[] {
  return run(body, order)
    .questions.filter(({ type }) => type === 'PERSON')
    .map(({ value }) => value)
}

describe('names are found', () => {
  test.each([
    ['behind a line of a log', `${log}\n${request}`],
    ['behind a page of a log', `${log.repeat(70)}\n${request}`],
    ['behind a page of a log that has no lines', `${log.repeat(70)} ${request}`],
    ['behind a long log', `${`${log.repeat(9)}\n`.repeat(400)}\n${request}`],
    ['between pieces of code', `${code.repeat(30)}\n${request}\n\n${code.repeat(900)}`],
    ['in a prompt that begins with code', `\`\`\`\n${code.repeat(24)}\`\`\`\n${request}`],
    ['behind code that is long', `${code.repeat(2000)}\n${request}`],
    ['behind a megabyte of prose', talk.repeat(20_000) + request],
  ])('%s', (_, content) => {
    const json = JSON.stringify({ content })
    expect(namesIn(json, { format: 'json', analyzer })).toEqual(['Anna Weber', 'Thomas Schneider'])
    expect(namesIn(json, { format: 'json', analyzer, pieces: [7000, 40_000] })).toEqual([
      'Anna Weber',
      'Thomas Schneider',
    ])
    expect(namesIn(content, { format: 'text', analyzer })).toEqual(['Anna Weber', 'Thomas Schneider'])
  })

  test('in the newest message of a long talk', () => {
    const turns = Array.from({ length: 30 }, () => ({ content: talk.repeat(1000) }))
    const { out } = runWhole(JSON.stringify({ messages: [...turns, { content: request }] }), {
      format: 'json',
      analyzer,
    })
    expect(out).not.toContain('Weber')
    expect(out).not.toContain('Schneider')
  })
})

test.each([1, 100, 1000, 50_000])(
  'a label with its value ends a prompt of %d pieces behind other sentences',
  (pieces) => {
    const content = `${'lorem ipsum dolor '.repeat(pieces)} Peter Novak, peter@n.example, She has diabetes. Password: Tr0ub4dor&3x`
    const json = JSON.stringify({ content })
    const found = (order: Order) => run(json, order).questions.map(({ type, value }) => `${type} ${value}`)
    expect(found({ format: 'json', analyzer })).toContain('PASSWORD Tr0ub4dor&3x')
    expect(found({ format: 'json', analyzer, pieces: [7000, 40_000] })).toContain('PASSWORD Tr0ub4dor&3x')
  },
)

test('who is named in a field is found in a long text that is no prose', () => {
  for (const [length, known] of [
    [1900, fieldsAnalyzer],
    [2100, fieldsAnalyzer],
    [2100, analyzer],
    [40_000, analyzer],
  ] as const) {
    const body = JSON.stringify({ full_name: 'Anna Weber', log: `${log.repeat(length)} Anna Weber` })
    const { out } = runWhole(body, { format: 'json', analyzer: known })
    expect(out.slice(-30)).not.toContain('Weber')
    if (length > 2000) expect(run(body, { format: 'json', analyzer: known, pieces: [5000] }).out).toBe(out)
  }
})

describe('what reads like sentences', () => {
  const stretchesOf = (text: string) =>
    proseStretches(Buffer.from(text), { start: 0, end: Buffer.byteLength(text) }, false).map(
      ({ start, end }) => Buffer.from(text).toString('utf8', start, end),
    )

  test('is told line by line, short lines beside it with it', () => {
    expect(stretchesOf(code.repeat(3))).toEqual([])
    expect(stretchesOf(request)).toEqual([request])
    const pasted = code.repeat(20)
    expect(stretchesOf(`${pasted}${request}\nAnna Weber\n${pasted}\n${request}`)).toEqual([
      `${request}\nAnna Weber\n`,
      `\n${request}`,
    ])
    expect(stretchesOf('x'.repeat(leastProse))).toEqual([])
    expect(stretchesOf('')).toEqual([])
  })
})
