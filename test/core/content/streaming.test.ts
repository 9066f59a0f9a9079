/** Promises of long bodies: little is held, little time is taken, and entities at every seam are found. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import { MiB } from '../../../gateway/core/units.ts'
import { patience, runs } from '../../support/property-runs.ts'
import { askingJudge, codeOf, run } from './support.ts'

const maxValueBytes = 64 * 1024

function inspectorFor(format: 'json' | 'text' | 'xml' | 'csv' | 'form' | 'ndjson') {
  const asking = askingJudge({})
  const inspector = createInspector({
    format,
    judge: asking.judge,
    limits: { maxValueBytes },
    opaqueParts: 'pass',
  })
  return { ...asking, inspector }
}

/** Pushes `body` in pieces and says how many bytes were held back at most. */
function mostHeld(format: 'json' | 'text' | 'xml' | 'csv' | 'form', body: Buffer, piece: number) {
  const { inspector, questions } = inspectorFor(format)
  let sent = 0
  let most = 0
  for (let at = 0; at < body.length; at += piece) {
    for (const ready of inspector.push(body.subarray(at, at + piece))) sent += ready.length
    most = Math.max(most, Math.min(at + piece, body.length) - sent)
  }
  for (const ready of inspector.end()) sent += ready.length
  return { most, sent, found: questions.length }
}

const filler = 'lorem ipsum dolor sit amet 12 '
const long = (bytes: number) => filler.repeat(Math.ceil(bytes / filler.length))

describe('one text of 10 MiB', () => {
  const entity = 'joe@example.com '
  const text = `${long(4 * MiB)}${entity}${long(6 * MiB)}${entity}`
  test.each([
    ['json', `{"a":"${text}"}`],
    ['json', `{"a":"\\n${text.replaceAll('dolor', '\\u0064olor')}"}`],
    ['text', text],
    ['xml', `<a>&amp;${text}</a>`],
    ['csv', `a,b\n"""${text}",`],
    ['form', `a=${text.replaceAll(' ', '+')}`],
  ] as const)('in %s streams, with at most 64 KiB held beside a chunk', (format, body) => {
    const bytes = Buffer.from(body)
    const { most, sent, found } = mostHeld(format, bytes, 16 * 1024)
    expect(found).toBe(2)
    expect(sent).toBe(bytes.length)
    expect(most).toBeLessThan(64 * 1024)
  })
})

test('a body in chunks of one byte takes time in proportion to its length', () => {
  const time = (bytes: number, text: string) => {
    const body = Buffer.from(`{"a":"${long(bytes)}","b":[${'"x",'.repeat(bytes / 100)}0],${text}}`)
    const started = process.cpuUsage()
    mostHeld('json', body, 1)
    const used = process.cpuUsage(started)
    return (used.user + used.system) / body.length
  }
  time(50_000, '"c":1')
  const short = time(100_000, '"c":1')
  const longer = Math.min(time(1_600_000, '"c":1'), time(1_600_000, '"c":1'))
  // Quadratic time would make it sixteen times as much per byte.
  expect(longer).toBeLessThan(4 * short)
})

test('a text in which an entity does not end takes time in proportion to its length', () => {
  const time = (bytes: number) => {
    const body = Buffer.from(
      `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n'.repeat(bytes / 33)}`,
    )
    const { inspector } = inspectorFor('text')
    const started = process.cpuUsage()
    for (let at = 0; at < body.length; at++) inspector.push(body.subarray(at, at + 1))
    const used = process.cpuUsage(started)
    return (used.user + used.system) / body.length
  }
  time(15_000)
  expect(Math.min(time(60_000), time(60_000))).toBeLessThan(10 * Math.max(1, time(15_000)))
})

test(
  'what stands around the seam of two looks at a long text decides as in a short one',
  () => {
    const tricky = fc.constantFrom(
      'joe@example.com',
      '4111 1111 1111 1111',
      '0.4111111111111111',
      'x4111111111111111',
      'v 203.0.113.77',
      '203.0.113.77',
      '1.203.0.113.77',
      'DE89370400440532013000',
      '+1 202-555-0143',
      '202-555-0143',
      '-',
      '.',
      '1',
      ' ',
      'ssn 536-22-1234',
      '2001:db8::17',
      'a',
      '@',
      '::1',
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 16_200, max: 16_400 }),
        fc.array(tricky, { minLength: 4, maxLength: 60 }),
        fc.constantFrom('', ' '),
        fc.record({
          format: fc.constantFrom('text' as const, 'json' as const),
          pieces: fc.constantFrom([1], [16_384, 3], [5000, 700]),
        }),
        (length, parts, space, { format, pieces }) => {
          const text = `${'lorem '.repeat(3000).slice(0, length)} ${parts.join(space)} ${'dolor '.repeat(50)}`
          const body = format === 'text' ? text : `"\\t${text}"`
          const whole = run(body, { format, operator: 'redact' })
          expect(run(body, { format, operator: 'redact', pieces })).toEqual(whole)
        },
      ),
      runs(240),
    )
  },
  patience(60_000),
)

test('a number that is too long to be one ends at the limit, not in memory', () => {
  expect(codeOf(`[${'1'.repeat(5000)}]`, { format: 'json', maxValueBytes: 1024, pieces: [512] })).toBe(
    'CONTENT_LIMIT',
  )
})

test('an entity is found wherever the seam between two chunks lies', () => {
  const body = `{"a":"${'x '.repeat(9000)}joe\\u0040example.com ${'y '.repeat(50)}"}`
  for (let seam = 18_000; seam < 18_060; seam++) {
    expect(run(body, { format: 'json', operator: 'redact', pieces: [seam, 1] }).out).not.toContain('example')
  }
})

test('a body that comes whole and is not changed leaves as the bytes that came', () => {
  const body = Buffer.from(JSON.stringify({ text: long(100_000) }))
  const { inspector } = inspectorFor('json')
  const pieces = [...inspector.push(body), ...inspector.end()]
  for (const piece of pieces.filter((one) => one.length > 512)) expect(piece.buffer).toBe(body.buffer)
  expect(Buffer.concat(pieces).equals(body)).toBe(true)
  expect(pieces.length).toBeLessThan(4)
})

test('lines of JSON leave as they are decided, not at the end', () => {
  const { inspector } = inspectorFor('ndjson')
  const line = Buffer.from(`${JSON.stringify({ a: long(5000) })}\n`)
  for (let i = 0; i < 5; i++) {
    const sent = inspector.push(line).reduce((sum, piece) => sum + piece.length, 0)
    expect(sent).toBeGreaterThan(0)
  }
})
