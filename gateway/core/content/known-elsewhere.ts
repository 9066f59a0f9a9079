/** Tells where a body that was read may name somebody again though nothing was found there. */
import { isWordByte, type KnownValues } from '../pii/fields/known-values.ts'

interface Place {
  readonly offset: number
  readonly length: number
}

/**
 * Finds where a word with which a known value begins stands in the JSON document `body` outside of `found`. Words are looked
 * at as they are written: what may stand for a letter, in JSON or in a document that is written into a string (`\u0041`,
 * `\\`, `%41`, `&#65;`, `<!`), counts as such a word.
 */
export class PlacesElsewhere {
  readonly #known: KnownValues
  readonly #body: Uint8Array
  readonly #found: readonly Place[]
  #next = 0
  #covered = 0
  /** Where the last one was found, and up to where was looked. */
  #place = -1
  #at = 0

  constructor(known: KnownValues, body: Uint8Array, found: readonly Place[]) {
    this.#known = known
    this.#body = body
    this.#found = found.toSorted((one, other) => one.offset - other.offset)
  }

  /** The first place at or behind `offset`, or the body's length. It must not be less than it was the last time. */
  nextFrom(offset: number): number {
    while (this.#place < offset && this.#place < this.#body.length) this.#place = this.#look()
    return this.#place
  }

  /** Reads on from behind the last one. */
  #look(): number {
    const body = this.#body
    const { firstBytes } = this.#known
    let at = this.#at
    while (at < body.length) {
      const start = at
      const step = steps[body[at]!]!
      if (step === PLAIN) {
        at++
      } else if (step === WORD) {
        while (at < body.length && isWordByte(body[at]!)) at++
        if (firstBytes[body[start]!] === 0 || !this.#known.beginsWith(body, start, at)) continue
        if (this.#isFound(start)) continue
        this.#at = at
        return start
      } else {
        const escaped = behindEscape(body, at)
        at = escaped === MAY_BE_LETTER ? at + 1 : escaped
        if (escaped !== MAY_BE_LETTER) continue
        this.#at = at
        return start
      }
    }
    this.#at = at
    return body.length
  }

  #isFound(start: number): boolean {
    for (; this.#next < this.#found.length && this.#found[this.#next]!.offset <= start; this.#next++) {
      const { offset, length } = this.#found[this.#next]!
      this.#covered = Math.max(this.#covered, offset + length)
    }
    return start < this.#covered
  }
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
