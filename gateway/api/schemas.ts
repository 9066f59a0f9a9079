/** The shapes that travel over the API: one zod schema each, for checks, types and OpenAPI alike. */
import { z } from 'zod'
import { type VerdictReason, verdictActions } from '../core/journal.ts'
import { isClientName } from '../core/login/client-name.ts'
import { type DataClass, entityTypeNames, operators } from '../core/pii/entity.ts'
import { reasonSentences } from '../core/policy/reasons.ts'
import { timedIdForm } from '../core/timed-id.ts'
import { authorityKinds, authorityStates, rotateWhens } from './services.ts'

const dataClasses = [
  'identifying',
  'special',
  'financial',
  'secret',
  'pseudonymous',
  'behavioural',
  'demographic',
] as const satisfies readonly DataClass[]

const reasonNames = Object.keys(reasonSentences) as VerdictReason[]

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const bytes = z.int().min(0)
/** In a query: text that is a number, and once only. */
const wholeNumber = z.coerce
  .number({ error: ({ code }) => (code === 'invalid_type' ? 'One whole number is expected.' : undefined) })
  .int()
export const verdictAction = z.enum(verdictActions).describe('What happened to the exchange.')
const entityType = z.enum(entityTypeNames)

/** Sortable by time; also the cursor of pages. */
export const recordId = z
  .string()
  .regex(timedIdForm, 'The id of a record is expected: twelve hex digits, `-`, twelve more.')
  .describe('Id of a journal record: 12 hex digits of milliseconds, `-`, 12 random hex digits.')

export const journalFinding = z
  .object({
    type: entityType,
    class: z.enum(dataClasses),
    place: z.enum(['body', 'query', 'path', 'header']),
    path: z.string().nullable().describe('Key path, field, column or header name.'),
    offset: z.int(),
    length: z.int(),
    score: z.number(),
    reasons: z.array(z.string()).readonly(),
    operator: z.enum(operators),
    blindIndex: z.string().nullable().describe('Says "the same value again" without saying what.'),
  })
  .readonly()

const entityCounts = z.partialRecord(entityType, z.int().min(0)).readonly()

export const exchangeRecord = z
  .object({
    id: recordId,
    at: millis,
    durationMs: z.number(),
    client: z
      .string()
      .describe(
        "The client's address, `device:name` where a device has shown its certificate, or `user:name` where somebody has logged in to the proxy.",
      ),
    scheme: z.enum(['http', 'https']),
    destination: z.string(),
    port: z.int(),
    address: z.string().nullable(),
    method: z.string().nullable(),
    pathTemplate: z.string().nullable().describe('Path with variable segments as `{…}`.'),
    status: z.int().nullable(),
    requestBytes: bytes,
    forwardedBytes: bytes,
    responseBytes: bytes,
    action: verdictAction,
    reason: z.enum(reasonNames).describe('Why, as a stable word.'),
    ruleId: z.string().nullable(),
    observed: z.boolean().describe('True where observe mode kept the verdict from being carried out.'),
    notes: z.array(z.string()).readonly(),
    findings: z.array(journalFinding).readonly(),
    findingCounts: entityCounts,
    looked: z
      .string()
      .optional()
      .describe('How far it was looked into, a letter each; absent where nobody knows.'),
  })
  .readonly()
  .describe('One exchange: what was decided and why, never a value.')

export const journalQuery = z.strictObject({
  limit: wholeNumber.min(1).max(500).default(50).describe('Records a page.'),
  before: recordId.optional().describe('Cursor: the `next` of the page before.'),
  from: wholeNumber.min(0).optional().describe('Milliseconds since 1970, inclusive.'),
  to: wholeNumber.min(0).optional().describe('Milliseconds since 1970, exclusive.'),
  client: z
    .string()
    .refine(
      isClientName,
      'An address is expected, such as 192.168.1.20 or fd00::20, user:name, or device:name.',
    )
    .optional()
    .describe('Address of a client, `user:name` for whoever logged in to the proxy, or `device:name`.'),
  destination: z
    .string()
    .regex(/^[\w.:[\]-]{1,253}$/, 'A host name or address is expected, such as api.example.com.')
    .optional()
    .describe('Host name or address.'),
  action: verdictAction.optional(),
  entity: entityType.optional().describe('Only exchanges in which this was found.'),
})

