/** Tells where a body that was read may name somebody again though nothing was found there. */
import { isAscii, isUtf8 } from 'node:buffer'
import type { Operator } from '../pii/entity.ts'
import { isWordByte, type KnownValues } from '../pii/fields/known-values.ts'

interface Place {
  readonly offset: number
  readonly length: number
  readonly operator: Operator
}

/**
 * Finds where a known value may begin in `body` outside of `found`: a word with which one begins, or, also in what was kept,
 * the beginning of what was replaced. They are looked at as they are written: what may stand for a letter, in JSON or in a document that is
 * written into a string (`\u0041`, `\\`, `%41`, `&#65;`, `<!`), counts as such a place.
 */
export class PlacesElsewhere {
  readonly #known: KnownValues
  readonly #body: Uint8Array
  readonly #words: FoundPlaces
  readonly #values: FoundPlaces
  /** Where the last word was found, and up to where was looked. */
  #place = -1
  #at = 0
  /** Where the last beginning of a value was found that was replaced elsewhere. */
  #valuePlace = -1
  /** What is known is known in UTF-8: in a body that is in something else, words with other letters may be any of it. */
  readonly #isReadable: boolean

  constructor(known: KnownValues, body: Uint8Array, found: readonly Place[]) {
    this.#known = known
    this.#body = body
    this.#isReadable = isUtf8(body)
    const sorted = found.toSorted((one, other) => one.offset - other.offset)
    this.#words = new FoundPlaces(sorted)
    this.#values = new FoundPlaces(sorted.filter(({ operator }) => operator !== 'keep'))
  }

  /** The first place at or behind `offset`, or the body's length. It must not be less than it was the last time. */
  nextFrom(offset: number): number {
    while (this.#place < offset && this.#place < this.#body.length) this.#place = this.#look()
    while (this.#valuePlace < offset && this.#valuePlace < this.#body.length)
      this.#valuePlace = this.#lookForValue(Math.max(offset, this.#valuePlace + 1))
    return Math.min(this.#place, this.#valuePlace)
  }

  #lookForValue(from: number): number {
    const { found } = this.#known
    const { length } = this.#body
    let at = found.nextFrom(this.#body, from, length)
    while (at < length && this.#values.covers(at, found.endFrom(this.#body, at)))
      at = found.nextFrom(this.#body, at + 1, length)
    return at
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
        if (!this.#isReadable && !isAscii(body.subarray(start, at))) {
          this.#at = at
          return start
        }
        if (firstBytes[body[start]!] === 0 || !this.#known.beginsWith(body, start, at)) continue
        if (this.#words.covers(start, start + 1)) continue
        this.#at = at
        return start
      } else {
        const escaped = this.#known.found.mayBeEscaped ? MAY_BE_LETTER : behindEscape(body, at)
        at = escaped === MAY_BE_LETTER ? at + 1 : escaped
        if (escaped !== MAY_BE_LETTER) continue
        this.#at = at
        return start
      }
    }
    this.#at = at
    return body.length
  }
}

/** Tells what of a body was found; asked in its order. */
class FoundPlaces {
  /** In order. */
  readonly #places: readonly Place[]
  #next = 0
  #covered = 0

  constructor(places: readonly Place[]) {
    this.#places = places
  }

  covers(start: number, end: number): boolean {
    for (; this.#next < this.#places.length && this.#places[this.#next]!.offset <= start; this.#next++) {
      const { offset, length } = this.#places[this.#next]!
      this.#covered = Math.max(this.#covered, offset + length)
    }
    return end <= this.#covered
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
