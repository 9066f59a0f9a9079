/** Reads a request's head once, strictly: what is ambiguous is a fault and never goes on to a destination. */
import { fieldName, isHopByHop, mayNotBeNamedInConnection } from './fields.ts'
import { type BoundFault, boundFault, type HeadBounds, unbounded } from './head-bounds.ts'
import { readTarget, type TargetFault } from './target.ts'

/** A request's head as the exchange uses it. Field names in `fields` keep their case; values are Latin-1 strings. */
export interface RequestHead {
  method: string
  /** Origin-form: path and query, or `*`. */
  target: string
  host: string
  port: number | null
  /** Name, value, name, value …: what may be forwarded. Host, framing and hop-by-hop fields are gone. */
  fields: string[]
  contentType: string
  /** Content codings in the order they were applied, lower case, without `identity`. */
  codings: readonly string[]
  /** null where the body is chunked or absent. */
  contentLength: number | null
  hasBody: boolean
  accept: string
  authorization: string
  via: string
  upgrade: string
  expectsContinue: boolean
  /** How many more proxies an OPTIONS or TRACE may pass; null where that is not bounded. */
  maxForwards: number | null
}

export type HeadFault =
  | BoundFault
  | TargetFault
  | 'content-length'
  | 'transfer-encoding'
  | 'connection-names-protected-field'
  | 'content-type-repeated'
  | 'expectation'
  | 'max-forwards'

export type HeadReading = { ok: true; head: RequestHead } | { ok: false; fault: HeadFault }

/** What Node's strict parser hands over; it has refused bare CR, obs-fold, NUL, doubled lengths and bad chunks already. */
export interface RawRequest {
  method: string
  url: string
  httpVersion: string
  rawHeaders: readonly string[]
}

/**
 * Reads a request head (RFC 9112 §3, §5, §6). `scheme` is that of the connection; an absolute-form target must agree
 * with it, and then wins over Host (RFC 9112 §3.2.2).
 */
export function readRequestHead(
  raw: RawRequest,
  scheme: 'http' | 'https',
  bounds: HeadBounds = unbounded,
): HeadReading {
  const excess = boundFault(raw, bounds)
  if (excess !== null) return { ok: false, fault: excess }
  const draft: Draft = {
    head: emptyHead(raw.method),
    hosts: 0,
    host: '',
    transferEncoding: '',
    hasDisguisedFraming: false,
    connection: '',
    contentTypes: 0,
    expect: '',
    maxForwards: '',
  }
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    takeField(draft, raw.rawHeaders[i] as string, raw.rawHeaders[i + 1] as string)
  }
  const { head } = draft
  const fault =
    frameFault(raw, draft) ??
    forwardsFault(head, draft.maxForwards) ??
    connectionFault(head, draft.connection) ??
    targetFault(raw, draft, scheme)
  return fault === null ? { ok: true, head } : { ok: false, fault }
}

/** A head while its fields are read, and what only the whole of them tells. */
interface Draft {
  head: RequestHead
  hosts: number
  host: string
  transferEncoding: string
  hasDisguisedFraming: boolean
  connection: string
  contentTypes: number
  expect: string
  maxForwards: string
}

function emptyHead(method: string): RequestHead {
  return {
    method,
    target: '/',
    host: '',
    port: null,
    fields: [],
    contentType: '',
    codings: [],
    contentLength: null,
    hasBody: false,
    accept: '',
    authorization: '',
    via: '',
    upgrade: '',
    expectsContinue: false,
    maxForwards: null,
  }
}

