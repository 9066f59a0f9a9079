/** The proof of deletion: what was destroyed, how, what was tried afterwards, signed so that each changed line shows. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type CanonicalValue, canonicalJson } from '../ledger/canonical-json.ts'
import { type Signer, signerName } from '../ledger/signer.ts'

const time = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const word = z.string().max(200)

/** RFC 4648 §3.5: the last letter has bits that say nothing; other ones there would make two texts of one proof. */
const base64 = (length: number) =>
  z
    .string()
    .max(2 * length)
    .refine((text) => {
      const bytes = Buffer.from(text, 'base64')
      return bytes.length === length && bytes.toString('base64') === text
    }, `expected ${length} bytes in base64`)

export const destroyedPeriod = z.strictObject({
  target: word,
  class: word,
  source: word.nullable(),
  period: word,
  /** Age counted from here. */
  until: time,
  retentionDays: z.int(),
  items: z.int(),
  bytes: z.int(),
  /** Places of the keys that were destroyed: names of classes, sources and periods, never of persons. */
  keys: z.array(z.string().max(500)),
  /** Items that were taken off the disk besides. */
  erased: z.int(),
})

/** What the proof says, without its signature. */
export const proofStatement = z.strictObject({
  format: z.literal('gatehouse-deletion-proof'),
  version: z.literal(1),
  id: word,
  plannedAt: time,
  finishedAt: time,
  /** True where a person vouched for a clock that had jumped. */
  clockConfirmed: z.boolean(),
  destroyed: z.array(destroyedPeriod).max(100_000),
  /** What was due and kept, by reason. */
  keptByHold: z.int(),
  method: z.strictObject({ keys: word, files: word, rows: word }),
  medium: z.strictObject({ kind: z.enum(['flash', 'rotating', 'unknown']), statement: z.string().max(1000) }),
  verification: z.array(z.strictObject({ tried: word, found: word })),
  /** The ledger as it stood before; its entry `sweep.finished` after it names this proof's hash. */
  ledger: z.strictObject({ origin: word, checkpoint: z.string().max(4000) }),
})
export type ProofStatement = z.output<typeof proofStatement>
export type DestroyedPeriod = z.output<typeof destroyedPeriod>

export const deletionProof = z.strictObject({
  statement: proofStatement,
  /** SHA-256 of each part of the statement, so that a change can be told by its place. Signed. */
  digests: z.record(z.string().max(100), z.string().regex(/^[0-9a-f]{64}$/)),
  /** Ed25519, 32 bytes, base64. */
  publicKey: base64(32),
  signature: base64(64),
})
export type DeletionProof = z.output<typeof deletionProof>

/** Signs a statement. Throws TypeError where a number in it is no whole one. */
export function signProof(statement: ProofStatement, signer: Signer): DeletionProof {
  const digests = digestsOf(statement)
  return {
    statement,
    digests,
    publicKey: signer.publicKey.toString('base64'),
    signature: signer.sign(signedBytes(digests)).toString('base64'),
  }
}

/** What is signed: its kind first, so that a signature on anything else never counts here. */
export function signedBytes(digests: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(`gatehouse-deletion-proof v1\n${canonicalJson(digests)}\n`)
}

/** One digest per field, and one per line of `destroyed`: `destroyed/0`. */
export function digestsOf(statement: ProofStatement): Record<string, string> {
  const { destroyed, ...rest } = statement
  const parts: [string, CanonicalValue][] = [
    ...Object.entries(rest as Record<string, CanonicalValue>),
    ['destroyed', destroyed.length],
    ...destroyed.map((line, index): [string, CanonicalValue] => [`destroyed/${index}`, line]),
  ]
  return Object.fromEntries(
    parts.map(([name, value]) => [name, createHash('sha256').update(canonicalJson(value)).digest('hex')]),
  )
}

/** The proof as it is stored and handed out: one text, whose hash the ledger keeps. */
export function proofText(proof: DeletionProof): string {
  return canonicalJson(proof as unknown as CanonicalValue)
}

export function proofHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What the ledger of a proof's key is called. */
export function originOf(publicKey: string): string {
  return signerName(Buffer.from(publicKey, 'base64'))
}
