/** The promise of the vector code that reads JSON: it does what the tokenizer without it does, with every body and cut. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspectBody } from '../../../gateway/core/content/body-inspector.ts'
import { JsonInspection } from '../../../gateway/core/content/json-inspection.ts'
import { Rewriter } from '../../../gateway/core/content/rewriter.ts'
import type { GatewayError } from '../../../gateway/core/errors.ts'
import { type Analyzer, createAnalyzer, standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import { type JsonMachines, makeMachine } from '../../../gateway/core/pii/wasm/json-reader.ts'
import { makeBody } from '../../../scripts/bench/bodies.ts'
import { patience, runs } from '../../support/property-runs.ts'
import { mixture } from '../pii/mixtures.ts'
import { anyDocument } from './json-documents.ts'
import { anyPieces, askingJudge, cut } from './support.ts'

const without: JsonMachines = { take: () => null, giveBack: () => {} }

/** Machines that read `textBytes` at once, however few bytes are at hand. */
function machinesOf(textBytes: number): JsonMachines {
  const machine = makeMachine(textBytes)
  if (machine === null) throw new Error('this runtime has no vector instructions')
  return { take: () => machine, giveBack: () => machine.wipe() }
}

const sizes = [16, 40, 100, 1000, 100_000].map((size) => [size, machinesOf(size)] as const)
const anyMachines = fc.constantFrom(...sizes).map(([, machines]) => machines)

/** Names of `anyDocument` that tell something: what is below them is read whatever it is. */
const telling = createAnalyzer({
  packs: null,
  fields: [
    {
      meanings: {
        naming: { type: 'PERSON', shape: 'name', score: 0.9, says: 'a name' },
        dialling: { type: 'PHONE', shape: 'phone', score: 0.9, says: 'a number to call' },
      },
      groups: {},
      keys: { naming: ['about', 'a', 'the zoo'], dialling: ['zoo', 'b2', 'and'] },
    },
  ],
})

interface Reading {
  analyzer: Analyzer
  lines: boolean
  pieces: readonly number[]
  maxValueBytes: number
}

/** All that can be told from outside: what leaves, what is asked, and how it ends. */
function inspect(body: Buffer, machines: JsonMachines, { analyzer, lines, pieces, maxValueBytes }: Reading) {
  const { judge, questions } = askingJudge({ operator: 'mask' })
  const rewriter = new Rewriter()
  const inspection = new JsonInspection(rewriter, machines)
  inspection.begin({ ...judge, analyzer }, { lines, maxValueBytes })
  const inspector = inspectBody(rewriter, inspection.parser)
  const out: Uint8Array[] = []
  let fault: unknown = null
  try {
    for (const piece of cut(body, pieces)) out.push(...inspector.push(piece))
    out.push(...inspector.end())
  } catch (error) {
    const { code, details } = error as GatewayError
    const { decided, rest, offset } = inspector.abandon()
    out.push(...decided)
    fault = { code, details, rest: Buffer.from(rest).toString('latin1'), offset }
  }
  return { out: Buffer.concat(out).toString('latin1'), questions, fault }
}

function expectAlike(body: Buffer, machines: JsonMachines, reading: Reading): void {
  expect(inspect(body, machines, reading)).toEqual(inspect(body, without, reading))
}

const anyReading: fc.Arbitrary<Reading> = fc.record({
  analyzer: fc.constantFrom(standardAnalyzer, telling),
  lines: fc.boolean(),
  pieces: fc.oneof(anyPieces, fc.constant([1_000_000])),
  maxValueBytes: fc.constantFrom(64, 1 << 20),
})

const plainly = { analyzer: standardAnalyzer, lines: false, maxValueBytes: 1 << 20 }

const pieceOfJson = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a":',
    '"b2":',
    '"a@b.example"',
    '"\\n"',
    '"\\u0040"',
    '"%40"',
    '"\\\\u0040"',
  ],
  ...[
    '1',
    '-1.5e3',
    '12345678',
    '4111111111111111',
    '01',
    '1.',
    'true',
    'false',
    'null',
    'nul',
    '\ufeff',
    '\u001e',
    'é',
  ],
  ...[
    ' ',
    '\n',
    '\t',
    '\r\n    ',
    '                                ',
    '\\',
    '\\x',
    '\u0000',
    '/',
    '+',
    '٣',
    '\ud800',
  ],
)
const digit = fc.constantFrom(...'0123456789')
const hex = fc.constantFrom(...'0123456789abcdefABCDEF-g')
const written = (character: fc.Arbitrary<string>, most: number) =>
  fc.array(character, { maxLength: most }).map((all) => all.join(''))
