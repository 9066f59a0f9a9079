/** The shapes in which the policy, its drafts and its versions travel over the API. */
import { z } from 'zod'
import { verdictActions } from '../../core/journal.ts'
import { ledgerActor } from '../../core/ledger/entry.ts'
import { dataClasses, entityTypeNames, operators } from '../../core/pii/entity.ts'
import { maxPolicyCharacters, publishedHows } from '../../core/policy/published.ts'
import { verdictReasons } from '../../core/policy/reasons.ts'
import { unknownSentences } from '../../core/policy/replay/unknown.ts'
import { journalFinding } from '../schemas.ts'
import { etag } from './etag.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const count = z.int().min(0)
const words = z.array(z.string()).readonly().optional()
const entityType = z.enum(entityTypeNames)
const operator = z.enum(operators)
const connectionAction = z.enum(['intercept', 'tunnel', 'refuse'])
const mode = z.enum(['enforce', 'observe'])

export const policyText = z
  .string()
  .max(maxPolicyCharacters, `A policy is at most ${maxPolicyCharacters} characters long here.`)
  .describe('A policy as its file says it (YAML).')
const fileVersion = z
  .string()
  .regex(/^[0-9a-f]{12}$/)
  .describe('Twelve hex digits; another one whenever the text is.')

const problem = z.object({
  severity: z.enum(['error', 'warning']),
  line: z.int().nullable(),
  column: z.int().nullable(),
  path: z.string(),
  ruleId: z.string().nullable(),
  message: z.string(),
  hint: z.string().nullable(),
})

const rule = z.object({
  list: z.enum(['connections', 'exchanges']),
  id: z.string(),
  line: z.int().nullable().describe('Null for what stands in no file, such as a correction.'),
  purpose: z.string().nullable(),
  match: z
    .object({
      destinations: words,
      clients: words,
      ports: words,
      schedule: z.string().optional(),
      methods: words,
      paths: words,
      contentTypes: words,
    })
    .describe('Absent parts fit everything.'),
  action: connectionAction.nullable().describe('Null for a rule of exchanges.'),
  entities: z.record(z.string(), operator).readonly().nullable().describe('As written.'),
  bounds: z
    .object({
      onFailure: z.enum(['refuse', 'pass']),
      onSigned: z.enum(['refuse', 'pass']),
      onLarge: z.enum(['stream', 'refuse']),
      maxPersons: z.int().nullable(),
      minScore: z.number(),
    })
    .nullable(),
})

const reached = z.object({
  ruleId: z.string(),
  share: z
    .number()
    .describe('For which share of the hosts it decides whatever is left; 0: it depends on the request.'),
})

const policyView = z.object({
  mode,
  rules: z.array(rule).readonly().describe('In the order in which they are asked.'),
  matrix: z.object({
    bundles: z
      .array(
        z.object({
          types: z.array(entityType).readonly(),
          dataClass: z.enum(dataClasses).nullable().describe('Null where they are of several.'),
        }),
      )
      .readonly()
      .describe('Types that all rules treat alike.'),
    rules: z.array(z.object({ id: z.string(), operators: z.array(operator).readonly() })).readonly(),
    rows: z
      .array(
        z.object({
          destination: z.string().describe('`group:name`, a host, or `*` for whatever no rule names.'),
          title: z.string().nullable(),
          hosts: count,
          connections: z.array(reached.extend({ action: connectionAction })).readonly(),
          exchanges: z.array(reached).readonly(),
        }),
      )
      .readonly(),
    more: count.describe('Named hosts that are left out.'),
  }),
})

export const examination = z.object({
  ok: z.boolean().describe('False where it would not be taken.'),
  problems: z.array(problem).readonly(),
  view: policyView.nullable(),
})

export const policyOverview = z.object({
  file: z.string(),
  source: z.enum(['shipped', 'own', 'named']),
  text: z.string(),
  version: fileVersion,
  isInForce: z.boolean().describe('False where the file is another than what counts.'),
  problems: z.array(problem).readonly().describe('Of the file.'),
  view: policyView.describe('Of what counts.'),
  draft: z
    .object({
      text: z.string(),
      base: fileVersion.describe('The file that it was made from.'),
      savedAt: millis,
      savedBy: ledgerActor,
      savedByName: z.string().nullable(),
      mark: z.string(),
    })
    .nullable(),
  etag,
})

