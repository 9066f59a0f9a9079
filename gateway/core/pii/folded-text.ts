/** Has a small stretch of text read as if its digits, spaces and hyphens were ASCII, and says where an entity was found. */
import { maxWordLead } from './anchor-words.ts'
import { passTrigger } from './anchors.ts'
import { isAlphanumeric, isDigit } from './bytes.ts'
import type { Finding } from './entity.ts'
import { DROPPED, Folding, foldedAt } from './folding.ts'
import { blanksFrom, linkEnd } from './plus-blank.ts'
import { TextView } from './text-view.ts'

/** How far right of an anchor is read: the longest account or address, with three bytes for each of its characters. */
const reach = 224

/** Asks about the anchor at `index` of the folded text. */
type Ask = (folded: TextView, index: number) => Finding | null

/** Reads around anchors; one is reused. */
export class FoldedText {
  readonly #lookBehind: number
  readonly #folding: Folding
  readonly #text = new TextView()

  constructor(lookBehind: number) {
    this.#lookBehind = lookBehind
    this.#folding = new Folding(lookBehind + reach)
  }

  /**
   * What `ask` finds at the anchor when it is shown the folded text around it. Starves `text` where what is to be folded
   * has not arrived yet, so that what is found does not depend on where bytes were cut.
   */
  find(text: TextView, at: number, ask: Ask): Finding | null {
    return this.#find(text, at, { ask, blanks: -1 })
  }

  /** The same where pluses stand for blanks around the anchor, as in links and forms. */
  findInLink(text: TextView, at: number, ask: Ask): Finding | null {
    const blanks = blanksFrom(text.window, at)
    return blanks < 0 ? null : this.#find(text, at, { ask, blanks })
  }

  #find(text: TextView, at: number, { ask, blanks }: { ask: Ask; blanks: number }): Finding | null {
    if (isDigitBefore(text, at)) return null
    const isWhole = text.reaches(at + reach)
    const end = Math.min(text.limit, at + reach)
    if (!isWhole) text.byte(text.limit)
    if (text.starved) return null
    const start = Math.max(text.start, at - this.#lookBehind)
    const folding = this.#folding
    folding.read(text.bytes, start, end)
    if (blanks >= 0) folding.blankPluses(text.bytes, blanks, linkEnd(text.bytes, at, end))
    const index = folding.indexOf(at)
    const window = {
      bytes: folding.bytes,
      start: 0,
      // Nothing may begin farther left than where a scan that was cut off resumes.
      from: folding.indexOf(Math.max(text.floor, at - maxWordLead)),
      end: folding.length,
      final: end === text.limit,
    }
    if (index >= folding.length || passTrigger(window, index) !== index) return null
    this.#text.open(window)
    const found = ask(this.#text, index)
    if (!found || this.#text.starved) return null
    const last = folding.from[found.end - 1]!
    return {
      ...found,
      start: folding.from[found.start]!,
      end: last + lengthAt(text, last),
      reasons: [...found.reasons, blanks < 0 ? 'folded' : 'plus-blank'],
    }
  }
}

/** True where a plus stands before the number at the anchor, or behind it; so far all is at hand at an anchor. */
export function isPlusNear({ bytes, start, limit }: TextView, at: number): boolean {
  if (at > start && bytes[at - 1] === PLUS) return true
  const farthest = Math.min(limit, at + longestWord)
  let end = at
  while (end < farthest && isAlphanumeric(bytes[end]!)) end++
  if (end === at || end === farthest) return false
  return bytes[end] === PLUS || (bytes[end] === CLOSE && end + 1 < limit && bytes[end + 1] === PLUS)
}

/** True where characters stand beside the anchor that are read as ASCII, or not at all. */
export function isFoldedNear(text: TextView, at: number): boolean {
  if (text.byte(at) === AT) return isDroppedInAddress(text, at)
  if (isFoldedBefore(text, at)) return true
  let end = at
  if (isDigit(text.byte(at))) {
    const shape = text.numberAt(at)
    end = shape.ends[shape.groups - 1]!
    while (end < at + longestWord && isAlphanumeric(text.byte(end))) end++
    // (089) 7654321
    if (text.byte(end) === CLOSE) end++
  } else return false
  return isFolded(text, end)
}

const CLOSE = 0x29
const PLUS = 0x2b
const AT = 0x40
const longestWord = 40
const longestLocal = 64

function isFolded(text: TextView, at: number): boolean {
  if (text.byte(at) < 0xc2) return false
  // The character must be at hand as a whole; beyond the last byte, more is asked for.
  for (let index = at + 1; index < at + 4; index++) text.byte(index)
  return foldedAt(text.bytes, at, text.limit) !== 0
}

function isFoldedBefore(text: TextView, at: number): boolean {
  if (text.byte(at - 1) < 0x80) return false
  const lead = leadBefore(text, at)
  return lead >= 0 && foldedAt(text.bytes, lead, at) !== 0
}

/** A digit of the same script or another right before: the number was asked about there. */
function isDigitBefore(text: TextView, at: number): boolean {
  const before = text.byte(at - 1)
  if (before < 0x80) return isDigit(before)
  const lead = leadBefore(text, at)
  return lead >= 0 && isDigit(foldedAt(text.bytes, lead, at) >> 3)
}

/** Where the UTF-8 character begins that ends before `at`; -1 where none does. */
function leadBefore(text: TextView, at: number): number {
  for (let lead = at - 1; lead >= at - 4; lead--) {
    const byte = text.byte(lead)
    if (byte < 0x80) return -1
    if (byte >= 0xc2) return lead
  }
  return -1
}

/** Something that shows nothing, or a full-width letter, on either side of an `@`, before a space, another `@`, or the like. */
function isDroppedInAddress(text: TextView, at: number): boolean {
  for (let index = at - 1; index >= at - longestLocal; index--) {
    const byte = text.byte(index)
    if (byte <= 0x20 || byte === AT) break
    if (byte >= 0xc2 && isAddressFolded(text, index)) return true
  }
  for (let index = at + 1; index < at + longestLocal; index++) {
    const byte = text.byte(index)
    if (byte <= 0x20 || byte === AT) break
    if (byte >= 0xc2 && isAddressFolded(text, index)) return true
  }
  return false
}

/** Letters of other scripts are part of addresses as they are; combining marks, too, but not their joiner (U+034F). */
function isAddressFolded(text: TextView, index: number): boolean {
  const lead = text.byte(index)
  if (lead === 0xcc || (lead === 0xcd && text.byte(index + 1) !== 0x8f)) return false
  for (let next = index + 1; next < index + 4; next++) text.byte(next)
  const folded = foldedAt(text.bytes, index, text.limit)
  return folded !== 0 && (folded >> 3 === DROPPED || lead === 0xef)
}

function lengthAt(text: TextView, at: number): number {
  const folded = foldedAt(text.bytes, at, text.limit)
  return folded === 0 ? 1 : folded & 7
}