const tails = ['Z', '', '+02:00', '-0:30', '.5Z', '.123456789+01:00', '.Z', 'ZZ', '+4111:11']
/** What programs write, and what nearly looks so. */
const anyMachineMade = fc.oneof(
  fc.uuid(),
  fc.tuple(...[9, 5, 5, 5, 13].map((most) => written(hex, most))).map((groups) => groups.join('-')),
  fc
    .tuple(fc.date({ noInvalidDate: true }), fc.constantFrom(...tails))
    .map(([date, tail]) => date.toISOString().slice(0, 19) + tail),
)
const anyMoment = fc
  .tuple(fc.constantFrom('125', '126', '189', '190', '1.2', '-15', '1e5'), written(digit, 11))
  .map((parts) => parts.join(''))
const anyProgram = fc
  .array(fc.tuple(fc.constantFrom('a', 'zoo', 'created', 'id'), anyMachineMade, anyMoment), { maxLength: 5 })
  .map((all) => all.map(([name, text, number]) => `{"${name}":"${text}","${name}":${number}}`))
  .map((objects) => `[${objects.join(',')}]`)
const anyTokens = fc.array(pieceOfJson, { maxLength: 40 }).map((pieces) => pieces.join(''))
const anyNested = fc.tuple(fc.array(fc.constantFrom('[', '{"a":', '[1,'), { maxLength: 30 }), anyTokens).map(
  ([open, tokens]) =>
    `${open.join('')}${tokens}${open
      .map((one) => (one === '{"a":' ? '}' : ']'))
      .reverse()
      .join('')}`,
)
const anyTold = fc
  .array(fc.tuple(mixture, mixture), { maxLength: 5 })
  .map((members) =>
    JSON.stringify(Object.fromEntries(members.map(([name, value]) => [name.join(''), [value.join('')]]))),
  )
const anySound = fc.oneof(
  anyDocument.map(({ text }) => text),
  anyTold,
  anyProgram,
)
/** A document in which one stretch was replaced by something else. */
const anyBroken = fc.tuple(anySound, fc.nat(), fc.nat(4), anyTokens).map(([text, at, length, tokens]) => {
  const from = at % (text.length + 1)
  return text.slice(0, from) + tokens.slice(0, 6) + text.slice(from + length)
})
const anyBytes = fc.tuple(anySound, fc.nat(), fc.uint8Array({ maxLength: 4 })).map(([text, at, bytes]) => {
  const body = Buffer.from(text)
  const from = at % (body.length + 1)
  return Buffer.concat([body.subarray(0, from), bytes, body.subarray(from)])
})
const anyBody = fc.oneof(
  fc.oneof(anyTokens, anyNested, anySound, anyBroken).map((text) => Buffer.from(text)),
  anyBytes,
)

test(
  'every body, malformed ones too, comes out alike with the same questions and faults',
  () => {
    fc.assert(
      fc.property(anyBody, anyMachines, anyReading, (body, machines, reading) => {
        expectAlike(body, machines, reading)
      }),
      runs(10_000),
    )
  },
  patience(240_000),
)

test.each(['sparse', 'dense'] as const)('a %s body comes out alike however much is read at once', (kind) => {
  for (let seed = 1; seed <= 4; seed++) {
    const { body } = makeBody({ kind, bytes: 20_000, seed })
    for (const [, machines] of sizes) expectAlike(body, machines, { ...plainly, pieces: [1500, 7000] })
  }
})

test('a string longer than what is read at once comes out alike', () => {
  const long = 'order 4111111111111111 '.repeat(400)
  const body = Buffer.from(JSON.stringify([long, { [long]: long, b: [long] }]))
  for (const [, machines] of sizes) expectAlike(body, machines, { ...plainly, pieces: [3000] })
})

test.each([
  'joe\\\\u0040example.com',
  'joe%40example.com',
  'joe\\u0040example.com',
  '\\u006aoe@example.com',
  'line\\njoe@example.com',
  'a\\\\njoe@example.com',
])('an address written %s is found alike, as a value and as a name', (address) => {
  const body = Buffer.from(`{"a":["${address}"],"${address}":{"b":"${address} and more of it"},"c":1}`)
  for (const [, machines] of sizes) {
    expectAlike(body, machines, { ...plainly, pieces: [1000] })
    expect(inspect(body, machines, { ...plainly, pieces: [1000] }).questions).toHaveLength(3)
  }
})

test.each([511, 512, 513])('brackets nested %i deep come out alike', (depth) => {
  for (const text of ['['.repeat(depth) + ']'.repeat(depth), '{"a":'.repeat(depth) + 1 + '}'.repeat(depth)])
    for (const [, machines] of sizes)
      expectAlike(Buffer.from(text), machines, { ...plainly, pieces: [100_000] })
})
