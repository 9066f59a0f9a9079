/** An entry as the ledger keeps it: one canonical text, in which the subject stands as a hash that can be cut loose. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import { type LedgerNote, ledgerActions, ledgerActor } from './entry.ts'

/** 128 bits from outside: who lacks the salt cannot try names. */
export const saltLength = 16

const entrySchema = z.strictObject({
  v: z.literal(1),
  /** Counts from 1 without a gap. */
  seq: z.int().min(1),
  at: z.int(),
  action: z.enum(ledgerActions),
  actor: ledgerActor,
  /** SHA-256 over salt and subject, hex. */
  subject: z.string().regex(/^[0-9a-f]{64}$/),
  facts: z.record(z.string(), z.union([z.int(), z.string(), z.boolean()])),
})

export type StoredEntry = z.output<typeof entrySchema>

export interface NewEntry {
  seq: number
  at: number
  note: LedgerNote
  salt: Uint8Array
}

/** The text whose bytes are the leaf. Throws TypeError for facts without a canonical form, such as fractions. */
export function entryText({ seq, at, note, salt }: NewEntry): string {
  const { action, actor, subject, facts } = note
  return canonicalJson({ v: 1, seq, at, action, actor, subject: subjectHash(salt, subject), facts })
}

/** Null where the text is no entry, or not in its one form. */
export function parseEntry(text: string): StoredEntry | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const entry = entrySchema.safeParse(value)
  return entry.success && canonicalJson(entry.data) === text ? entry.data : null
}

/** Whether an entry is about this subject; false once its salt was erased. */
export function isAbout(entry: StoredEntry, subject: string, salt: Uint8Array | null): boolean {
  if (salt === null) return false
  return timingSafeEqual(Buffer.from(entry.subject, 'hex'), Buffer.from(subjectHash(salt, subject), 'hex'))
}

function subjectHash(salt: Uint8Array, subject: string): string {
  return createHash('sha256').update(salt).update(subject).digest('hex')
}
