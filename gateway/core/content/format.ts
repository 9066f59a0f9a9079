/** Says in which format a body is, from its content type or, where it has none, from its first bytes. */
import { Buffer } from 'node:buffer'
import { isLatin9, scannedCharset } from './charset.ts'
import type { ContentFormat } from './inspector.ts'
import { isMarkedBinary, layoutOf, type TextLayout } from './text-layout.ts'

export interface BodyForm {
  /** `unknown`: no content type was given, so that the body's first bytes must say it (`sniffForm`). */
  format: ContentFormat | 'unknown'
  /** False where the character set hides what its bytes mean (UTF-16, unknown ones). */
  decodable: boolean
  /** True where the label says ISO-8859-15; absent: no. */
  isLatin9?: true
  /** What separates the parts of a multipart body. */
  boundary: string | null
  /** Where the body's first bytes told how its characters lie; absent where only its label was asked. */
  layout?: TextLayout
}

const lineTypes = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
  'application/json-seq',
  'application/stream+json',
  'application/x-json-stream',
  'text/x-ndjson',
])
const jsonTypes = new Set([
  'application/json',
  'text/json',
  'application/x-json',
  'text/x-json',
  'application/csp-report',
])
/** AWS calls its JSON protocols so. */
const awsJson = /^application\/x-amz-json-1\.\d$/
const tableTypes = new Set([
  'text/csv',
  'text/x-csv',
  'application/csv',
  'text/tab-separated-values',
  'text/comma-separated-values',
])
const textTypes = new Set([
  'application/javascript',
  'application/x-javascript',
  'application/ecmascript',
  'application/graphql',
  'application/yaml',
  'application/x-yaml',
  'application/toml',
  'application/sql',
  'application/x-sh',
  'application/pgp-keys',
  'application/x-pem-file',
])
/** What says nothing, and what programs call office files by: only their first bytes tell. */
const unsaidTypes = new Set([
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-octet-stream',
  'application/binary',
  'application/download',
  'application/x-download',
  'application/force-download',
  'application/zip',
  'application/x-zip-compressed',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
])
const officeTypes =
  /^application\/vnd\.(?:openxmlformats-officedocument\.|oasis\.opendocument\.|ms-(?:word|excel|powerpoint)\.)/

const multipartTypes = new Set([
  'multipart/form-data',
  'multipart/mixed',
  'multipart/related',
  'multipart/alternative',
])

/** `contentType` is the field's value as it came; '' where there is none. */
export function formatOf(contentType: string): BodyForm {
  const known = remembered.get(contentType)
  if (known !== undefined) return known
  const form = readType(contentType)
  // A boundary is another one each time.
  if (form.boundary === null && remembered.size < maxRemembered && contentType.length <= 100)
    remembered.set(contentType, form)
  return form
}

/** Real traffic repeats a few dozen content types: each is read once, up to a bound. */
const remembered = new Map<string, Readonly<BodyForm>>()
const maxRemembered = 200

function readType(contentType: string): BodyForm {
  const type = (contentType.split(';', 1)[0] as string).trim().toLowerCase()
  if (type === '') return { format: 'unknown', decodable: true, boundary: null }
  const format = formatOfType(type)
  const boundary = format === 'multipart' ? parameterOf(contentType, 'boundary') : null
  // RFC 2046 §5.1.1: one to seventy characters. Without it nobody can tell where a part begins.
  const bounded =
    format !== 'multipart' || (boundary !== null && /^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary))
  const charset = format === 'multipart' ? null : parameterOf(contentType, 'charset')
  const decodable = bounded && (charset === null || scannedCharset(charset))
  return { format, decodable, boundary, ...(charset !== null && isLatin9(charset) ? { isLatin9: true } : {}) }
}

/**
 * How a body is read under a rule. A type that says nothing readable (`application/octet-stream`, Excel's for a CSV file)
 * is often a wrong label on readable text: where the rule would let it pass unread, the first bytes are asked instead; and
 * where files are opened, since it may be the label of a document.
 */
export function readingOf(contentType: string, onOpaque: 'refuse' | 'pass', opensFiles = false): BodyForm {
  const form = formatOf(contentType)
  return form.format === 'opaque' && (onOpaque === 'pass' || (opensFiles && mayBeReadable(contentType)))
    ? { format: 'unknown', decodable: true, boundary: null }
    : form
}

/** True where the label of what is no text may be that of a document, which can be looked into. */
function mayBeReadable(contentType: string): boolean {
  const type = (contentType.split(';', 1)[0] as string).trim().toLowerCase()
  return unsaidTypes.has(type) || officeTypes.test(type)
}

/** A table or text by its label that begins with the mark of a binary format is what its mark says. */
export function trueForm(form: BodyForm, body: Uint8Array): BodyForm {
  if (form.format !== 'text' && form.format !== 'csv') return form
  const sample = body.subarray(0, sampleLength)
  return isMarkedBinary(sample) ? { format: 'opaque', decodable: true, boundary: null } : form
}

function formatOfType(type: string): ContentFormat {
  if (lineTypes.has(type) || type.endsWith('+json-seq')) return 'ndjson'
  if (jsonTypes.has(type) || awsJson.test(type) || type.endsWith('+json')) return 'json'
  if (type === 'application/x-www-form-urlencoded') return 'form'
  if (multipartTypes.has(type)) return 'multipart'
  if (type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')) return 'xml'
  if (tableTypes.has(type)) return 'csv'
  return type.startsWith('text/') || textTypes.has(type) ? 'text' : 'opaque'
}

/** RFC 9110 §5.6.6: `name=token` or `name="quoted"`. The first of several counts. */
function parameterOf(contentType: string, name: string): string | null {
  const parameter = /;\s*([^\s=;"]+)=(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/g
  for (const [, key, quoted, token] of contentType.matchAll(parameter)) {
    if (key?.toLowerCase() !== name) continue
    return quoted === undefined ? (token ?? '').trim() : quoted.replace(/\\(.)/g, '$1')
  }
  return null
}

/** So many bytes of a beginning are asked. */
export const sampleLength = 1024

/**
 * A guess for bodies, and parts of one, without a content type. JSON is read as lines of JSON, which one document is too;
 * in wide characters all is read as text. What is no text is opaque.
 */
export function sniffForm(body: Uint8Array): BodyForm {
  const sample = body.subarray(0, sampleLength)
  const layout = layoutOf(sample)
  if (layout === null) return { format: 'opaque', decodable: true, boundary: null }
  const format = layout === 'bytes' ? formatOfText(sample) : 'text'
  return { format, decodable: true, boundary: null, layout }
}

/** Only ASCII is asked, which is the same in every character set. */
function formatOfText(sample: Uint8Array): ContentFormat {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString('latin1')
  const start = text.replace(/^\xef\xbb\xbf/, '').trimStart()
  if (start.startsWith('%PDF-')) return 'opaque'
  if (/^\{\s*["}]/.test(start) || /^\[\s*[[{"\]]/.test(start)) return 'ndjson'
  return start.startsWith('<?xml') ? 'xml' : 'text'
}
