/** The shapes in which incidents and their signals travel over the API. */
import { z } from 'zod'
import { signalKinds, subjectKinds } from '../../core/detection/signal.ts'
import { closingOutcomes, incidentOutcomes, incidentStates } from '../../core/incident/incident.ts'
import { closingNote } from '../../core/incident/note.ts'
import { timedIdForm } from '../../core/timed-id.ts'
import { etag } from './etag.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const severity = z.enum(['act-now', 'act-by', 'note'])
const subject = z
  .object({ kind: z.enum(subjectKinds), name: z.string() })
  .readonly()
  .describe('A device by name, or a client by address.')

export const incidentId = z
  .string()
  .regex(timedIdForm)
  .describe('Id of an incident: 12 hex digits of milliseconds, `-`, 12 random hex digits.')

export const signalView = z
  .object({
    id: z.string(),
    at: millis,
    detector: z.string(),
    kind: z.enum(signalKinds).describe('`all-clear`: what the detector said is over.'),
    subject,
    severity,
    sentence: z.string().describe('Why, in one sentence with its numbers.'),
    evidence: z.record(z.string(), z.union([z.number(), z.string()])).readonly(),
    technique: z.string().nullable().describe('MITRE ATT&CK technique.'),
    records: z.array(z.string()).readonly().describe('Ids of journal records that show it.'),
  })
  .readonly()

export const incidentView = z
  .object({
    id: incidentId,
    state: z.enum(incidentStates),
    subject,
    detector: z.string(),
    severity: severity.describe('The worst of its signals.'),
    sentence: z.string().describe('Of its newest signal.'),
    openedAt: millis,
    lastSignalAt: millis,
    signals: z.int(),
    overAt: millis.nullable().describe('When its detector said that it is over.'),
    acknowledgedAt: millis.nullable(),
    notifyBy: millis.nullable().describe('72 hours after it was acknowledged (GDPR Art. 33(1)).'),
    closedAt: millis.nullable(),
    outcome: z.enum(incidentOutcomes).nullable(),
    note: z.string(),
    clock: z
      .object({
        leftMs: z.int().describe('Of the 72 hours, by what really passed; below 0: overdue.'),
        isOverdue: z.boolean(),
        leftByClockMs: z.int().describe("By the box's clock alone."),
        isDoubtful: z
          .boolean()
          .describe('The two differ: the clock was set since. The shorter is the safe one.'),
      })
      .nullable(),
    etag,
  })
  .readonly()

export const incidentQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Incidents a page.'),
  before: incidentId.optional().describe('Cursor: the `next` of the page before.'),
  state: z.enum(incidentStates).optional(),
})

export const incidentPage = z.object({
  incidents: z.array(incidentView).readonly(),
  next: z.string().nullable().describe('Cursor of the next, older page; null on the last.'),
})

export const incidentDetails = z.object({
  incident: incidentView,
  signals: z.array(signalView).readonly().describe('The newest fifty, newest first.'),
})

/** In a body: what people write may name people. */
export const closingBody = z.strictObject({
  outcome: z
    .enum(closingOutcomes)
    .describe('`no-breach`; or of a breach: `notified`, or `not-required` (Art. 33(1): no risk to people).'),
  note: closingNote.default(''),
})

export const webhookTrial = z.object({
  delivered: z.boolean(),
  signed: z.boolean().describe('Whether posts are signed.'),
  status: z.int().nullable().describe("The receiver's status, where it answered."),
  cause: z.string().nullable(),
  words: z.string(),
  durationMs: z.int(),
})
