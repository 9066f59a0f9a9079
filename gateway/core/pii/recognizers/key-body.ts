/** Follows the body of a private key as far as it can be told from prose, for keys that were cut off. */
import { isBase64, isLetter } from '../bytes.ts'
import type { TextView } from '../text-view.ts'

/** No private key in use is longer: RSA with 16,384 bits takes 12.5 KiB in PEM. */
export const maxKeyBytes = 16 * 1024

const COLON = 0x3a
const BACKSLASH = 0x5c
/** A shorter run of letters may be a word of prose; in a body only the last line is shorter. */
const shortestLine = 16

/**
 * Where a body that starts at `from` ends: `Name: value` lines, then lines of base64, apart by line ends, spaces, or the
 * two characters `\n` of an escaped line end. `from` itself when there is none.
 */
export function keyBodyEnd(text: TextView, from: number, limit: number): number {
  let end = from
  let position = from
  let inBody = false
  while (position < limit) {
    const start = skipLineEnds(text, position, limit)
    const lineEnd = inBody ? -1 : nameValueEnd(text, start, limit)
    if (lineEnd > 0) {
      end = position = lineEnd
      continue
    }
    const tokenEnd = base64End(text, start, limit)
    const isLine = tokenEnd - start >= shortestLine
    if (!isLine && !(inBody && tokenEnd > start && isLineEnd(text, start - 1))) break
    end = position = tokenEnd
    if (!isLine) break
    inBody = true
  }
  return end
}

/** Behind line ends and blanks, the escaped ones (`\n`, `\r`, `\t`) included. */
function skipLineEnds(text: TextView, from: number, limit: number): number {
  let position = from
  while (position < limit) {
    const byte = text.byte(position)
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) position++
    else if (byte === BACKSLASH && isEscapeLetter(text.byte(position + 1))) position += 2
    else break
  }
  return position
}

function isEscapeLetter(byte: number): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74
}

/** True when the byte ends a line: a line feed, or the `n` or `r` of an escaped one. */
function isLineEnd(text: TextView, index: number): boolean {
  const byte = text.byte(index)
  return byte === 0x0a || byte === 0x0d || (isEscapeLetter(byte) && text.byte(index - 1) === BACKSLASH)
}

function base64End(text: TextView, from: number, limit: number): number {
  let position = from
  while (position < limit && isBase64(text.byte(position))) position++
  return position
}

/** The end of a line such as `Proc-Type: 4,ENCRYPTED` (RFC 1421 §4.6); -1 where none starts here. */
function nameValueEnd(text: TextView, from: number, limit: number): number {
  let position = from
  while (position < from + 32 && (isLetter(text.byte(position)) || text.byte(position) === 0x2d)) position++
  if (position === from || text.byte(position) !== COLON || text.byte(position + 1) !== 0x20) return -1
  while (position < limit && position < from + 256) {
    const byte = text.byte(position)
    if (byte < 0x20 || byte === BACKSLASH) return position
    position++
  }
  return -1
}
