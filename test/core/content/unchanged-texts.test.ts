/** Promises that a second look which passes over unchanged texts does what one does that reads all of them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Judge, LocatedFinding } from '../../../gateway/core/content/inspector.ts'
import { JsonInspection } from '../../../gateway/core/content/json-inspection.ts'
import { RepeatedJudge } from '../../../gateway/core/content/second-look.ts'
import { WholeRewriter } from '../../../gateway/core/content/whole-rewriter.ts'
import type { Analyzer } from '../../../gateway/core/pii/analyzer.ts'
import { jsonMachines } from '../../../gateway/core/pii/wasm/json-reader.ts'
import { fieldsAnalyzer, shippedAnalyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'

const noMachines = { ...jsonMachines, take: () => null }

interface Looks {
  asked: unknown[]
  body: string
  lengthKept: boolean
  /** How often the second look asked for entities. */
  scans: number
}

/** Null where the body is malformed. */
function lookTwice(
  text: string,
  analyzer: Analyzer,
  how: { sparing: boolean; machines: typeof jsonMachines },
): Looks | null {
  const body = Buffer.from(text)
  const asked: unknown[] = []
  let scans = 0
  const judge: Judge = {
    analyzer: {
      ...analyzer,
      scan(...text) {
        scans++
        return analyzer.scan(...text)
      },
    },
    standIns: undefined,
    judgesFields: false,
    field: () => 'scan',
    entity({ finding, path, offset, length, value }: LocatedFinding) {
      asked.push({ ...finding, reasons: finding.reasons.join(), path, offset, length, value: String(value) })
      return (offset + length) % 5 === 0 ? 'keep' : 'mask'
    },
  }
  const rewriter = new WholeRewriter()
  const json = new JsonInspection(rewriter, how.machines)
  const looks = new RepeatedJudge(judge, body)
  const look = (): void => {
    rewriter.reset()
    json.reset()
    rewriter.begin(body)
    json.begin(looks, { lines: true, maxValueBytes: body.length, looks })
    json.parser.advance(true)
    looks.unchanged?.repeat(rewriter, body.length)
  }
  try {
    look()
    if (!looks.isWorthIt({ format: 'ndjson' })) return null
    looks.beginAgain(how.sparing ? rewriter.keepEdits() : null)
    scans = 0
    look()
    return {
      asked,
      body: rewriter.finish(body).toString('latin1'),
      lengthKept: rewriter.lengthKept,
      scans,
    }
  } catch {
    return null
  }
}

const people = fc.constantFrom('Anna Weber', 'Weber', 'Jürgen Köhler', 'Köhler', 'Matthias Lorenz', 'Lorenz')
const values = fc.constantFrom(
  'a@b.de',
  '+49 170 1234567',
  '4111 1111 1111 1111',
  'DE89370400440532013000',
  '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  '2026-03-04T10:11:12.123Z',
  'K-998877',
  'on time',
  'Passw0rd!',
  '{"pw":"x"}',
  '["ab"]',
  '%41nna',
  'J&uuml;rgen',
)
const sentences = fc.oneof(
  people.map((name) => `Please ask ${name} about it today.`),
  people.map((name) => `He said "${name}" twice.\nThen they left for the day.`),
  values.map((value) => `The number is ${value}, as you know.`),
  fc.constant('The order was sent on time and we would like to know more.'),
)
const keys = fc.constantFrom(
  'name',
  'first_name',
  'content',
  'note',
  'password',
  'customer',
  'id',
  'email',
  'x',
  'Anna Weber',
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    people,
    values,
    sentences,
    fc.constantFrom(4111111111111111, 491701234567, 12, true, null),
    fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    fc.array(tie('tree'), { maxLength: 5 }),
    tie('tree').map((inner) => JSON.stringify(inner)),
  ),
}))
const bodies = fc
  .tuple(
    fc.array(fc.dictionary(keys, tree, { maxKeys: 6 }), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(undefined, 1),
    fc.boolean(),
  )
  .map(([documents, space, isEscaped]) => {
    const text = documents.map((one) => JSON.stringify(one, null, space)).join('\n')
    return isEscaped
      ? text.replace(/[aö]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : text
  })

let spared = 0

test('what a second look finds and writes is the same whether it reads every text or only those that changed', () => {
  fc.assert(
    fc.property(bodies, fc.boolean(), fc.boolean(), (text, readsProse, isVector) => {
      const analyzer = readsProse ? shippedAnalyzer() : fieldsAnalyzer
      const machines = isVector ? jsonMachines : noMachines
      const all = lookTwice(text, analyzer, { sparing: false, machines })
      const some = lookTwice(text, analyzer, { sparing: true, machines })
      spared += (all?.scans ?? 0) - (some?.scans ?? 0)
      expect({ ...some, scans: 0 }).toEqual({ ...all, scans: 0 })
    }),
    runs(400),
  )
})

test.each([
  [
    'a document that only the second look asks about names somebody',
    '{"first_name":"[\\"\\\\\\"Anna Weber\\\\\\"\\"]","name":"on time","password":"K-998877"}',
  ],
  [
    'somebody is named in the names above it',
    '{"Anna Weber":{"Anna Weber":{"first_name":"Anna Weber","name":"Lorenz"}}}\n{}',
  ],
  [
    'somebody is named above it only in the second look',
    '{"Ann\\u0061 Weber":{"customer":"+49 170 1234567"}}\n{"Ann\\u0061 Weber":{"n\\u0061me":["K\\u00f6hler","Ann\\u0061 Weber"]}}',
  ],
])('a record is about what the first look saw where %s', (_where, text) => {
  const [all, some] = [false, true].map((sparing) =>
    lookTwice(text, fieldsAnalyzer, { sparing, machines: noMachines }),
  )
  expect(all).not.toBeNull()
  expect({ ...some, scans: 0 }).toEqual({ ...all, scans: 0 })
})

test('and texts are spared', () => {
  expect(spared).toBeGreaterThan(0)
})
