/** Tells values that only hold a place: `n/a`, `***`, `{{name}}`, `<redacted>`, our own stand-ins. */

const longest = 64

const words = new Set(
  (
    'null nil none undefined unknown unbekannt inconnu desconocido sconosciuto onbekend n/a na nan tbd todo tba test string text ' +
    'true false yes no ja nein oui non si y n empty leer anonymous anonym redacted masked hidden deleted removed xxx xxxx ' +
    'enabled disabled required optional active inactive aktiviert deaktiviert ' +
    'not available not applicable not specified keine keiner aucun ninguno nessuno geen brak'
  ).split(' '),
)
for (const phrase of ['not available', 'not applicable', 'not specified', 'not provided', 'no name', 'k.a.'])
  words.add(phrase)

/** Types of values, which stand in the columns of lists of fields: nobody logs in by one. */
const types = new Set('string str text varchar char int integer number bool boolean float object'.split(' '))

const decoder = new TextDecoder()

/** `[start, end)` is trimmed. */
export function isPlaceholder(bytes: Uint8Array, start: number, end: number): boolean {
  if (end <= start) return true
  if (isOneMark(bytes, start, end) || isBracketed(bytes, start, end)) return true
  if (end - start > longest) return false
  return words.has(decoder.decode(bytes.subarray(start, end)).toLowerCase())
}

/** True for the type of a value in place of one: `str`, `Char`. */
export function isTypeOfValue(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start < longest && types.has(decoder.decode(bytes.subarray(start, end)).toLowerCase())
}

/** Nothing but marks, or one letter again and again: `***`, `---`, `…`, `xxxx`. */
function isOneMark(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!
  let same = true
  let marks = true
  for (let at = start; at < end && (same || marks); at++) {
    const byte = bytes[at]!
    if ((byte | 0x20) !== (first | 0x20)) same = false
    if (byte >= 0x80 || isWord(byte)) marks = false
  }
  return marks || (same && end - start > 2 && first < 0x80 && !isDigit(first))
}

/** `{{name}}`, `${name}`, `<name>`, `[EMAIL]`, `%name%`, `:name:`; in brackets all the way. */
function isBracketed(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!
  const last = bytes[end - 1]!
  if (first === 0x24 && bytes[start + 1] === 0x7b) return last === 0x7d
  if (first === 0x5b) return last === 0x5d
  if (first === 0x3c) return last === 0x3e
  if (first === 0x7b) return last === 0x7d
  return first === 0x25 && last === 0x25 && end - start > 2
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function isWord(byte: number): boolean {
  const small = byte | 0x20
  return isDigit(byte) || (small >= 0x61 && small <= 0x7a)
}
