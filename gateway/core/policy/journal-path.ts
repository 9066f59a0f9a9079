/** Makes a key path fit for the journal: names that are themselves somebody's data become `{…}`. */
import { hiddenName, isOneWord } from '../content/name-buffer.ts'
import type { FieldDictionary } from '../pii/fields/field-dictionary.ts'

const maxPathLength = 256
const maxKeyLength = 64
/** Four digits are enough for the end of a card or a year of birth; `address2` and `sha256` stay readable. */
const maxDigits = 3

/**
 * Content parsers hide names in which they found an entity; this also hides what only looks like one: keys with four
 * digits, digits alone, an `@` (then the whole path, since an address may hold the dots that separate keys), or two
 * colons (IPv6), keys too long to be a name, and of several words those that are not in the dictionary (`Anna Weber`).
 * Indexes such as `[12]` stay. The path is cut at 256 characters.
 */
export function journalPath(path: string, names: FieldDictionary): string {
  if (path.includes('@')) return hiddenName
  const cut = path.length > maxPathLength
  const short = cut ? path.slice(0, maxPathLength) : path
  let result = ''
  let from = 0
  for (let at = 0; at <= short.length; at += 1) {
    if (at === from) at = behindQuoted(short, from)
    if (at < short.length && !isSeparator(short.charCodeAt(at))) continue
    result += isKept(short, { start: from, end: at }, names) ? short.slice(from, at) : hiddenName
    if (at < short.length) result += short[at]
    from = at + 1
  }
  return cut ? `${result}…` : result
}

/** Index behind a key in quotes that begins at `start`, in which separators separate nothing; else `start`. */
function behindQuoted(path: string, start: number): number {
  if (path.charCodeAt(start) !== quote || path.charCodeAt(start - 1) !== openBracket) return start
  const end = path.indexOf('"]', start + 1)
  return end < 0 ? start : end + 1
}

function isKept(
  path: string,
  { start, end }: { start: number; end: number },
  names: FieldDictionary,
): boolean {
  if (start === end) return true
  if (path.charCodeAt(start - 1) === openBracket && isNumber(path, start, end)) return true
  const key = path.slice(start, end)
  if (!quotedOrParted.test(key)) return key === hiddenName || isPlainName(key, names)
  const parts = key.replace(/^"|"$/g, '').split(/[.[\]]/)
  return parts.every((part) => part === '' || part === hiddenName || isPlainName(part, names))
}

function isPlainName(key: string, names: FieldDictionary): boolean {
  return !isTelling(key) && (isOneWord(key) || names.knows(key))
}

/** Hardly any key: what may be quoted, or hold what separates keys. */
const quotedOrParted = /[".[\]]/
const quote = 0x22
const dot = 0x2e
const openBracket = 0x5b
const closeBracket = 0x5d

function isSeparator(code: number): boolean {
  return code === dot || code === openBracket || code === closeBracket
}

function isNumber(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return false
  }
  // A longer number in brackets is no index but a name that PHP forms write so: `user[4111111111111111]`.
  return end - start <= 7
}

function isTelling(key: string): boolean {
  let digits = 0
  let colons = 0
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) digits += 1
    else if (code === 0x3a) colons += 1
  }
  return digits > maxDigits || digits === key.length || colons > 1 || key.length > maxKeyLength
}
