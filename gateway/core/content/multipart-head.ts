/** Reads the head of one part of a multipart body: what it is called and what it holds. */
import { Buffer } from 'node:buffer'
import type { Analyzer } from '../pii/analyzer.ts'
import type { Finding } from '../pii/entity.ts'
import { looseText } from './loose-bytes.ts'
import { hiddenName, longestName } from './name-buffer.ts'

export interface PartHead {
  /** The form field's name, safe to show; '' where it has none. */
  name: string
  /** The part's content type as it stands; '' where it has none. */
  contentType: string
  /** True where the part says that it is a file. */
  isFile: boolean
  /** What must be undone first; `other` where nobody here can. */
  transfer: TransferEncoding
}

export type TransferEncoding = 'plain' | 'quoted-printable' | 'base64' | 'other'

/** RFC 7578 §4.7 deprecates the field; these three values change nothing. */
const plainEncodings = new Set(['', '7bit', '8bit', 'binary'])

/** `bytes` are the part's header fields (RFC 7578 §4.8), or null where a line is none. */
export function readPartHead(bytes: Uint8Array, analyzer: Analyzer): PartHead | null {
  const text = looseText(bytes)
  const fields = new Map<string, string>()
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (line === '') continue
    if (colon < 1 || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(line.slice(0, colon))) return null
    const name = line.slice(0, colon).toLowerCase()
    // Two readers might each take another one.
    if (fields.has(name)) return null
    fields.set(name, line.slice(colon + 1).trim())
  }
  const disposition = fields.get('content-disposition') ?? ''
  const encoding = fields.get('content-transfer-encoding') ?? ''
  return {
    name: shownName(disposition, analyzer),
    contentType: fields.get('content-type') ?? '',
    isFile: /;\s*filename\*?\s*=/i.test(disposition),
    transfer: transferOf(encoding.toLowerCase()),
  }
}

function transferOf(encoding: string): TransferEncoding {
  if (plainEncodings.has(encoding)) return 'plain'
  return encoding === 'quoted-printable' || encoding === 'base64' ? encoding : 'other'
}

function shownName(disposition: string, analyzer: Analyzer): string {
  const found = /;\s*name\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(disposition)
  const name = (found?.[1] ?? found?.[2] ?? '').slice(0, longestName)
  const bytes = Buffer.from(name)
  const findings: Finding[] = []
  analyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, findings)
  return findings.length > 0 ? hiddenName : name
}
