/** Reads a request's head once, strictly: what is ambiguous is a fault and never goes on to a destination. */
import { type Authority, parseAuthority } from './authority.ts'
import { fieldName, isHopByHop, mayNotBeNamedInConnection } from './fields.ts'

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
  | 'host-missing'
  | 'host-repeated'
  | 'host-malformed'
  | 'target-malformed'
  | 'target-too-long'
  | 'version'
  | 'content-length'
  | 'transfer-encoding'
  | 'connection-names-protected-field'
  | 'content-type-repeated'
  | 'expectation'
  | 'max-forwards'
  | 'too-many-fields'
  | 'fields-too-large'

export type HeadReading = { ok: true; head: RequestHead } | { ok: false; fault: HeadFault }

/** What Node's strict parser hands over; it has refused bare CR, obs-fold, NUL, doubled lengths and bad chunks already. */
export interface RawRequest {
  method: string
  url: string
  httpVersion: string
  rawHeaders: readonly string[]
}

/** Bytes that a target and all fields together may have. */
export interface HeadBounds {
  maxUrlBytes: number
  maxHeaderBytes: number
}

const maxFields = 200
const unbounded: HeadBounds = {
  maxUrlBytes: Number.POSITIVE_INFINITY,
  maxHeaderBytes: Number.POSITIVE_INFINITY,
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
  const head = emptyHead(raw.method)
  const seen: Seen = {
    hosts: 0,
    host: '',
    transferEncoding: '',
    connection: '',
    contentTypes: 0,
    expect: '',
    maxForwards: '',
  }
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    takeField(head, seen, raw.rawHeaders[i] as string, raw.rawHeaders[i + 1] as string)
  }
  const fault =
    frameFault(raw, head, seen) ??
    forwardsFault(head, seen.maxForwards) ??
    connectionFault(head, seen.connection) ??
    locate(raw, head, seen, scheme)
  return fault === null ? { ok: true, head } : { ok: false, fault }
}

function boundFault(raw: RawRequest, bounds: HeadBounds): HeadFault | null {
  // llhttp also takes HTTP/0.9, which has no fields, and HTTP/2.0, which is not written this way.
  if (raw.httpVersion !== '1.1' && raw.httpVersion !== '1.0') return 'version'
  if (raw.url.length > bounds.maxUrlBytes) return 'target-too-long'
  if (raw.rawHeaders.length > maxFields * 2) return 'too-many-fields'
  let bytes = 0
  // Each part stands in the message with two more bytes: a colon and a space, or CR and LF.
  for (let i = 0; i < raw.rawHeaders.length; i += 1) bytes += (raw.rawHeaders[i] as string).length + 2
  return bytes > bounds.maxHeaderBytes ? 'fields-too-large' : null
}

interface Seen {
  hosts: number
  host: string
  transferEncoding: string
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

function takeField(head: RequestHead, seen: Seen, name: string, value: string): void {
  const field = fieldName(name)
  switch (field) {
    case 'host':
      seen.hosts += 1
      seen.host = value
      return
    case 'content-length':
      head.contentLength = Number(value)
      return
    case 'transfer-encoding':
      seen.transferEncoding = seen.transferEncoding === '' ? value : `${seen.transferEncoding},${value}`
      return
    case 'connection':
      seen.connection = seen.connection === '' ? value : `${seen.connection},${value}`
      return
    case 'upgrade':
      head.upgrade = value
      return
    case 'expect':
      seen.expect = value
      return
    case 'content-type':
      seen.contentTypes += 1
      head.contentType = value
      break
    case 'content-encoding':
      head.codings = head.codings.concat(listOf(value).filter((coding) => coding !== 'identity'))
      break
    case 'max-forwards':
      seen.maxForwards = seen.maxForwards === '' ? value : `${seen.maxForwards},${value}`
      break
    case 'accept':
      head.accept = value
      break
    case 'authorization':
      head.authorization = value
      break
    case 'via':
      head.via = head.via === '' ? value : `${head.via}, ${value}`
      break
    default:
      if (isHopByHop(field)) return
  }
  head.fields.push(name, value)
}

function frameFault(raw: RawRequest, head: RequestHead, seen: Seen): HeadFault | null {
  if (seen.transferEncoding !== '') {
    // RFC 9112 §6.1: an HTTP/1.0 message with Transfer-Encoding has faulty framing; other codings than chunked
    // would have to be understood to find the end, and some servers do not.
    if (raw.httpVersion === '1.0' || seen.transferEncoding.trim().toLowerCase() !== 'chunked')
      return 'transfer-encoding'
    if (head.contentLength !== null) return 'transfer-encoding'
    head.hasBody = true
  } else {
    // Node's parser counts in 64 bits, JavaScript exactly only to 2^53: a length that comes out different is not sent on.
    if (!Number.isSafeInteger(head.contentLength ?? 0)) return 'content-length'
    head.hasBody = (head.contentLength ?? 0) > 0
  }
  // Two media types let the gateway look for one thing and the destination read another.
  if (seen.contentTypes > 1) return 'content-type-repeated'
  if (seen.expect !== '') {
    if (seen.expect.trim().toLowerCase() !== '100-continue') return 'expectation'
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

function locate(raw: RawRequest, head: RequestHead, seen: Seen, scheme: 'http' | 'https'): HeadFault | null {
  const absolute = raw.url.charCodeAt(0) === 0x2f || raw.url === '*' ? null : splitAbsolute(raw, scheme)
  if (absolute === undefined) return 'target-malformed'
  if (seen.hosts > 1) return 'host-repeated'
  if (seen.hosts === 0 && !(raw.httpVersion === '1.0' && absolute !== null)) return 'host-missing'
  const authority = absolute?.authority ?? parseAuthority(seen.host)
  if (authority === null) return 'host-malformed'
  if (seen.hosts === 1 && absolute !== null && parseAuthority(seen.host) === null) return 'host-malformed'
  head.host = authority.host
  head.port = authority.port
  head.target = absolute === null ? raw.url : absolute.target
  if (head.target === '*' && raw.method !== 'OPTIONS') return 'target-malformed'
  return isCleanTarget(head.target) ? null : 'target-malformed'
}

/** Splits `scheme://authority/path?query`; null for origin-form is decided before, undefined is a fault. */
function splitAbsolute(
  { url, method }: RawRequest,
  scheme: 'http' | 'https',
): { authority: Authority; target: string } | undefined {
  const prefix = `${scheme}://`
  if (url.slice(0, prefix.length).toLowerCase() !== prefix) return undefined
  const rest = url.slice(prefix.length)
  const end = rest.search(/[/?#]/)
  const authority = parseAuthority(end === -1 ? rest : rest.slice(0, end))
  if (authority === null) return undefined
  // RFC 9112 §3.2.4: OPTIONS of nothing but a server asks about the server as a whole.
  const target = end === -1 ? (method === 'OPTIONS' ? '*' : '/') : rest.slice(end)
  return { authority, target: target[0] === '?' ? `/${target}` : target }
}

/** No fragment, control character, space or backslash: each is read differently by some server. */
function isCleanTarget(target: string): boolean {
  for (let i = 0; i < target.length; i += 1) {
    const code = target.charCodeAt(i)
    if (code <= 0x20 || code === 0x7f || code === 0x23 || code === 0x5c) return false
  }
  return true
}

function listOf(value: string): string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
