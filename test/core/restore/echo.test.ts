/** Promises that whatever is tokenised and echoed comes back with equal values, in any format and any chunking. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeEntity, plantedTypes } from '../../../scripts/bench/entities.ts'
import { Random } from '../../../scripts/bench/random.ts'
import { runs } from '../../support/property-runs.ts'
import { echoed, tokenised } from './tokenised.ts'

const entity = fc
  .record({ seed: fc.nat(), type: fc.constantFrom(...plantedTypes) })
  .map(({ seed, type }) => makeEntity(type, new Random(seed)))
/** Values with characters that have to be escaped somewhere. */
const awkward = fc.constantFrom(
  '"anna weber"@example.com',
  "o'brien@example.com",
  'jörg@größe.de',
  '2001:db8::7',
  '-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3+LQmlQ\n-----END PRIVATE KEY-----',
)
const filler = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    ' ',
    ': ',
    ', ',
    '"',
    "'",
    '**',
    '_',
    '`',
    '\n',
    '{"a":',
    '[',
    'PERSON_',
    'EMAIL',
    'p',
    '\\_',
    'https://x.example/?q=',
  ),
)
const prose = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: filler },
      { weight: 1, arbitrary: entity },
      { weight: 1, arbitrary: awkward },
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(' '))
  // What begins like JSON is taken for JSON.
  .map((text) => (/^\s*[{[]/.test(text) ? `x${text}` : text))

/** A JSON value with people in it, some of it as JSON inside strings. */
const { value: person } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    prose,
    fc.oneof(fc.boolean(), fc.constant(null), fc.integer({ max: 9999 })),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('name', 'mail', 'to', 'text', 'a', 'b'), tie('value'), { maxKeys: 4 }),
    fc
      .dictionary(fc.constantFrom('body', 'arguments'), tie('value'), { minKeys: 1, maxKeys: 2 })
      .map((value) => JSON.stringify(value)),
  ),
}))
const cuts = fc.array(fc.nat(), { maxLength: 8 })

/** With every JSON text inside of a string read as what it says. */
function deep(value: unknown): unknown {
  if (typeof value === 'string' && /^\s*[{[]/.test(value)) {
    try {
      return ['json', deep(JSON.parse(value))]
    } catch {
      return value
    }
  }
  if (Array.isArray(value)) return value.map(deep)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deep(member)]))
  return value
}

const cases = runs(2500)

/** Some writers escape what need not be: the same JSON, other bytes. */
function written(value: unknown, escapes: boolean): string {
  const text = JSON.stringify(value)
  return escapes ? text.replaceAll('@', '\\u0040').replaceAll('/', '\\/') : text
}

describe('tokenised and echoed', () => {
  let seen = 0

  test('JSON comes back with equal values from who escapes more than JSON asks for', () => {
    fc.assert(
      fc.property(person, cuts, (value, where) => {
        const body = JSON.stringify(value)
        const sent = tokenised('json', body, where)
        const escaped = sent.body.replaceAll('_', '\\u005f').replaceAll('@', '\\u0040')
        const back = echoed('application/json', { ...sent, body: escaped }, where)
        expect(deep(JSON.parse(back))).toEqual(deep(JSON.parse(body)))
      }),
      cases,
    )
  })

  test('JSON comes back with equal values', () => {
    fc.assert(
      fc.property(person, fc.boolean(), cuts, (value, escapes, where) => {
        const body = written(value, escapes)
        const sent = tokenised('json', body, where)
        seen += sent.tokens
        const back = echoed('application/json', sent, where)
        expect(deep(JSON.parse(back))).toEqual(deep(JSON.parse(body)))
        if (!/[\\]/.test(body)) expect(back).toBe(body)
      }),
      cases,
    )
  })

  test('NDJSON comes back with equal values', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 5 }), cuts, (values, where) => {
        const body = values.map((value) => `${written(value, false)}\n`).join('')
        const sent = tokenised('ndjson', body, where)
        seen += sent.tokens
        const back = echoed('application/x-ndjson', sent, where)
        const lines = (text: string) =>
          text
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => deep(JSON.parse(line)))
        expect(lines(back)).toEqual(lines(body))
        if (!/[\\]/.test(body)) expect(back).toBe(body)
      }),
      cases,
    )
  })

  test('text comes back byte for byte', () => {
    fc.assert(
      fc.property(prose, cuts, (body, where) => {
        const sent = tokenised('text', body, where)
        seen += sent.tokens
        expect(echoed('text/plain', sent, where)).toBe(body)
      }),
      cases,
    )
  })

  test('events come back with equal data, and what an assistant streams of them as the same text', () => {
    const size = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(person, prose, size, cuts, (value, text, length, where) => {
        const sent = tokenised('json', JSON.stringify({ value, text }), [])
        seen += sent.tokens
        const got = JSON.parse(sent.body) as { value: unknown; text: string }
        const pieces = got.text.match(new RegExp(`[^]{1,${length}}`, 'gu')) ?? []
        const stream = [
          { type: 'echo', value: got.value },
          ...pieces.map((content) => ({ choices: [{ index: 0, delta: { content } }] })),
          { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
        ]
          .map((event) => `data: ${JSON.stringify(event)}\n\n`)
          .join('')
        const back = echoed('text/event-stream', { ...sent, body: stream }, where)
          .split('\n\n')
          .filter((event) => event !== '')
          .map((event) => JSON.parse(event.slice(6)))
        expect(deep(back[0].value)).toEqual(deep(value))
        expect(
          back
            .slice(1)
            .map((event) => event.choices[0].delta.content ?? '')
            .join(''),
        ).toBe(text)
      }),
      cases,
    )
  })

  test('and there was something to be tokenised', () => {
    expect(seen).toBeGreaterThan(5000)
  })
})
