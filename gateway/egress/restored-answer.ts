/** Decides whether tokens in an answer become values again, and runs the answer through that. */
import type { Buffer } from 'node:buffer'
import { PassThrough } from 'node:stream'
import { withoutDigests } from '../core/content/digests.ts'
import { fieldName, without } from '../core/http/fields.ts'
import type { RestorePiece, Restorer } from '../core/restore/pieces.ts'
import { restorerFor } from '../core/restore/restorer.ts'
import { canRecode, decoded, encodedAtOnce } from './coding.ts'
import type { WayTokens } from './way-tokens.ts'

/** What an answer says of itself. `fields`: names and values in turn. */
export interface AnswerHead {
  method: string
  status: number
  fields: readonly string[]
}

/** An answer that is looked through: what its fields become, and how its body passes. */
export interface RestoredAnswer {
  fields: string[]
  /** Where the answer goes in as it comes. */
  input: PassThrough
  /** The answer as the client gets it. */
  output: AsyncIterable<Uint8Array>
}

export interface RestoreOptions {
  tokens: WayTokens
  fault(where: string, error: unknown): void
}

/** Nothing is held of it, so a body that grows costs no memory; and it would have passed without restoring. */
const unbounded = { maxDecodedBytes: 0, maxDecodedRatio: Number.POSITIVE_INFINITY }
const lengthFields: ReadonlySet<string> = new Set(['content-length', 'accept-ranges'])

/** Null where it passes as it is: no body, a part of one (206), a type without restoring, an unknown coding. */
export function restoredAnswer(head: AnswerHead, options: RestoreOptions): RestoredAnswer | null {
  const { method, status, fields } = head
  if (method === 'HEAD' || status === 204 || status === 205 || status === 206 || status === 304) return null
  const restorer = restorerFor(fieldValue(fields, 'content-type'))
  if (restorer === null || fieldValue(fields, 'content-range') !== '') return null
  const codings = fieldValue(fields, 'content-encoding')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  if (!canRecode(codings)) return null
  // One chunk at a time: what waits, waits at the destination.
  const input = new PassThrough({ highWaterMark: 1 })
  const plain = codings.length === 0 ? input : decoded(input, codings, unbounded)
  const restored = restore(plain as AsyncIterable<Buffer>, restorer, options)
  return {
    fields: changedFields(fields),
    input,
    output: codings.length === 0 ? restored : encodedAtOnce(restored, codings),
  }
}

/** What cannot be restored passes as it came: an answer is never lost for its tokens. */
async function* restore(
  source: AsyncIterable<Buffer>,
  restorer: Restorer,
  { tokens, fault }: RestoreOptions,
): AsyncGenerator<Uint8Array> {
  let isBroken = false
  const tried = (read: () => readonly RestorePiece[], instead: readonly Uint8Array[]) => {
    if (isBroken) return instead
    const { held } = restorer
    try {
      return read()
    } catch (error) {
      isBroken = true
      fault('restore', error)
      return [held, ...instead]
    }
  }
  for await (const chunk of source) yield await tokens.filled(tried(() => restorer.push(chunk), [chunk]))
  yield await tokens.filled(tried(() => restorer.end(), []))
}

/**
 * The length is not known any more, nor are digests of it true (RFC 9530 §2); an entity tag that promised the same bytes
 * promises the same content (RFC 9110 §8.8.1).
 */
function changedFields(fields: readonly string[]): string[] {
  const kept = without(withoutDigests(fields as string[]), lengthFields)
  for (let i = 0; i < kept.length; i += 2)
    if (fieldName(kept[i] as string) === 'etag' && (kept[i + 1] as string).startsWith('"'))
      kept[i + 1] = `W/${kept[i + 1]}`
  return kept
}

function fieldValue(fields: readonly string[], name: string): string {
  const values: string[] = []
  for (let i = 0; i < fields.length; i += 2)
    if (fieldName(fields[i] as string) === name) values.push(fields[i + 1] as string)
  return values.join(', ')
}
