/** Says what a request is that goes out over HTTP/2, writes its fields, and reads those of its answer. */
import type { Readable } from 'node:stream'
import { http2Fields } from '../../core/http/http2-fields.ts'

/** One request as it goes out over HTTP/2. */
export interface UpstreamRequest {
  method: string
  /** Origin-form, or `*`. */
  target: string
  /** Name, value, …: Host first, framing excluded. */
  headers: readonly string[]
  body: Buffer | Readable | null
  /** True where the client reads trailers: gRPC servers insist on being told (RFC 9110 §10.1.4). */
  acceptsTrailers?: boolean | undefined
  /** What goes behind the body; asked once the body is through. */
  trailers?: (() => readonly string[]) | undefined
  /** True where nothing else may be asked on its connection before its answer begins. */
  alone?: boolean | undefined
  /** False once whoever asked is gone: what is not sent by then never is. */
  isWanted?(): boolean
}

/** Pseudo-fields first (RFC 9113 §8.3.1). */
export function headOf({ method, target, headers, body, acceptsTrailers }: UpstreamRequest): string[] {
  const head = [':method', method, ':authority', headers[1] ?? '', ':scheme', 'https', ':path', target]
  head.push(...http2Fields(headers.slice(2)))
  if (acceptsTrailers) head.push('te', 'trailers')
  if (Buffer.isBuffer(body)) head.push('content-length', String(body.length))
  return head
}

/** What a field block says beside its pseudo-fields. */
export function withoutPseudo(raw: readonly string[]): string[] {
  const at = raw.findIndex((name, i) => i % 2 === 0 && !name.startsWith(':'))
  return at === -1 ? [] : raw.slice(at)
}

/** As Node takes trailers. */
export function fieldsOf(fields: readonly string[]): Record<string, string> {
  const object: Record<string, string> = Object.create(null)
  const listed = http2Fields(fields)
  for (let i = 0; i < listed.length; i += 2) object[listed[i] as string] = listed[i + 1] as string
  return object
}
