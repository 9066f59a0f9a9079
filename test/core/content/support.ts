/** Runs bodies through inspectors, in any pieces, and remembers what the judge was asked. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { BodyForm } from '../../../gateway/core/content/format.ts'
import type { FieldOrder, Judge, LocatedFinding } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { type Analyzer, standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'

/** One question to the judge, in words that can be compared. */
export interface Question {
  type: string
  path: string | null
  offset: number
  length: number
  value: string
  start: number
  end: number
}

export interface Outcome {
  out: string
  questions: Question[]
  fieldsAsked: string[]
  changed: boolean
  lengthKept: boolean
  refused: boolean
  opaqueParts: number
}

export interface Order {
  format: BodyForm['format']
  boundary?: string
  operator?: Operator | ((question: Question) => Operator)
  fields?: Record<string, FieldOrder>
  opaqueParts?: 'pass' | 'refuse'
  /** Absent: the one that knows no names of fields. */
  analyzer?: Analyzer
  maxValueBytes?: number
  /** Sizes of the pieces, repeated to the body's end; absent: one piece. */
  pieces?: readonly number[]
}

export function askingJudge(order: Pick<Order, 'operator' | 'fields' | 'analyzer'>) {
  const questions: Question[] = []
  const answers: Operator[] = []
  const fieldsAsked: string[] = []
  const operator = order.operator ?? 'mask'
  const judge: Judge = {
    analyzer: order.analyzer ?? standardAnalyzer,
    standIns: undefined,
    judgesFields: order.fields !== undefined,
    field(path) {
      fieldsAsked.push(path)
      return order.fields?.[path] ?? 'scan'
    },
    entity(found: LocatedFinding) {
      const { finding, path, offset, length, value } = found
      const { type, start, end } = finding
      const question = { type, path, offset, length, value: Buffer.from(value).toString(), start, end }
      questions.push(question)
      const answer = typeof operator === 'string' ? operator : operator(question)
      answers.push(answer)
      return answer
    },
  }
  return { judge, questions, answers, fieldsAsked }
}

export function run(body: string | Uint8Array, order: Order): Outcome {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const { judge, questions, answers, fieldsAsked } = askingJudge(order)
  const inspector = createInspector({
    format: order.format,
    boundary: order.boundary ?? null,
    judge,
    limits: { maxValueBytes: order.maxValueBytes ?? 1 << 20 },
    opaqueParts: order.opaqueParts ?? 'pass',
  })
  const out: Uint8Array[] = []
  for (const piece of cut(bytes, order.pieces)) out.push(...inspector.push(piece))
  out.push(...inspector.end())
  const { changed, lengthKept, refused, opaqueParts } = inspector
  const outcome = {
    out: Buffer.concat(out).toString(),
    questions,
    fieldsAsked,
    changed,
    lengthKept,
    refused,
    opaqueParts,
  }
  // A body that is held whole is read by other hands, again and again: they must say the same of every body.
  // Where names of fields tell something, a whole body tells more than a passing one.
  if (order.maxValueBytes === undefined && order.analyzer === undefined)
    expect(runWhole(bytes, { ...order, operator: () => answers.shift() ?? 'keep' })).toEqual(outcome)
  return outcome
}

/** The same for a body that is held whole. */
export function runWhole(text: string | Uint8Array, order: Order): Outcome {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const { judge, questions, fieldsAsked } = askingJudge(order)
  const body = Buffer.from(bytes)
  const inspected = inspectWhole(
    {
      format: order.format,
      boundary: order.boundary ?? null,
      judge,
      opaqueParts: order.opaqueParts ?? 'pass',
    },
    body,
  )
  expect(body.equals(bytes)).toBe(true)
  const { changed, lengthKept, refused, opaqueParts } = inspected
  if (!changed && !refused) expect(inspected.body).toBe(body)
  const out = inspected.body.toString()
  return { out, questions, fieldsAsked, changed, lengthKept, refused, opaqueParts }
}

/** Each piece is memory of its own, as chunks of a socket are. */
export function* cut(bytes: Uint8Array, pieces: readonly number[] | undefined): Generator<Uint8Array> {
  if (pieces === undefined || pieces.length === 0) {
    yield bytes
    return
  }
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, pieces[i % pieces.length] as number)
    yield Uint8Array.prototype.slice.call(bytes, at, at + size)
    at += size
  }
}

/** Ways to cut a body: byte by byte, in small pieces, in large ones. */
export const anyPieces = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
  fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 4 }),
)

/** Entities that the analyzer is sure of, all invented: documentation domains, test card numbers, example accounts. */
export const anyEntity = fc.constantFrom(
  'joe@example.com',
  'mary.ann+shop@mail.example.org',
  '4111 1111 1111 1111',
  '4111111111111111',
  '5500-0000-0000-0004',
  'GB82 WEST 1234 5698 7654 32',
  'DE89370400440532013000',
  '+1 202-555-0143',
  '203.0.113.77',
)

/** Words in which nobody finds an entity. */
export const anyWords = fc
  .array(fc.constantFrom('about', 'the', 'wörter', 'naïve', '漢字', '🙂', 'zoo', 'and'), {
    maxLength: 6,
  })
  .map((words) => words.join(' '))

/** A text with nothing or one entity in it. */
export interface Planted {
  before: string
  entity: string | null
  after: string
}

export const anyText: fc.Arbitrary<Planted> = fc.record({
  before: anyWords,
  entity: fc.option(anyEntity, { freq: 3 }),
  after: anyWords,
})

export function textOf(planted: Planted): string {
  return [planted.before, planted.entity, planted.after].filter((part) => part).join(' ')
}

/** The error code that reading the body throws, or null where it is read to its end. */
export function codeOf(body: string | Uint8Array, order: Order): string | null {
  try {
    run(body, order)
    return null
  } catch (error) {
    return (error as { code?: string }).code ?? 'none'
  }
}

/** Without what keeps names of members apart that would be written alike. */
export function unnumbered(text: string): string {
  return text.replaceAll(/ \(\d+\)/g, '')
}
