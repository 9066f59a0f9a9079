/** Knows the character sets whose bytes can be looked into as they are, because their ASCII is ASCII. */

/** Letters and digits only, in lower case: registries and senders write `UTF-8`, `utf8` and `utf_8`. */
const scanned = new Set([
  'utf8',
  'unicode11utf8',
  'usascii',
  'ascii',
  'iso646us',
  'iso88591',
  'latin1',
  'l1',
  'iso885915',
  'latin9',
  'windows1252',
  'cp1252',
])

export function scannedCharset(charset: string): boolean {
  return scanned.has(plainName(charset))
}

/** True for ISO-8859-15, which has letters where others have fractions and accents alone. */
export function isLatin9(charset: string): boolean {
  const name = plainName(charset)
  return name === 'iso885915' || name === 'latin9'
}

function plainName(charset: string): string {
  return charset.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/**
 * encoding.spec.whatwg.org, index-windows-1252: what 0x80 to 0x9F mean; five of them mean nothing, and are the control
 * characters that ISO-8859-1 has there.
 */
// biome-ignore format: sixteen bytes a row
export const windows1252: readonly number[] = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
  0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
]

/** ISO/IEC 8859-15, clause 6: in what it differs from ISO-8859-1. */
export const latin9: ReadonlyMap<number, number> = new Map([
  [0xa4, 0x20ac],
  [0xa6, 0x0160],
  [0xa8, 0x0161],
  [0xb4, 0x017d],
  [0xb8, 0x017e],
  [0xbc, 0x0152],
  [0xbd, 0x0153],
  [0xbe, 0x0178],
])
