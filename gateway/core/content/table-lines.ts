/** Tells by its marks what a line may be of a table: which separator parts its columns, and how often. */
import type { Span } from './prose-look.ts'

/** `box`: a line that is drawn. `list`: a comma and a blank, as in a sentence. `wide`: two blanks or more. */
export const separators = { tab: 1, bar: 2, semicolon: 3, comma: 4, box: 5, list: 6, wide: 7 } as const
export type Separator = (typeof separators)[keyof typeof separators]

/** A separator, and above its four bits how many there are of it; 0: none. */
export type LineShape = number

const LINE = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const COMMA = 0x2c

/** Fewer stand in any text. */
const fewestSeparators = 2

/** What a byte may count for; what is beside it says whether it does. */
const kinds = new Uint8Array(256)
kinds[0x09] = separators.tab
kinds[0x7c] = separators.bar
kinds[0x3b] = separators.semicolon
kinds[COMMA] = separators.comma
kinds[0xe2] = separators.box
kinds[SPACE] = separators.wide
const counts = new Uint32Array(separators.wide + 1)

/** What rules between rows are made of: `|---|:-:|`, `+====+`; and the mark of a mail which is answered. */
const ofRules = new Uint8Array(256)
for (const mark of ' \t\r|-+:=>') ofRules[mark.charCodeAt(0)] = 1

export function separatorOf(shape: LineShape): Separator {
  return (shape & 0x0f) as Separator
}

/** True where the line has a separator that any text may have. */
export function isFaint(shape: LineShape): boolean {
  return separatorOf(shape) >= separators.list || shape >> 4 < fewestSeparators
}

/** Of the byte that parts the cells of a file: a comma, a semicolon, a tab or a bar. */
export function separatorFor(delimiter: number): Separator {
  return kinds[delimiter] as Separator
}

/** False where no line, but for the last one, has the separators of a table: then nobody needs to look. */
export function mayHoldTable({ bytes, start, end }: { bytes: Uint8Array } & Span): boolean {
  for (let from = start; ; ) {
    const line = { start: from, end: lineEnd(bytes, from, end) }
    if (line.end === end) return false
    from = line.end + 1
    const shape = shapeOf(bytes, line)
    if (shape !== 0 && (!isFaint(shape) || shapeBehind(bytes, from, end) === shape)) return true
  }
}

/** The shape of the next line that is no rule; -1 where there is none. */
export function shapeBehind(bytes: Uint8Array, from: number, end: number): LineShape | -1 {
  for (let start = from; start < end; ) {
    const line = { start, end: lineEnd(bytes, start, end) }
    if (!isRule(bytes, line)) return shapeOf(bytes, line)
    start = line.end + 1
  }
  return -1
}

/** By the separator of which the line has most, the first of equals. */
export function shapeOf(bytes: Uint8Array, { start, end }: Span): LineShape {
  // Blanks that end a line are a line break of Markdown.
  let last = end
  while (last > start && (bytes[last - 1] === SPACE || bytes[last - 1] === RETURN)) last--
  counts.fill(0)
  for (let at = start; at < last; at++) {
    const kind = kinds[bytes[at]!]!
    if (kind === 0) continue
    if (kind < separators.comma) counts[kind]!++
    else if (kind === separators.comma) counts[bytes[at + 1] === SPACE ? separators.list : kind]!++
    else if (kind === separators.wide) counts[kind]! += beginsWide(bytes, start, at) ? 1 : 0
    else if (isDrawnBar(bytes, at)) counts[kind]!++
  }
  let best: number = separators.tab
  for (let kind = best + 1; kind < separators.list; kind++) if (counts[kind]! > counts[best]!) best = kind
  for (let kind: number = separators.list; counts[best] === 0 && kind < counts.length; kind++) best = kind
  return counts[best] === 0 ? 0 : (counts[best]! << 4) | best
}

function beginsWide(bytes: Uint8Array, start: number, at: number): boolean {
  return bytes[at + 1] === SPACE && at > start && bytes[at - 1]! > SPACE
}

/** U+2502, U+2503 and U+2551 in UTF-8: the lines that part columns. */
export function isDrawnBar(bytes: Uint8Array, at: number): boolean {
  const [second, third] = [bytes[at + 1], bytes[at + 2]]
  return second === 0x94 ? third === 0x82 || third === 0x83 : second === 0x95 && third === 0x91
}

export function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] !== LINE) at++
  return at
}

export function isBlank(bytes: Uint8Array, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > SPACE) return false
  return true
}

/** True for a line of blanks, and for one that is drawn between rows. */
export function isRule(bytes: Uint8Array, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) {
    if (ofRules[bytes[at]!] === 1) continue
    // U+2500 to U+257F in UTF-8.
    if (bytes[at] !== 0xe2 || (bytes[at + 1] !== 0x94 && bytes[at + 1] !== 0x95)) return false
    at += 2
  }
  return true
}
