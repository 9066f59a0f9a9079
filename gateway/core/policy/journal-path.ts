/** Makes a key path fit for the journal: names that are themselves somebody's data become `{…}`. */

const standIn = '{…}'
const maxPathLength = 256
const maxKeyLength = 64
/** Four digits are enough for the end of a card or a year of birth; `address2` and `sha256` stay readable. */
const maxDigits = 3

/**
 * Content parsers hide names in which they found an entity; this also hides what only looks like one: keys with four
 * digits, digits alone, an `@` (then the whole path, since an address may hold the dots that separate keys), or two
 * colons (IPv6), and keys too long to be a name. Indexes such as `[12]` stay. The path is cut at 256 characters.
 */
export function journalPath(path: string): string {
  if (path.includes('@')) return standIn
  const cut = path.length > maxPathLength
  const short = cut ? path.slice(0, maxPathLength) : path
  let result = ''
  let from = 0
  for (let at = 0; at <= short.length; at += 1) {
    if (at < short.length && !isSeparator(short.charCodeAt(at))) continue
    const isIndex = short.charCodeAt(from - 1) === openBracket && isNumber(short, from, at)
    result += at > from && !isIndex && isTelling(short, from, at) ? standIn : short.slice(from, at)
    if (at < short.length) result += short[at]
    from = at + 1
  }
  return cut ? `${result}…` : result
}

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

function isTelling(text: string, start: number, end: number): boolean {
  let digits = 0
  let colons = 0
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) digits += 1
    else if (code === 0x3a) colons += 1
  }
  return digits > maxDigits || digits === end - start || colons > 1 || end - start > maxKeyLength
}
