/** Says whether a request's head is within its bounds, before any of it is read. */

export type BoundFault =
  | 'version'
  | 'method-too-long'
  | 'target-too-long'
  | 'too-many-fields'
  | 'fields-too-large'

/** Bytes that a target and all fields together may have. */
export interface HeadBounds {
  maxUrlBytes: number
  maxHeaderBytes: number
}

/** Node's HTTP/2 takes a method of any length; the longest one that is registered has 17 letters (RFC 4918, RFC 3253). */
export const maxMethodLength = 64
const maxFields = 200
const known: readonly string[] = ['1.1', '1.0', '2']

export const unbounded: HeadBounds = {
  maxUrlBytes: Number.POSITIVE_INFINITY,
  maxHeaderBytes: Number.POSITIVE_INFINITY,
}

/** null where all is within them. */
export function boundFault(
  raw: { method: string; url: string; httpVersion: string; rawHeaders: readonly string[] },
  bounds: HeadBounds,
): BoundFault | null {
  // llhttp also takes HTTP/0.9, which has no fields, and HTTP/2.0, which is not written this way: where it is, it is `2`.
  if (!known.includes(raw.httpVersion)) return 'version'
  if (raw.method.length > maxMethodLength) return 'method-too-long'
  if (raw.url.length > bounds.maxUrlBytes) return 'target-too-long'
  if (raw.rawHeaders.length > maxFields * 2) return 'too-many-fields'
  let bytes = 0
  // Each part stands in the message with two more bytes: a colon and a space, or CR and LF.
  for (let i = 0; i < raw.rawHeaders.length; i += 1) bytes += (raw.rawHeaders[i] as string).length + 2
  return bytes > bounds.maxHeaderBytes ? 'fields-too-large' : null
}
