/** Decides whether tokens in an answer become values again, and runs the answer through that. */
import type { Buffer } from 'node:buffer'
import { PassThrough } from 'node:stream'
import { withoutDigests } from '../core/content/digests.ts'
import { fieldName, without } from '../core/http/fields.ts'
import type { RestorePiece, Restorer } from '../core/restore/pieces.ts'
import { isInOtherCharset, restorerFor } from '../core/restore/restorer.ts'
import { recoded } from './answer-coding.ts'
import { canRecode } from './coding.ts'
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
  /** Tokens stay in an answer in which they might have been restored. */
  unrestored(): void
}

/** Null where it passes as it is: no body, a part of one (206), a type without restoring, an unknown coding. */
export function restoredAnswer(head: AnswerHead, options: RestoreOptions): RestoredAnswer | null {
  const { method, fields } = head
  if (method === 'HEAD' || fieldValue(fields, 'content-length') === '0') return null
  if (!isWhole(head)) return null
  const contentType = fieldValue(fields, 'content-type')
  const restorer = restorerFor(contentType)
  const codings = codingsOf(fields)
  if (restorer === null || !canRecode(codings)) {
    if (restorer !== null || isInOtherCharset(contentType)) options.unrestored()
    return null
  }
  // One chunk at a time: what waits, waits at the destination.
  const input = new PassThrough({ highWaterMark: 1 })
  const change = (plain: AsyncIterable<Buffer>) => restore(plain, restorer, options)
  const output =
    codings.length === 0 ? change(input) : recoded(input, codings, { change, passed: options.unrestored })
  return { fields: changedFields(fields), input, output }
}

/** RFC 9110 §9.3.2: an answer to HEAD says of itself what that to GET would say, whose tokens are restored. */
export function fieldsForHead(head: AnswerHead & { fields: string[] }): string[] {
  const { method, fields } = head
  if (method !== 'HEAD' || !isWhole(head)) return fields
  const isRestored = restorerFor(fieldValue(fields, 'content-type')) !== null && canRecode(codingsOf(fields))
  return isRestored ? changedFields(fields) : fields
}

/** False where there is no content, or a part of one. */
function isWhole({ status, fields }: AnswerHead): boolean {
  if (status === 204 || status === 205 || status === 206 || status === 304) return false
  return fieldValue(fields, 'content-range') === ''
}

function codingsOf(fields: readonly string[]): string[] {
  return fieldValue(fields, 'content-encoding')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
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

/** What says of the bytes that they are the same: lengths, RFC 9421 §4, docs.cloud.google.com and learn.microsoft.com. */
const untrueFields: ReadonlySet<string> = new Set([
  'content-length',
  'accept-ranges',
  'signature',
  'signature-input',
  'x-goog-hash',
  'x-ms-content-crc64',
  'x-ms-blob-content-md5',
])
/** docs.aws.amazon.com, “Checking object integrity”: one for each algorithm. */
const checksums = 'x-amz-checksum-'

/**
 * The length is not known any more, nor are digests of it true (RFC 9530 §2); an entity tag that promised the same bytes
 * promises the same content (RFC 9110 §8.8.1).
 */
function changedFields(fields: readonly string[]): string[] {
  const described = withoutDigests(fields as string[])
  const untrue = described.filter((name, at) => at % 2 === 0 && fieldName(name).startsWith(checksums))
  const kept = without(described, new Set([...untrueFields, ...untrue.map(fieldName)]))
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
