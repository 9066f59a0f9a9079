/** Keeps the fields that describe a message's content true when the content was changed. */
import { hash } from 'node:crypto'

/** What a digest is taken of, as it is sent (content codings applied). */
export interface DigestSources {
  /** The bytes of this message: Content-MD5, Content-Digest. */
  content: Uint8Array
  /** The whole representation, which a request's or a 200's content is: Digest, Repr-Digest. */
  representation: Uint8Array
}

/** Names of RFC 3230 and RFC 9530 → names of node:crypto. Others are checksums or unknown: they go. */
const algorithms = new Map([
  ['md5', 'md5'],
  ['sha', 'sha1'],
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
])

const digestFields = new Set(['content-md5', 'digest', 'content-digest', 'repr-digest'])

/**
 * The same fields (names and values in turn) with digests of the given bytes. An algorithm that is not known here is
 * left out, and a field in which none is left goes: no digest is better than a wrong one.
 */
export function recomputeDigests(fields: readonly string[], sources: DigestSources): string[] {
  return mapped(fields, (name, value) => {
    switch (name) {
      case 'content-md5':
        return digestOf('md5', sources.content)
      case 'digest':
        return recomputed(value, (algorithm) => digestOf(algorithm, sources.representation))
      case 'content-digest':
        return recomputed(value, (algorithm) => `:${digestOf(algorithm, sources.content)}:`)
      case 'repr-digest':
        return recomputed(value, (algorithm) => `:${digestOf(algorithm, sources.representation)}:`)
      default:
        return value
    }
  })
}

/** For a body that is changed while it streams: its digests are not known when its head leaves. */
export function withoutDigests(fields: readonly string[]): string[] {
  return mapped(fields, (name, value) => (digestFields.has(name) ? null : value))
}

/** RFC 3230 §4.3.2 `SHA-256=…,MD5=…` and RFC 9530 §2 `sha-256=:…:, sha-512=:…:` differ only in how a value is written. */
function recomputed(value: string, digest: (algorithm: string) => string): string | null {
  const kept: string[] = []
  for (const member of value.split(',')) {
    const name = (member.split('=', 1)[0] as string).trim()
    const algorithm = algorithms.get(name.toLowerCase())
    if (algorithm !== undefined) kept.push(`${name}=${digest(algorithm)}`)
  }
  return kept.length === 0 ? null : kept.join(', ')
}

function digestOf(algorithm: string, bytes: Uint8Array): string {
  return hash(algorithm, bytes, 'base64')
}

function mapped(fields: readonly string[], change: (name: string, value: string) => string | null): string[] {
  const out: string[] = []
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] as string
    const value = change(name.toLowerCase(), fields[i + 1] as string)
    if (value !== null) out.push(name, value)
  }
  return out
}
