/** Tells the people apart who stand on lines of their own, though the model reads all of it as one name. */
import { BLANK, INITIAL, NEW_LINE, PUNCTUATION, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { usualFirstNames } from './usual-names.ts'
import { ANY_NAME, CITY, FIRST, LAST } from './word-look.ts'

const TAB = 0x09
const LINE_FEED = 0x0a
const COMMA = 0x2c
const SLASH = 0x2f
const BAR = 0x7c
const fullName = 2

/** The tokens `[from, to)` of a text. */
export interface TokenSpan {
  readonly from: number
  readonly to: number
}

/**
 * The names of which `[from, to)` is made, each with its own line, cell, or side of a stroke. A name that a line end only cuts in two
 * stays one: `Anna Maria⏎Weber called`. What is a town alone behind somebody's name is left out.
 */
export function namesOf(sight: Sight, bytes: Uint8Array, { from, to }: TokenSpan): TokenSpan[] {
  const names: TokenSpan[] = []
  let begin = from
  for (let at = from + 1; at < to; at++) {
    const end = endsName(sight, bytes, { from: begin, to }, at)
    if (end < 0) continue
    names.push({ from: begin, to: withoutMarks(sight, begin, end) })
    begin = behindMark(sight, at)
  }
  const isTown = names.length > 0 && begin + 1 === to && isTownAlone(sight, begin)
  if (!isTown) names.push({ from: begin, to })
  return names
}

/** Marks at the end belong to the line, but for the full stop of an initial. */
function withoutMarks({ tokens: { form } }: Sight, from: number, to: number): number {
  let end = to
  while (end > from + 1 && form[end - 1] === PUNCTUATION && form[end - 2] !== INITIAL) end--
  return end
}

/** `- Ben Fischer⏎- Søren Jensen`: the mark of an item is no part of it. */
function behindMark({ tokens: { count, form, gap } }: Sight, at: number): number {
  return form[at] === PUNCTUATION && at + 1 < count && gap[at + 1] === BLANK ? at + 1 : at
}

/** Where the name ends that stands before token `at`, which then begins another one; -1 where they are one. */
function endsName(sight: Sight, bytes: Uint8Array, span: TokenSpan, at: number): number {
  const { form, gap, tail, start, end } = sight.tokens
  const isStroke = form[at - 1] === PUNCTUATION && (tail[at - 1] === SLASH || tail[at - 1] === BAR)
  const before = isStroke ? at - 1 : at
  const words = wordsIn(sight, span.from, before)
  const wordsBehind = wordsIn(sight, at, nextLine(sight, at, span.to))
  if (isStroke) return words >= fullName && wordsBehind >= fullName ? before : -1
  if (words === 0 || wordsBehind === 0) return -1
  if (bytes.subarray(end[at - 1], start[at]).includes(TAB)) return words >= fullName ? at : -1
  if (gap[at] !== NEW_LINE) return -1
  if (isBlankLine(bytes, end[at - 1]!, start[at]!)) return at
  if (isItem(sight, span.from, at)) return at
  if (words < fullName) return isGivenAlone(sight, at) ? at : -1
  return wordsBehind >= fullName || standsAlone(sight, at) ? at : -1
}

/** Initials count, and marks do not. */
function wordsIn({ tokens }: Sight, from: number, to: number): number {
  let words = 0
  for (let at = from; at < to; at++) if (tokens.form[at] !== PUNCTUATION) words++
  return words
}

function nextLine({ tokens }: Sight, at: number, to: number): number {
  let next = at + 1
  while (next < to && tokens.gap[next] !== NEW_LINE) next++
  return next
}

function isBlankLine(bytes: Uint8Array, from: number, to: number): boolean {
  let ends = 0
  for (let at = from; at < to; at++) if (bytes[at] === LINE_FEED) ends++
  return ends > 1
}

/** `Weber, Anna⏎Schneider, Thomas` */
function isItem({ tokens }: Sight, from: number, at: number): boolean {
  const { count, form, tail } = tokens
  const isComma = (index: number) => form[index] === PUNCTUATION && tail[index] === COMMA
  return from > 0 && isComma(from - 1) && at + 1 < count && isComma(at + 1)
}

/** The word at `at` is all of its line, or begins a name of something else there: `Berlin Office`. */
function standsAlone({ tokens }: Sight, at: number): boolean {
  const { count, form, gap } = tokens
  const next = at + 1
  if (next >= count || gap[next] === NEW_LINE) return form[at] !== INITIAL
  return gap[next] === BLANK && form[next] === TITLE
}

/** `Anna⏎Ben`: a given name that is all of its line, and no last name of the one above. */
function isGivenAlone(sight: Sight, at: number): boolean {
  const { count, gap, hash } = sight.tokens
  if (at + 1 < count && gap[at + 1] !== NEW_LINE) return false
  const lists = sight.listsAt(at) & (FIRST | LAST)
  return lists === FIRST || (lists !== 0 && usualFirstNames.has(hash[at]!))
}

function isTownAlone(sight: Sight, at: number): boolean {
  return (sight.listsAt(at) & (CITY | FIRST | ANY_NAME)) === CITY || isTownFirst(sight, at)
}

/** Of what is a last name, too: a town where a word in capitals follows that is none of the name. */
function isTownFirst(sight: Sight, at: number): boolean {
  const { count, form, gap } = sight.tokens
  const isFollowed = at + 1 < count && gap[at + 1] === BLANK && form[at + 1] === TITLE
  return isFollowed && (sight.listsAt(at) & (CITY | FIRST)) === CITY
}
