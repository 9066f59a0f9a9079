/** Checks a proof of deletion by itself: whether it is whole, who signed it, and which part was changed. */
import { openCheckpoint } from '../ledger/checkpoint.ts'
import { verifySignature } from '../ledger/signer.ts'
import { dayMs } from '../units.ts'
import { type DeletionProof, deletionProof, digestsOf, originOf, signedBytes } from './proof.ts'

export type ProofVerdict =
  /** `pinned`: its key is the one that was expected; false where nobody said which to expect. */
  | { valid: true; pinned: boolean; proof: DeletionProof }
  | { valid: false; problem: ProofProblem; parts: readonly string[] }

export type ProofProblem =
  | 'not-json'
  | 'not-a-proof'
  | 'another-key'
  | 'signature'
  | 'changed'
  | 'checkpoint'
  | 'impossible'

/** `expectedKey`: 32 bytes in base64; null where none is known. `parts` names what was changed: `destroyed/3`. */
export function checkProof(text: string, expectedKey: string | null): ProofVerdict {
  const read = readProof(text)
  if (!read.ok) return invalid(read.problem, read.parts)
  const { proof } = read
  const { statement, digests, publicKey, signature } = proof
  if (expectedKey !== null && expectedKey !== publicKey) return invalid('another-key', ['publicKey'])
  const key = Buffer.from(publicKey, 'base64')
  if (!verifySignature(key, signedBytes(digests), Buffer.from(signature, 'base64')))
    return invalid('signature', ['digests', 'signature'])
  const actual = digestsOf(statement)
  const changed = [...new Set([...Object.keys(digests), ...Object.keys(actual)])].filter(
    (name) => digests[name] !== actual[name],
  )
  if (changed.length > 0) return invalid('changed', changed.sort())
  const origin = originOf(publicKey)
  const checkpoint = openCheckpoint(statement.ledger.checkpoint, { name: origin, publicKey: key })
  if (checkpoint === null || statement.ledger.origin !== origin) return invalid('checkpoint', ['ledger'])
  const early = statement.destroyed.flatMap((line, index) =>
    line.until + line.retentionDays * dayMs <= statement.plannedAt ? [] : [`destroyed/${index}`],
  )
  if (early.length > 0) return invalid('impossible', early)
  return { valid: true, pinned: expectedKey !== null, proof }
}

/** What each problem means, for a person. */
export const proofProblems: Readonly<Record<ProofProblem, string>> = {
  'not-json': 'The file is no JSON, or not in UTF-8.',
  'not-a-proof': 'The file is no proof of deletion, or a part of it is missing or malformed.',
  'another-key': 'It was signed with another key than the expected one.',
  signature: 'The signature does not fit: it was not signed with the key that it names.',
  changed: 'It was changed after it was signed.',
  checkpoint: 'The checkpoint of the ledger in it was not signed with its key.',
  impossible: 'It names data that was not old enough at the time of the sweep.',
}

type ReadProof =
  | { ok: true; proof: DeletionProof }
  | { ok: false; problem: ProofProblem; parts: readonly string[] }

function readProof(text: string): ReadProof {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, problem: 'not-json', parts: [] }
  }
  const parsed = deletionProof.safeParse(value)
  if (parsed.success && wellFormed(parsed.data)) return { ok: true, proof: parsed.data }
  const parts = parsed.error?.issues.slice(0, 10).map(({ path }) => path.join('/')) ?? []
  return { ok: false, problem: 'not-a-proof', parts }
}

/** Text that has no canonical form cannot have been signed. */
function wellFormed(proof: DeletionProof): boolean {
  try {
    digestsOf(proof.statement)
    signedBytes(proof.digests)
    return true
  } catch {
    return false
  }
}

function invalid(problem: ProofProblem, parts: readonly string[]): ProofVerdict {
  return { valid: false, problem, parts }
}