export const checkBody = z.strictObject({ text: policyText })
export const writtenPolicy = z.strictObject({ text: policyText, base: fileVersion })
export const published = z.object({
  version: fileVersion,
  inForce: z
    .boolean()
    .describe('False: the configuration has mistakes, and it counts with the next good reload.'),
})

export const maxTestedCharacters = 100_000

/** In a body and not in the address: addresses are written down in many places. */
export const testBody = z.strictObject({
  text: policyText.nullable().default(null).describe('Null: what is in force.'),
  destination: z.string().min(1).max(300),
  port: z.int().min(1).max(65_535).default(443),
  method: z
    .string()
    .regex(/^[A-Z]{1,20}$/)
    .default('POST'),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'A path begins with /, and has no blanks.')
    .max(4000)
    .default('/'),
  contentType: z.string().max(200).default(''),
  client: z.string().max(100).default('127.0.0.1'),
  body: z.string().max(maxTestedCharacters).default(''),
  at: millis.nullable().default(null),
})

export const testAnswer = z.object({
  action: z.enum(['pass', 'transform', 'refuse', 'tunnel']),
  reason: z.enum(verdictReasons),
  explanation: z.string(),
  observed: z.boolean(),
  connectionRule: z.string(),
  connectionAction,
  exchangeRule: z.string().nullable(),
  purpose: z.string().nullable(),
  destinationGroup: z.string(),
  unread: z.enum(verdictReasons).nullable(),
  notes: z.array(z.string()).readonly(),
  findings: z.array(journalFinding).readonly(),
  findingCounts: z.partialRecord(entityType, count).readonly(),
  fields: z.array(z.object({ path: z.string(), order: z.enum(['keep', 'drop']) })).readonly(),
  target: z.string().nullable(),
  body: z.string().nullable(),
})

const outcome = z.enum(verdictActions).exclude(['refused-midstream'])
const moves = z.array(z.object({ from: outcome, to: outcome.nullable(), exchanges: count })).readonly()
const replayRows = z
  .array(
    z.object({
      name: z.string().nullable(),
      exchanges: count,
      changed: count,
      unknown: count,
      moves,
      examples: z.array(z.string()).readonly(),
    }),
  )
  .readonly()

export const replayBody = z
  .strictObject({
    text: policyText.nullable().default(null).describe('Null: what is in force.'),
    since: millis,
    until: millis,
    limit: z.int().min(1).max(200).default(20).describe('Rows of each list.'),
  })
  .refine(({ since, until }) => since < until, { path: ['until'], error: 'It ends before it begins.' })

export const replayedDraft = z.object({
  since: millis,
  until: millis,
  mode,
  exchanges: count,
  unchanged: count,
  changed: count,
  unknown: count,
  moves,
  why: z
    .array(
      z.object({
        why: z.enum(Object.keys(unknownSentences) as [keyof typeof unknownSentences]),
        sentence: z.string(),
        exchanges: count,
      }),
    )
    .readonly(),
  destinations: replayRows,
  types: z
    .array(
      z.object({
        destination: z.string(),
        type: entityType,
        from: operator,
        to: operator.nullable(),
        findings: count,
      }),
    )
    .readonly(),
  rules: replayRows,
  more: z.object({ destinations: count, types: count, rules: count }),
  missing: z.array(z.object({ since: millis, until: millis, dropped: count })).readonly(),
})

export const versionId = z.coerce.number().int().min(1).describe('Id of a version; they count up.')

const version = z.object({
  id: z.int(),
  at: millis,
  actor: ledgerActor.nullable().describe('Null where nobody knows.'),
  actorName: z.string().nullable(),
  how: z
    .enum(publishedHows)
    .describe('`found`: written into the file by hand, and seen when the next one was published.'),
  version: fileVersion,
  restored: z.int().nullable().describe('Id of the version whose text it is once more.'),
  size: count,
})

export const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: versionId.optional().describe('Cursor: the `next` of the page before.'),
})
export const policyHistory = z.object({
  versions: z.array(version).readonly(),
  next: z.int().nullable().describe('Cursor of the next, older page; null on the last.'),
})
export const policyVersion = version.extend({ text: z.string() })
