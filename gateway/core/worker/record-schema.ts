/** The record of an exchange as a worker may hand it over: checked field by field, since the worker parses hostile traffic. */
import { z } from 'zod'
import { type ExchangeRecord, maxJournalFindings, verdictActions } from '../journal.ts'
import { dataClasses, entityTypeNames, operators } from '../pii/entity.ts'
import { reasonTexts } from '../policy/reasons.ts'

const count = z.int().min(0)
const word = z.string().max(1024)
const text = z.string().max(64 * 1024)
const reasons = Object.keys(reasonTexts) as ExchangeRecord['reason'][]
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
  id: z.string().regex(/^[0-9a-f]{12}-[0-9a-f]{12}$/),
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
  reason: z.enum(reasons),
  ruleId: word.nullable(),
  observed: z.boolean(),
  notes: z.array(word).max(64),
  findings: z.array(findingSchema).max(maxJournalFindings),
  findingCounts: z.partialRecord(type, count),
  looked: z.string().max(16).optional(),
}) satisfies z.ZodType<ExchangeRecord>
