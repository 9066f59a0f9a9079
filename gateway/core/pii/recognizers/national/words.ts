/** Finds the words beside a number that tell whose number it is: `Steuer-ID`, `numéro de sécurité sociale`, `BSN`. */
import { isDigit } from '../../bytes.ts'
import { beforeTag } from '../../html-tags.ts'
import { beforeQualifier } from '../../label-qualifier.ts'
import type { TextView } from '../../text-view.ts'
import { behindEscape, isWordAt, isWordIn } from '../../word-bytes.ts'
import type { NationalNumber } from './description.ts'
import { type Entry, lookUp } from './dictionary.ts'

/** What the words beside one number say. */
export interface Telling {
  /** Bits of `topicBits`. */
  topics: number
  /** The numbers whose own words stand there. */
  numbers: readonly NationalNumber[]
  /** True where nothing but words such as `number is` stands between. */
  isRight: boolean
  /** True where one of the words says that a number follows. */
  namesNumber: boolean
  /** Another thing is told: an order, a phone. */
  isOther: boolean
  /** What is told is written in digits alone. */
  isOfDigits: boolean
}

const reach = 64
const reachBehind = 40
const lineFeed = 0x0a
const COMMA = 0x2c
const SEMICOLON = 0x3b
const CLOSE = 0x29
const MORE = 0x3e
const DOT = 0x2e
const SPACE = 0x20
const TAB = 0x09
const BAR = 0x7c

/** What the words left of `start` say; null where none tells anything. */
export function wordsBefore(text: TextView, start: number): Telling | null {
  const { bytes, untoldNational: untold } = text
  const farthest = Math.max(text.start, start - reach)
  let telling: Telling | null = null
  let isRight = true
  let namesNumber = false
  let position = start
  let owner: Owner = 'none'
  let isInOtherCell = false
  while (position > farthest) {
    if (telling === null && untold.covers(bytes, position, farthest))
      return owner === 'none' || isInOtherCell ? null : otherThing
    const byte = bytes[position - 1]!
    if (byte === lineFeed) break
    if (endsWideMark(bytes, position)) {
      isInOtherCell = true
      position -= wideMark
      continue
    }
    if (!isWordAt(bytes, position - 1)) {
      const before = telling === null ? beforeAside(bytes, position, farthest) : position
      if (before < position) {
        position = before
        continue
      }
      position--
      if (endsCell(bytes, position)) isInOtherCell = true
      // Behind the words that tell, digits belong to something else.
      if (telling !== null && isDigit(byte)) break
      continue
    }
    const wordEnd = position
    while (position > farthest && isWordAt(bytes, position - 1) && !endsWideMark(bytes, position)) position--
    // A word cut off by the reach is no word: its meaning must not depend on where the reach happens to end.
    if (position === start - reach) {
      position = wordEnd
      break
    }
    const entry = lookUp(bytes, position, wordEnd) ?? behindWrittenEnd(bytes, position, wordEnd)
    if (telling === null && owner !== 'none') {
      owner = ownerBehind(entry, owner)
      if (owner === 'none') return isInOtherCell ? null : otherThing
    }
    if (entry === null) {
      if (telling !== null) break
      isRight = false
      continue
    }
    if (entry.isNumberWord) namesNumber = true
    if (tells(entry)) telling = add(telling, entry, isRight)
    else if (entry.isOther && telling !== null) return finished(telling, namesNumber)
    else if (entry.isOther && !entry.isOwner) {
      if (isInOtherCell) return null
      return entry.isOfDigits ? otherDigits : otherThing
    } else if (entry.isOther) owner = 'named'
  }
  if (telling !== null) return finished(telling, namesNumber)
  if (owner !== 'none') return isInOtherCell ? null : otherThing
  untold.note(bytes, position, start)
  return null
}

