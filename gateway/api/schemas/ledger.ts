/** The shapes in which the ledger travels over the API. */
import { z } from 'zod'
import { ledgerActions, ledgerActor } from '../../core/ledger/entry.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const ledgerLine = z.object({
  seq: z.int(),
  at: millis,
  action: z.enum(ledgerActions),
  actor: ledgerActor.describe('`account:` and an id: whoever was signed in to that account.'),
  actorName: z.string().nullable().describe('What that account is called, while there is one of this id.'),
  subject: z.string().describe('SHA-256 over a salt and the subject, hex.'),
  subjectName: z.string().nullable().describe('The name that was asked for, where it fits.'),
  erased: z.boolean().describe('True where nobody can tell any more whom it is about.'),
  facts: z.record(z.string(), z.union([z.int(), z.string(), z.boolean()])),
})
export type LedgerLineView = z.output<typeof ledgerLine>

export const ledgerList = z.object({
  entries: z.array(ledgerLine).readonly(),
  next: z.int().nullable().describe('Cursor of the next, older page; null on the last.'),
})
export const ledgerQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  before: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Cursor: the `next` of the page before; entries older than this one.'),
  subject: z.string().min(1).max(200).optional().describe('Only entries about this.'),
})

export const ledgerVerdict = z.object({
  valid: z.boolean(),
  entries: z.int().optional(),
  checkpoints: z.int().optional(),
  root: z.string().optional(),
  problem: z.string().optional(),
  seq: z.int().nullable().optional().describe('The first wrong entry, where one can be named.'),
  until: z.int().nullable().optional(),
  checkpoint: z.int().nullable().optional(),
})
export type LedgerVerdictView = z.output<typeof ledgerVerdict>

export const verifyQuery = z.strictObject({
  checkpoint: z.string().max(4000).optional().describe('A signed checkpoint that was kept outside the box.'),
})

export const checkpointView = z.object({
  number: z.int(),
  at: millis,
  size: z.int(),
  note: z.string().describe('The signed note (C2SP tlog-checkpoint).'),
})

export const ledgerKey = z.object({ verifier: z.string(), publicKey: z.string() })
