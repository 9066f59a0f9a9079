/** The record of an exchange as a worker may hand it over: checked field by field, since the worker parses hostile traffic. */
import { z } from 'zod'
import { maxJournalFindings, type RecordedExchange, verdictActions } from '../journal.ts'
import { dataClasses, entityTypeNames, operators } from '../pii/entity.ts'
import { verdictReasons } from '../policy/reasons.ts'
import { timedIdForm } from '../timed-id.ts'

const count = z.int().min(0)
const word = z.string().max(1024)
const text = z.string().max(64 * 1024)
const type = z.enum(entityTypeNames)

const findingSchema = z.strictObject({
  type,
  class: z.enum(dataClasses),
  place: z.enum(['body', 'query', 'path', 'header']),
  path: text.nullable(),
  offset: count,
  length: count,
  score: z.number(),
  reasons: z.array(word).max(64),
  operator: z.enum(operators),
  blindIndex: z.string().max(64).nullable(),
})

export const recordSchema = z.strictObject({
  id: z.string().regex(timedIdForm),
  at: z.int(),
  durationMs: z.number(),
  client: word,
  scheme: z.enum(['http', 'https']),
  destination: word,
  port: z.int().min(0).max(65_535),
  address: word.nullable(),
  method: word.nullable(),
  pathTemplate: text.nullable(),
  status: z.int().nullable(),
  requestBytes: count,
  forwardedBytes: count,
  responseBytes: count,
  action: z.enum(verdictActions),
  reason: z.enum(verdictReasons),
  ruleId: word.nullable(),
  observed: z.boolean(),
  notes: z.array(word).max(64),
  findings: z.array(findingSchema).max(maxJournalFindings),
  findingCounts: z.partialRecord(type, count),
  looked: z.string().max(16).optional(),
  from: z.string().max(64).optional(),
}) satisfies z.ZodType<RecordedExchange>