/** Tags, and a word in brackets, part no label from its number: `<b>Passport:</b> …`, `Passport (new): …`. */
function beforeAside(bytes: Uint8Array, end: number, start: number): number {
  const byte = bytes[end - 1]
  if (byte === MORE) return beforeTag(bytes, end, start)
  return byte === CLOSE ? beforeQualifier(bytes, end, start) : end
}

/** `Eva\\nSSN`: the letter of a written line end belongs to no word. */
function behindWrittenEnd(bytes: Uint8Array, start: number, end: number): Entry | null {
  const from = behindEscape(bytes, start)
  return from > start && from < end ? lookUp(bytes, from, end) : null
}

/** A mark that parts cells and what is listed; the word for a thing on its left says nothing of what is on its right. */
function endsCell(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!
  if (byte !== COMMA) return byte === SEMICOLON || byte === TAB || byte === BAR
  // 100,50 EUR
  return !isDigit(bytes[at + 1]!) || !isDigit(bytes[at - 1]!)
}

const wideMark = 3

/** Chinese and Japanese put no blank beside their marks: `、` and `。` (U+3001, U+3002), `，：；` (U+FF0C, U+FF1A, U+FF1B). */
function endsWideMark(bytes: Uint8Array, end: number): boolean {
  const last = bytes[end - 1]!
  if (last < 0x80 || end < wideMark) return false
  const [lead, middle] = [bytes[end - 3]!, bytes[end - 2]!]
  if (lead === 0xe3) return middle === 0x80 && (last === 0x81 || last === 0x82)
  return lead === 0xef && middle === 0xbc && (last === 0x8c || last === 0x9a || last === 0x9b)
}

/** Whether a customer is named between a telling word and its number, and whether a word such as `of` stands before him. */
type Owner = 'none' | 'named' | 'linked'

/** `tax number of our client`: only words that link may stand between; `none` where the customer's own number is meant. */
function ownerBehind(entry: Entry | null, owner: Owner): Owner {
  if (entry === null || entry.isOther) return 'none'
  if (tells(entry) || entry.isNumberWord) return owner === 'linked' ? 'linked' : 'none'
  return 'linked'
}

/** `… is my tax number`: what the words right of `end` say, where nothing but fillers stands between. */
export function wordsBehind(text: TextView, end: number): Telling | null {
  const farthest = end + reachBehind
  let telling: Telling | null = null
  let namesNumber = false
  let position = end
  while (position < farthest) {
    const byte = text.byte(position)
    if (byte < 0 || byte === lineFeed || byte === COMMA || byte === SEMICOLON || isDigit(byte)) break
    if (byte === DOT && text.byte(position + 1) === SPACE) break
    if (!isWordIn(text, position)) {
      position++
      continue
    }
    const wordStart = position
    while (position < farthest && isWordIn(text, position)) position++
    if (position === farthest) break
    const entry = lookUp(text.bytes, wordStart, position)
    if (entry === null || (entry.isOther && !tells(entry))) break
    if (entry.isNumberWord) namesNumber = true
    if (tells(entry)) telling = add(telling, entry, true)
  }
  return telling === null ? null : finished(telling, namesNumber)
}

const otherThing: Telling = {
  topics: 0,
  numbers: [],
  isRight: true,
  namesNumber: false,
  isOther: true,
  isOfDigits: false,
}
const otherDigits: Telling = { ...otherThing, isOfDigits: true }

function tells(entry: Entry): boolean {
  return entry.topics !== 0 || entry.numbers.length > 0
}

function add(telling: Telling | null, entry: Entry, isRight: boolean): Telling {
  if (telling === null) {
    const { topics, numbers } = entry
    return { topics, numbers, isRight, namesNumber: false, isOther: false, isOfDigits: false }
  }
  telling.topics |= entry.topics
  if (entry.numbers.length > 0) telling.numbers = [...telling.numbers, ...entry.numbers]
  return telling
}

function finished(telling: Telling, namesNumber: boolean): Telling {
  telling.namesNumber = namesNumber
  return telling
}