export const journalPage = z.object({
  records: z.array(exchangeRecord).readonly(),
  next: z.string().nullable().describe('Cursor of the next, older page; null on the last.'),
})

export const totalsQuery = z.strictObject({ since: wholeNumber.min(0).default(0) })

export const journalTotals = z.object({
  since: millis,
  exchanges: z.int(),
  byAction: z.record(verdictAction, z.int()).readonly(),
  withFindings: z.int().describe('Exchanges in which at least one entity was found.'),
  entities: entityCounts,
  dropped: z.int().describe('Records that could not be kept.'),
  gaps: z
    .array(z.object({ since: millis, until: millis, dropped: z.int() }))
    .readonly()
    .describe('Of which times they were.'),
})

export const gatewayStatus = z.object({
  version: z.string(),
  startedAt: millis,
  mode: z.enum(['enforce', 'observe']),
  policyVersion: z.string(),
  officeName: z.string(),
  officeHost: z.string(),
  contact: z.string(),
  timeZone: z.string().nullable(),
  addresses: z.object({
    proxy: z.array(z.string()).readonly(),
    pac: z.string(),
    ui: z.array(z.string()).readonly(),
    control: z.string(),
  }),
  workers: z.int().describe('Processes that parse traffic; 0 where everything runs in one.'),
  workerProcesses: z
    .array(
      z.object({
        worker: z.string(),
        processId: z.int().nullable(),
        state: z.enum(['starting', 'serving', 'lost']),
        connections: z.int(),
        heldBytes: z.int(),
        residentBytes: z.int(),
        bufferedRecords: z.int().describe('Records of exchanges that are not on the disk yet.'),
        isCurrent: z.boolean().describe('Whether the settings in force are those of this worker.'),
        replaced: z.int().describe('How often another process had to take its place.'),
      }),
    )
    .readonly(),
  processId: z.int(),
})

const healthWarning = z.object({
  code: z.string(),
  title: z.string(),
  hint: z.string(),
  severity: z.enum(['act-now', 'act-by', 'note']),
  since: millis,
})

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  warnings: z.array(healthWarning).readonly(),
})

export const healthz = z.object({ status: z.enum(['ok', 'degraded']) })

const doctorCheck = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  found: z.string(),
  meaning: z.string(),
  todo: z.string(),
})

export const doctorReport = z.object({
  state: z.enum(['ok', 'warn', 'fail']),
  checks: z.array(doctorCheck).readonly(),
})

export const authorityKind = z.enum(authorityKinds)

export const authorityStatus = z.object({
  kind: authorityKind,
  state: z.enum(authorityStates),
  subject: z.string(),
  fingerprint: z.string().describe('SHA-256, upper-case hex pairs joined by colons.'),
  notBefore: millis,
  notAfter: millis,
  excluded: z.array(z.string()).readonly().describe('Names it can provably not impersonate.'),
  successor: z.object({ fingerprint: z.string(), takesOverAt: millis }).nullable(),
})

export const rotateQuery = z.strictObject({
  when: z
    .enum(rotateWhens)
    .default('after-overlap')
    .describe('`at-once` withdraws the present root now, as after a theft of its key.'),
})

export const authorityList = z.object({ authorities: z.array(authorityStatus).readonly() })

export const reloadOutcome = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    changed: z.array(z.string()).readonly(),
    needsRestart: z.array(z.string()).readonly(),
  }),
  z.object({
    ok: z.literal(false),
    problems: z
      .array(
        z.object({
          file: z.string(),
          path: z.string(),
          line: z.int().nullable(),
          message: z.string(),
          hint: z.string().nullable(),
        }),
      )
      .readonly(),
  }),
])

/** RFC 9457 problem details, as every error of this API is. */
export const problemDetails = z.object({
  type: z.string().describe('`about:blank`, or `urn:gatehouse:error:<CODE>`.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string().optional().describe('Stable code of the error catalogue.'),
  hint: z.string().optional().describe('What to do next.'),
  errors: z
    .array(z.object({ in: z.string(), path: z.string(), detail: z.string() }))
    .optional()
    .describe('Each thing that is wrong with the request.'),
})
export type ProblemDetails = z.output<typeof problemDetails>
