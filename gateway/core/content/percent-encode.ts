/** Writes stand-ins into percent-encoded text, so that it can still be decoded (RFC 3986 §2.1). */

const SPACE = 0x20
const PERCENT = 0x25
const ASTERISK = 0x2a

/**
 * Writes a stand-in into percent-encoded text. Where the entity stood bare, letters that no reader takes for syntax
 * stay bare too: then a mask keeps the length, and JSON that was sent under a form's type stays JSON.
 */
export function percentEncode(standIn: Uint8Array, raw: Uint8Array): Uint8Array {
  const bare = !raw.includes(PERCENT)
  const out: number[] = []
  for (const byte of standIn) {
    if (isUnreserved(byte) || (bare && (byte === 0x40 || byte === 0x5b || byte === 0x5d))) out.push(byte)
    else out.push(PERCENT, hexDigit(byte >> 4), hexDigit(byte & 15))
  }
  return Uint8Array.from(out)
}

/** The same for places where only what came encoded need be encoded: cookies and other header values. */
export function percentEncodeAlike(standIn: Uint8Array, raw: Uint8Array): Uint8Array {
  return raw.includes(PERCENT) ? percentEncode(standIn, raw) : standIn
}

/**
 * The same for the head of a part: browsers encode nothing there but quotation marks and line ends (HTML, multipart form data), which no
 * stand-in has, and leave blanks as they are.
 */
export function percentEncodeInHead(standIn: Uint8Array, raw: Uint8Array): Uint8Array {
  return raw.includes(SPACE) ? standIn : percentEncodeAlike(standIn, raw)
}

/** True where `coded` is what an answer writes for `value` where its token has `%40` (core/restore/pieces.ts). */
export function isEncodedPlainly(value: Uint8Array, coded: Uint8Array): boolean {
  let at = 0
  for (const byte of value) {
    const isBare = isUnreserved(byte) && byte !== ASTERISK
    if (isBare && coded[at] !== byte) return false
    if (!isBare) {
      const isWritten = coded[at] === PERCENT && coded[at + 1] === hexDigit(byte >> 4)
      if (!isWritten || coded[at + 2] !== hexDigit(byte & 15)) return false
    }
    at += isBare ? 1 : 3
  }
  return at === coded.length
}

/** RFC 3986 §2.3, and `*`, which forms leave as it is. */
function isUnreserved(c: number): boolean {
  if ((c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a)) return true
  return c === 0x2d || c === 0x2e || c === 0x5f || c === 0x7e || c === 0x2a
}

/** The digit that stands for a value up to 15. */
export function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x37 + value
}

/** What a hexadecimal digit is worth; -1 where the byte is none. */
export function hexValue(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30
  const letter = c | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
