/** Reads the lines that stand between the parts of a multipart body, strictly (RFC 2046 §5.1.1). */
import { Buffer } from 'node:buffer'

const CR = 0x0d
const LF = 0x0a
const HYPHEN = 0x2d
/** White space that is put behind a delimiter on its way is shorter. */
const longestPadding = 256

/** Where a construct ends; null where more must come first; else why it is none. */
export type Passed = { next: number } | { fault: string } | null

/** The bytes at hand, and where the construct begins in them. */
export interface At {
  bytes: Uint8Array
  end: number
  at: number
}

export class MultipartDelimiter {
  /** With the line end in front of it. */
  readonly bytes: Buffer

  constructor(boundary: string) {
    this.bytes = Buffer.from(`\r\n--${boundary}`, 'latin1')
  }

  get length(): number {
    return this.bytes.length
  }

  /** The first delimiter may go without the line end in front of it. */
  first({ bytes, end, at }: At): Passed {
    const skipped = bytes[at] === CR ? 0 : 2
    const length = this.length - skipped
    for (let i = 0; i < length && at + i < end; i++)
      if (bytes[at + i] !== this.bytes[skipped + i]) return { fault: 'the first delimiter is missing' }
    return end - at < length ? null : { next: at + length }
  }
}

/** Behind a delimiter: `--` ends the body, a line end begins a part; spaces may stand in between. */
export function behindDelimiter({
  bytes,
  end,
  at,
}: At): { next: number; closes: boolean } | { fault: string; closes?: never } | null {
  let stop = at
  while (stop < end && (bytes[stop] === 0x20 || bytes[stop] === 0x09)) stop++
  if (stop - at > longestPadding) return { fault: 'a delimiter goes on' }
  if (stop + 1 >= end) return null
  const closes = stop === at && bytes[stop] === HYPHEN && bytes[stop + 1] === HYPHEN
  if (!closes && (bytes[stop] !== CR || bytes[stop + 1] !== LF)) return { fault: 'a delimiter goes on' }
  return { next: stop + 2, closes }
}

/** Nothing but line ends stands behind the last one. */
export function epilogue({ bytes, end, at }: At): Passed {
  for (let i = at; i < end; i++)
    if (bytes[i] !== CR && bytes[i] !== LF) return { fault: 'something stands behind the end' }
  return { next: end }
}
