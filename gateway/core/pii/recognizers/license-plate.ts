/** Recognises number plates: by a country's form where it is telling, else behind a word that says so. */
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { wordBefore, wordRightBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { lookUp } from './national/dictionary.ts'
import { isBehindArticle, isBesideCar, isKnownSeries, isNotedAsPlate } from './plate-cars.ts'
import { looksLikeOther, passesPlateCheck } from './plate-checks.ts'
import { extendShape, type PlateForm, plateForms, plateMarks } from './plate-forms.ts'
import type { Recognizer } from './recognizer.ts'

const source = 'registration law of each country, see plate-forms.ts'

/** Anchored at any digit of the plate; letters and groups may stand before it. */
export const plateRecognizers: readonly Recognizer[] = [
  { name: 'license-plate', trigger: 'digits', source, recognize: recognizePlate },
  { name: 'license-plate-mixed', trigger: 'mixed', source, recognize: recognizePlate },
]

const SPACE = 0x20
const HYPHEN = 0x2d
const longest = 14
const mostGroups = 4
const fewestTold = 4
const mostTold = 10
/** With so few characters in groups it may be a quantity (`10 USD`) or a standard (`UTF-8`), wherever the word stands. */
const fewInGroups = 5

/** Starts and ends of the groups of capitals and digits around the anchor; reused, since plates are asked about often. */
const starts = new Int32Array(8)
const ends = new Int32Array(8)

function recognizePlate(text: TextView, at: number): Finding | null {
  if (!hasCapitalNear(text, at)) return null
  const groups = readGroups(text, at)
  if (groups.count === 0 || !groups.hasLetter) return null
  const { own, count } = groups
  for (let first = 0; first <= own; first++) {
    for (let last = Math.min(count, first + mostGroups) - 1; last >= own; last--) {
      const found = judge(text, starts[first]!, ends[last]!)
      if (found) return found
    }
  }
  return judgeTold(text, groups)
}

/** Most digits have no capital beside them, and are done with here. */
function hasCapitalNear(text: TextView, at: number): boolean {
  if (
    isCapital(text.byte(at - 1)) ||
    (linkBefore(text, at) > 0 && isCapital(text.byte(at - 1 - linkBefore(text, at))))
  ) {
    return true
  }
  for (let index = at + 1; index < at + longest; index++) {
    const byte = text.byte(index)
    if (isCapital(byte)) return true
    if (!isDigit(byte) && linkAt(text, index) === 0 && byte !== 0xb7) return false
  }
  return false
}

interface Groups {
  count: number
  /** The one that the anchor is in. */
  own: number
  hasLetter: boolean
}

/** Groups of up to five capitals and digits, over single spaces, hyphens or middle dots. */
function readGroups(text: TextView, at: number): Groups {
  let start = at
  while (start > at - 5 && isCapitalOrDigit(text.byte(start - 1))) start--
  let own = 0
  const before: number[] = []
  let edge = start
  while (own < 3) {
    const link = linkBefore(text, edge)
    const end = edge - link
    let from = end
    while (link > 0 && from > end - 5 && isCapital(text.byte(from - 1))) from--
    // A plate with digits further left is found there.
    if (link > 0 && isDigit(text.byte(end - 1))) return { count: 0, own, hasLetter: false }
    if (link === 0 || from === end || from < text.floor || isAlphanumeric(text.byte(from - 1))) break
    before.push(from, end)
    own++
    edge = from
  }
  for (let group = 0; group < own; group++) {
    starts[group] = before[(own - 1 - group) * 2]!
    ends[group] = before[(own - 1 - group) * 2 + 1]!
  }
  let count = own
  let position = start
  let hasLetter = false
  while (count < own + mostGroups && count < starts.length) {
    let end = position
    while (end < position + 12 && isCapitalOrDigit(text.byte(end))) end++
    if (end === position || isAlphanumeric(text.byte(end))) break
    starts[count] = position
    ends[count++] = end
    const link = linkAt(text, end)
    if (link === 0) break
    position = end + link
  }
  if (count === own || isAlphanumeric(text.byte(start - 1))) return { count: 0, own, hasLetter }
  for (let index = starts[0]!; index < ends[count - 1]!; index++)
    if (text.byte(index) >= 0x41) hasLetter = true
  return { count, own, hasLetter }
}

function linkAt(text: TextView, at: number): number {
  const byte = text.byte(at)
  if (byte === SPACE || byte === HYPHEN) return 1
  return byte === 0xc2 && text.byte(at + 1) === 0xb7 ? 2 : 0
}

function linkBefore(text: TextView, at: number): number {
  const byte = text.byte(at - 1)
  if (byte === SPACE || byte === HYPHEN) return 1
  return byte === 0xb7 && text.byte(at - 2) === 0xc2 ? 2 : 0
}

function isCapitalOrDigit(byte: number): boolean {
  return isDigit(byte) || isCapital(byte)
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

function judge(text: TextView, start: number, end: number): Finding | null {
  if (start < text.floor || end - start > longest || isTied(text, start, end)) return null
  let shape = 0
  for (let index = start; index < end; index++) {
    const byte = text.byte(index)
    if (byte === 0xc2) continue
    shape = extendShape(shape, markOf(byte))
  }
  let best: PlateForm | null = null
  for (const form of plateForms(shape)) {
    if ((best === null || form.score > best.score) && passesPlateCheck(text, start, form)) best = form
  }
  if (best === null) return null
  const told = wordBefore(text, start) === 'plate'
  if (!told && (isNumbersHead(text, start, end) || looksLikeOther(text, start, end))) return null
  const reasons = [`form:${best.country}`]
  if (told) return { type: 'LICENSE_PLATE', start, end, score: 0.95, reasons: [...reasons, 'word:plate'] }
  if (best.check === null && isBehindArticle(text, start)) return null
  const mayBeSeries = best.check === 'series' && !isKnownSeries(text, start)
  const isNoted = isNotedAsPlate(text, end) || (mayBeSeries && isBesideCar(text, { start, end }))
  if (isNoted) reasons.push('word:plate')
  else if (mayBeSeries) reasons.push('series')
  return {
    type: 'LICENSE_PLATE',
    start,
    end,
    score: isNoted ? Math.max(0.6, best.score) : best.score,
    reasons,
  }
}

function markOf(byte: number): number {
  if (isDigit(byte)) return plateMarks.DIGIT
  if (byte === SPACE) return plateMarks.SPACE
  if (byte === HYPHEN) return plateMarks.HYPHEN
  return byte === 0xb7 ? plateMarks.DOT : plateMarks.LETTER
}

/** A piece of something longer: another dashed part, a name with an underscore, an address, a number. */
function isTied(text: TextView, start: number, end: number): boolean {
  const before = text.byte(start - 1)
  const after = text.byte(end)
  if (isAlphanumeric(before) || isAlphanumeric(after)) return true
  if (before === HYPHEN || before === 0x5f || before === 0x2f || before === 0x40 || before === 0x2b)
    return true
  // 64.0.57.384934, 10:20: the end of other numbers.
  if ((before === 0x2e || before === 0x3a || before === 0x2c) && isDigit(text.byte(start - 2))) return true
  return after === 0x5f || after === 0x40 || (after === HYPHEN && isAlphanumeric(text.byte(end + 1)))
}

/** `12 IP 84` of `Raum 12 IP 84.143.12.77`: what follows a number's end, its label and its own head are no plate. */
function isNumbersHead(text: TextView, start: number, end: number): boolean {
  const after = text.byte(end)
  if ((after === 0x2e || after === 0x2f || after === 0x3a) && isDigit(text.byte(end + 1))) return true
  for (let at = start + 1; at < end; at++) {
    if (text.byte(at) !== SPACE || !isDigit(text.byte(at - 1))) continue
    let wordEnd = at + 1
    while (wordEnd < end && isCapital(text.byte(wordEnd))) wordEnd++
    if (wordEnd > at + 1 && wordEnd < end) return isLabel(text, at + 1, wordEnd)
  }
  return false
}

/** True for a word that tells what a number is, as `SSN`, `TEL` and `AHV` do. */
function isLabel(text: TextView, start: number, end: number): boolean {
  const meaning = wordRightBefore(text, end)
  if (meaning !== null && meaning !== 'plate') return true
  const entry = lookUp(text.bytes, start, end)
  return entry !== null && (entry.numbers.length > 0 || entry.isNumberWord)
}

/** Any capitals and digits behind a word: there are more forms than a table holds. */
function judgeTold(text: TextView, { own, count }: Groups): Finding | null {
  for (let first = 0; first <= own; first++) {
    const start = starts[first]!
    if (start < text.floor || wordBefore(text, start, 24) !== 'plate') continue
    for (let last = count - 1; last >= own; last--) {
      const end = ends[last]!
      if (end - start > mostTold || isTied(text, start, end) || !isToldForm(text, start, end)) continue
      if (goesOnInDigits(text, end)) continue
      return { type: 'LICENSE_PLATE', start, end, score: 0.8, reasons: ['word:plate'] }
    }
  }
  return null
}

/** `DE110 416 674`: what is longer than a plate is something else that was registered. */
function goesOnInDigits(text: TextView, end: number): boolean {
  const link = text.byte(end) === 0x2e ? 1 : linkAt(text, end)
  return link > 0 && isDigit(text.byte(end + link))
}

/** At least one capital, and enough characters; where there are few of them, the word stands right before. */
function isToldForm(text: TextView, start: number, end: number): boolean {
  let letters = 0
  let characters = 0
  for (let index = start; index < end; index++) {
    if (isCapital(text.byte(index))) letters++
    if (isCapitalOrDigit(text.byte(index))) characters++
  }
  if (letters === 0 || end - start < fewestTold) return false
  const isShort = characters < fewestTold || (characters <= fewInGroups && characters < end - start)
  return (!isShort && characters > fewestTold) || wordRightBefore(text, start) === 'plate'
}
