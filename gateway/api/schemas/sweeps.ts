/** The shapes in which sweeps, holds and proofs travel over the API. */
import { z } from 'zod'
import { periodBounds } from '../../core/retention/period.ts'
import { keptClasses } from '../../core/retention/target.ts'
import { timedIdForm } from '../../core/timed-id.ts'
import { sweepCauses, sweepStates } from '../../store/schema-ledger.ts'
import { etag } from './etag.ts'
import { next } from './page.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const sweepId = z.string().regex(timedIdForm)
export const holdId = z.string().regex(/^[0-9a-f]{12}$/)

const keptPeriod = z.object({
  target: z.string(),
  class: z.string(),
  source: z.string().nullable(),
  period: z.string(),
  until: millis,
  items: z.int(),
  bytes: z.int(),
  holders: z
    .array(z.object({ name: z.string(), items: z.int() }))
    .readonly()
    .optional()
    .describe('Who holds copies that nobody can read any more once it is destroyed, and of how many items.'),
})

export const planLine = z.object({
  verdict: z.enum(['destroy', 'keep']),
  reason: z.enum(['age', 'not-yet', 'hold', 'no-schedule', 'no-period']),
  period: keptPeriod,
  days: z.int().optional().describe('Days that its class is kept.'),
  dueAt: millis.optional().describe('From when on it may be destroyed.'),
  holds: z.array(z.string()).readonly().optional(),
})
export type PlanLineView = z.output<typeof planLine>

export const sweepPlan = z.object({
  now: millis,
  clock: z.object({ trusted: z.boolean(), reason: z.string().nullable(), words: z.string().nullable() }),
  lines: z.array(planLine).readonly(),
})

export const sweepRecord = z.object({
  id: sweepId,
  cause: z.enum(sweepCauses),
  plannedAt: millis,
  clockConfirmed: z.boolean(),
  keptByHold: z.int(),
  keysGone: z.boolean().describe('True where nothing can be taken back.'),
  state: z.enum(sweepStates),
  finishedAt: millis.nullable(),
  problem: z.string().nullable(),
  hasProof: z.boolean(),
})

export const sweepList = z.object({
  sweeps: z.array(sweepRecord).readonly(),
  next: z.string().nullable().describe('Cursor of the next, older page; null on the last.'),
})
export const sweepQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  before: sweepId.optional().describe('Cursor: the `next` of the page before.'),
})
export const startQuery = z.strictObject({
  clockIsRight: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: a person looked at the clock, which had jumped, and vouches for it.'),
})
export const begunSweep = z.object({ id: sweepId })

const source = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
const className = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/)
const period = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/)
/** A hold on what never is protects nothing, and nobody would notice. */
const heldClass = z.enum(keptClasses, `expected one of ${keptClasses.join(', ')}`)
const heldPeriod = period.refine(
  (value) => periodBounds(value) !== null,
  'expected a day, month or year that exists',
)

export const holdScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('device'), source }),
  z.object({ kind: z.literal('class'), class: className }),
  z.object({ kind: z.literal('bucket'), source, class: className, period: period.nullable() }),
])

export const hold = z.object({
  id: holdId,
  scope: holdScope,
  setAt: millis,
  reason: z.string(),
  releasedAt: millis.nullable(),
  releaseReason: z.string().nullable(),
  etag,
})
export const holdList = z.object({ holds: z.array(hold).readonly(), next })

/** Why, on one line: kept for those who ask later. */
export const holdReason = z
  .string()
  .min(3)
  .max(300)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)

/** In bodies, as what people write may name people. Of a scope: `device`; `class`; or `device` and `class` (a bucket), and perhaps `period`. */
export const newHoldBody = z
  .strictObject({
    device: source.optional(),
    class: heldClass.optional(),
    period: heldPeriod.optional(),
    reason: holdReason,
  })
  .refine((asked) => asked.device !== undefined || asked.class !== undefined, 'expected a device or a class')
  .refine(
    (asked) => asked.period === undefined || (asked.device !== undefined && asked.class !== undefined),
    'a period belongs to a device and a class',
  )

export const releaseBody = z.strictObject({ reason: holdReason })
