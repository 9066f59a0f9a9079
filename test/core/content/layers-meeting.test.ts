/** Promises that nothing is lost where what two layers of escapes show stands in the same place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../gateway/core/pii/entity.ts'
import { runs } from '../../support/property-runs.ts'
import { scanWhole } from '../pii/find.ts'
import { anyPieces, type Order, type Question, run } from './support.ts'

const entities = {
  CREDIT_CARD: '4111111111111111',
  EMAIL: 'joe@example.com',
  IBAN: 'DE89370400440532013000',
  PHONE: '+12125550147',
  US_SSN: '536-22-1234',
  IP_ADDRESS: '203.0.113.77',
}
type Type = keyof typeof entities
const types = Object.keys(entities) as Type[]
const pairs = types.flatMap((first) =>
  types.filter((second) => second !== first).map((second) => [first, second] as const),
)
const escapes = ['%20', '%26mail%3D', '%3B', '%0A', '%7C', '%22%2C%22', '%26', '%2Ca%3A']
const cuts: Partial<Order>[] = [{ pieces: [1] }, { pieces: [5] }, {}]

describe('two entities around an escape', () => {
  test.each(pairs)('are both judged: %s before %s', (first, second) => {
    for (const encoded of escapes) {
      const text = `?q=${entities[first]}${encoded}${entities[second]}`
      for (const [format, body] of [
        ['json', JSON.stringify({ url: text })],
        ['text', text],
        ['form', `u=${encodeURIComponent(text)}`],
      ] as const) {
        for (const cut of cuts) {
          const { questions } = run(body, { format, ...cut })
          for (const type of [first, second]) {
            expect(questions.filter((question) => question.type === type).length).toBe(1)
          }
          const refused = (kept: Type) =>
            run(body, { format, ...cut, operator: ({ type }) => (type === kept ? 'keep' : 'refuse') }).refused
          expect([refused(first), refused(second)]).toEqual([true, true])
        }
      }
    }
  })

  test('leave nothing of a card to an address that is kept', () => {
    const body = '{"url":"https://shop.test/?card=4111111111111111%26mail%3Djoe@example.com"}'
    const { refused } = run(body, {
      format: 'json',
      operator: ({ type }) => (type === 'CREDIT_CARD' ? 'refuse' : 'keep'),
    })
    expect(refused).toBe(true)
  })
})

describe('what two layers say of the same bytes', () => {
  const body = '["4111%201111%201111%201111@example.com"]'

  test('is judged in both, and the more cautious order is followed', () => {
    const types = run(body, { format: 'json' }).questions.map(({ type }) => type)
    expect(types).toEqual(['EMAIL', 'CREDIT_CARD'])
    for (const kept of types) {
      const operator: Order['operator'] = ({ type }) => (type === kept ? 'keep' : 'refuse')
      expect(run(body, { format: 'json', operator }).refused).toBe(true)
      const redact: Order['operator'] = ({ type }) => (type === kept ? 'keep' : 'redact')
      expect(run(body, { format: 'json', operator: redact }).out).not.toContain('1111')
    }
  })

  test('is changed once where both would change it', () => {
    expect(run(body, { format: 'json', operator: 'redact' }).out).toBe('[""]')
    expect(JSON.parse(run(body, { format: 'json' }).out)).toEqual([expect.not.stringContaining('4111')])
  })
})

describe('any mixture of entities and escapes', () => {
  const parts = [
    ...Object.values(entities),
    ...['4012888888881881', '212-555-0147', '10.20.30.40', '2001:db8::1', 'x.com', '1111', '41', '1', 'a'],
    ...['%31', '%20', '%40', '%2C', '%', '%2E', '%2D', '%41', '%36', '%3A', '%64', '%252', '%7C', '%26'],
    ...[' ', '-', '.', ',', ':', '@', '|', '_', '\n'],
  ]
  const anyMixture = fc.array(fc.constantFrom(...parts), { minLength: 2, maxLength: 8 })
  const examples = [
    '?card=4111111111111111%26mail%3Djoe@example.com',
    '4111111111111111%2C%41joe@example.com',
    '536-22-1234%20DE89370400440532013000joe@example.com%2041',
    'DE8937040044053201300010.20.30.40%20536-22-1234joe@example.com,',
    '%2E%204012888888881881%2C212-555-01474111111111111111joe@example.com',
    '10.20.30.40%3Ajoe@example.com%20',
  ].map((text): [string[]] => [[text]])

  test('loses nothing that one layer alone shows', () => {
    fc.assert(
      fc.property(anyMixture, (pieces) => {
        const text = pieces.join('')
        const { questions } = run(text, { format: 'text' })
        const inner = undone(text)
        for (const { type, start, end } of scanWhole(inner)) {
          const value = inner.toString('utf8', start, end)
          expect(questions.map((question) => `${question.type} ${question.value}`)).toContain(
            `${type} ${value}`,
          )
        }
        for (const outer of scanWhole(Buffer.from(text))) {
          expect(isJudged(outer, questions) || leavesNothing(text, outer, questions)).toBe(true)
        }
      }),
      { ...runs(5000), examples },
    )
  })

  test('is read alike under any cutting', () => {
    fc.assert(
      fc.property(anyMixture, anyPieces, (pieces, cut) => {
        const text = pieces.join('')
        for (const [format, body] of [
          ['text', text],
          ['json', JSON.stringify([text])],
        ] as const) {
          expect(run(body, { format, pieces: cut })).toEqual(run(body, { format }))
        }
      }),
      { ...runs(1000), examples: examples.map(([pieces]): [string[], number[]] => [pieces, [1]]) },
    )
  })
})

/** The second layer undone, as every reader of URLs does it. */
function undone(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  // Of these parts `%DE` alone means a byte beyond ASCII, which is no UTF-8 and thereby the letter Þ.
  return Buffer.from(bytes)
}

/** Asked about itself, or as a part of what is asked about. */
function isJudged({ start, end }: Finding, questions: readonly Question[]): boolean {
  return questions.some(({ offset, length }) => offset <= start && end <= offset + length)
}

/** What it holds beside what is asked about is nothing that anybody would find. */
function leavesNothing(text: string, { start, end }: Finding, questions: readonly Question[]): boolean {
  let from = start
  const rest: string[] = []
  for (const { offset, length } of questions) {
    if (offset >= end) break
    if (offset > from) rest.push(text.slice(from, offset))
    from = Math.max(from, offset + length)
  }
  if (from < end) rest.push(text.slice(from, end))
  return rest.every((piece) => scanWhole(Buffer.from(piece)).length === 0)
}
