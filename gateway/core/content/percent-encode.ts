/** Writes stand-ins into percent-encoded text, so that it can still be decoded (RFC 3986 §2.1). */

const PERCENT = 0x25

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