function takeField(draft: Draft, name: string, value: string): void {
  const { head } = draft
  const field = fieldName(name)
  switch (field) {
    case 'host':
      draft.hosts += 1
      draft.host = value
      return
    case 'content-length':
      head.contentLength = Number(value)
      return
    case 'transfer-encoding':
      draft.transferEncoding = joined(draft.transferEncoding, value)
      return
    // Servers that turn `_` into `-` would read framing there that nobody here has checked.
    case 'content_length':
    case 'transfer_encoding':
      draft.hasDisguisedFraming = true
      return
    case 'connection':
      draft.connection = joined(draft.connection, value)
      return
    case 'upgrade':
      head.upgrade = value
      return
    case 'expect':
      draft.expect = joined(draft.expect, value)
      return
    case 'content-type':
      draft.contentTypes += 1
      head.contentType = value
      break
    case 'content-encoding':
      head.codings = head.codings.concat(listOf(value).filter((coding) => coding !== 'identity'))
      break
    case 'max-forwards':
      draft.maxForwards = joined(draft.maxForwards, value)
      break
    case 'accept':
      head.accept = value
      break
    case 'authorization':
      head.authorization = value
      break
    case 'via':
      head.via = joined(head.via, value)
      break
    default:
      if (isHopByHop(field)) return
  }
  head.fields.push(name, value)
}

function frameFault(raw: RawRequest, draft: Draft): HeadFault | null {
  const { head } = draft
  if (draft.hasDisguisedFraming) return 'transfer-encoding'
  if (draft.transferEncoding !== '') {
    // RFC 9112 §6.1: an HTTP/1.0 message with Transfer-Encoding has faulty framing; other codings than chunked
    // would have to be understood to find the end, and some servers do not.
    if (raw.httpVersion === '1.0' || draft.transferEncoding.trim().toLowerCase() !== 'chunked')
      return 'transfer-encoding'
    if (head.contentLength !== null) return 'transfer-encoding'
    head.hasBody = true
  } else {
    // Node's parser counts in 64 bits, JavaScript exactly only to 2^53: a length that comes out different is not sent on.
    if (!Number.isSafeInteger(head.contentLength ?? 0)) return 'content-length'
    head.hasBody = (head.contentLength ?? 0) > 0
  }
  // Two media types let the gateway look for one thing and the destination read another.
  if (draft.contentTypes > 1) return 'content-type-repeated'
  if (draft.expect !== '') {
    // RFC 9110 §10.1.1: nothing else is known that could be expected.
    if (listOf(draft.expect).some((expected) => expected !== '100-continue')) return 'expectation'
    // RFC 9110 §10.1.1: HTTP/1.0 does not know it, so it is not answered there.
    head.expectsContinue = raw.httpVersion !== '1.0'
  }
  return null
}

/** RFC 9110 §7.6.2: each proxy counts down; for other methods than these two the field means nothing. */
function forwardsFault(head: RequestHead, value: string): HeadFault | null {
  if (value === '' || (head.method !== 'OPTIONS' && head.method !== 'TRACE')) return null
  // Two counts let two proxies stop at different places.
  if (!/^\d{1,9}$/.test(value)) return 'max-forwards'
  head.maxForwards = Number(value)
  const at = head.fields.findIndex((name, i) => i % 2 === 0 && fieldName(name) === 'max-forwards')
  head.fields[at + 1] = String(Math.max(0, head.maxForwards - 1))
  return null
}

/** RFC 9110 §7.6.1: fields named in Connection end here too; it must not name those the message lives by. */
function connectionFault(head: RequestHead, connection: string): HeadFault | null {
  if (connection === '') return null
  const lower = connection.toLowerCase()
  if (lower === 'keep-alive' || lower === 'close') return null
  const named = new Set(listOf(lower))
  for (const name of named) if (mayNotBeNamedInConnection(name)) return 'connection-names-protected-field'
  const kept: string[] = []
  for (let i = 0; i < head.fields.length; i += 2) {
    const name = head.fields[i] as string
    if (!named.has(fieldName(name))) kept.push(name, head.fields[i + 1] as string)
  }
  head.fields = kept
  return null
}

function targetFault(raw: RawRequest, draft: Draft, scheme: 'http' | 'https'): HeadFault | null {
  const reading = readTarget(raw, draft, scheme)
  if (!reading.ok) return reading.fault
  const { head } = draft
  head.host = reading.authority.host
  head.port = reading.authority.port
  head.target = reading.target
  return null
}

/** RFC 9110 §5.3: several fields of one name are one list. */
function joined(before: string, value: string): string {
  return before === '' ? value : `${before}, ${value}`
}

function listOf(value: string): string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
