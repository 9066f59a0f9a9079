/** Holds a whole value of a field while its form is judged, its characters read as ASCII. */
import { isDigit, isLetter } from '../bytes.ts'
import { Folding } from '../folding.ts'
import { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

/** How likely a value is what its field's name says, and why. */
export interface WholeJudgement {
  score: number
  reasons: readonly string[]
}

/** What a value consists of. */
export interface WholeText {
  /** Where `from` and `to` count. */
  readonly text: TextView
  from: number
  to: number
  digits: number
  letters: number
  /** Bytes that are neither digits nor letters nor separators. */
  others: number
  /** Spaces and `.-/()` inside of it. */
  separators: number
  /** The number that its digits make, the first fifteen of them. */
  number: number
}

/** No value of a known form is longer, its separators included. */
const longest = 128
/** Values are judged one after the other: one of each serves all. */
const folding = new Folding(longest)
const text = new TextView()
const SPACE = 0x20
const separators = new Set([0x20, 0x28, 0x29, 0x2d, 0x2e, 0x2f])

/** Opens `bytes[start, end)` without the spaces around it; null where it is empty or too long. Valid until the next call. */
export function openWhole(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
): WholeText | null {
  if (end - start > longest) return null
  folding.read(bytes, start, end)
  let from = 0
  let to = folding.length
  while (from < to && folding.bytes[from]! <= SPACE) from++
  while (to > from && folding.bytes[to - 1]! <= SPACE) to--
  if (from === to) return null
  text.open({ bytes: folding.bytes, start: from, from, end: to, final: true })
  return count(from, to)
}

function count(from: number, to: number): WholeText {
  const value = { text, from, to, digits: 0, letters: 0, others: 0, separators: 0, number: 0 }
  for (let index = from; index < to; index++) {
    const byte = text.byte(index)
    if (isDigit(byte)) {
      if (value.digits < 15) value.number = value.number * 10 + byte - 0x30
      value.digits++
    } else if (isLetter(byte)) value.letters++
    else if (separators.has(byte)) value.separators++
    else value.others++
  }
  return value
}

export function is(score: number, ...reasons: string[]): WholeJudgement {
  return { score, reasons }
}

/** What a recognizer says, asked at `anchor`, where it takes the whole value; else null. */
export function recognizedWhole(
  recognizer: Recognizer,
  { text, from, to }: WholeText,
  anchor: number,
): WholeJudgement | null {
  const found = recognizer.recognize(text, anchor)
  if (!found || found.start !== from || found.end !== to) return null
  return { score: Math.max(found.score, 0.95), reasons: found.reasons }
}

/** 1234.56: an amount. */
export function isDecimal({ text, from, to, digits, separators: marks }: WholeText): boolean {
  if (marks !== 1 || digits !== to - from - 1) return false
  for (let index = from; index < to; index++) if (text.byte(index) === 0x2e) return to - index <= 4
  return false
}
