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
  return scanned.has(charset.toLowerCase().replace(/[^a-z0-9]/g, ''))
}
