/** Tells whether a body that was read may name somebody again where nothing was found. */
import { isWordByte, type KnownValues } from '../pii/fields/known-values.ts'

interface Place {
  readonly offset: number
  readonly length: number
}

/**
 * False where no word with which a known value begins stands in the JSON document `body` outside of `found`. Words are looked
 * at as they are written: what may stand for a letter, in JSON or in a document that is written into a string (`\u0041`,
 * `\\`, `%41`, `&#65;`, `<!`), is answered by true.
 */
export function standsElsewhere(known: KnownValues, body: Uint8Array, found: readonly Place[]): boolean {
  const places = found.toSorted((one, other) => one.offset - other.offset)
  const { firstBytes } = known
  let next = 0
  let covered = 0
  let at = 0
  while (at < body.length) {
    const step = steps[body[at]!]!
    if (step === PLAIN) {
      at++
      continue
    }
    if (step === WORD) {
      const start = at
      while (at < body.length && isWordByte(body[at]!)) at++
      if (firstBytes[body[start]!] === 0 || !known.beginsWith(body, start, at)) continue
      for (; next < places.length && places[next]!.offset <= start; next++)
        covered = Math.max(covered, places[next]!.offset + places[next]!.length)
      if (start >= covered) return true
      continue
    }
    const escaped = behindEscape(body, at)
    if (escaped === MAY_BE_LETTER) return true
    at = escaped
  }
  return false
}

const PLAIN = 0
const WORD = 1
const ESCAPE = 2
const MAY_BE_LETTER = -1

const steps = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) if (isWordByte(byte)) steps[byte] = WORD
for (const mark of '\\%&<') steps[mark.charCodeAt(0)] = ESCAPE

function behindEscape(body: Uint8Array, at: number): number {
  const next = body[at + 1] ?? 0
  switch (body[at]) {
    case 0x5c:
      return next === 0x75 || next === 0x5c ? MAY_BE_LETTER : at + 2
    case 0x25:
      return isHex(next) && isHex(body[at + 2] ?? 0) ? MAY_BE_LETTER : at + 1
    case 0x26:
      return next === 0x23 || isReference(body, at + 1) ? MAY_BE_LETTER : at + 1
    default:
      return next === 0x21 ? MAY_BE_LETTER : at + 1
  }
}

/** `&uuml;` in a document of markup. */
function isReference(body: Uint8Array, from: number): boolean {
  let at = from
  while (at < body.length && at < from + 10 && isWordByte(body[at]!)) at++
  return at > from && body[at] === 0x3b
}

function isHex(byte: number): boolean {
  const small = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (small >= 0x61 && small <= 0x66)
}
