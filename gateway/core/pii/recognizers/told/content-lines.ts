/** Finds people in cards and calendars (vCard, iCalendar), whose lines begin with the name of what they hold. */
import { isAlphanumeric, isDigit } from '../../bytes.ts'
import type { EntityType, Finding } from '../../entity.ts'
import { isWordAt } from '../../word-bytes.ts'
import { addFree } from './free-places.ts'
import type { Prose } from './prose-words.ts'

interface Property {
  readonly type: EntityType
  /** `whole`: its value; `components`: each of them, as far as `most`; `name`: the parameter `CN`. */
  readonly of: 'whole' | 'components' | 'name'
  readonly most: number
  /** Semicolons that the value must have, so that another line that begins so is none. */
  readonly least: number
}

/** RFC 6350 §6.2 and §6.3 (FN, N, NICKNAME, BDAY, ADR), RFC 5545 §3.8.4 (ATTENDEE, ORGANIZER) with §3.2.2 (CN). */
const properties: Readonly<Record<string, Property>> = {
  FN: { type: 'PERSON', of: 'whole', most: 1, least: 0 },
  NICKNAME: { type: 'PERSON', of: 'whole', most: 1, least: 0 },
  // Family and given names, additional ones; then titles.
  N: { type: 'PERSON', of: 'components', most: 3, least: 1 },
  // Box, extension, street, town, region, postcode; then the country.
  ADR: { type: 'ADDRESS', of: 'components', most: 6, least: 4 },
  BDAY: { type: 'DATE_OF_BIRTH', of: 'whole', most: 1, least: 0 },
  ATTENDEE: { type: 'PERSON', of: 'name', most: 1, least: 0 },
  ORGANIZER: { type: 'PERSON', of: 'name', most: 1, least: 0 },
}
const longestName = 9
const longestValue = 200
const score = 0.9

const LINE = 0x0a
const RETURN = 0x0d
const COLON = 0x3a
const SEMICOLON = 0x3b
const QUOTE = 0x22
const DOT = 0x2e
const beginning = new TextEncoder().encode('BEGIN:V')

/** True where a text is a card or a calendar. */
export function beginsCard({ bytes, start, end }: Prose): boolean {
  if (end - start <= beginning.length) return false
  let place = 0
  while (place < beginning.length && bytes[start + place] === beginning[place]) place++
  return place === beginning.length
}

/** Puts what such lines hold between the findings of `out`, which stay in their order; nothing surer is put aside. */
export function findInContentLines(text: Prose, out: Finding[]): void {
  const { bytes, start, end } = text
  const found: Finding[] = []
  for (let at = start; at < end; ) {
    let lineEnd = at
    // Not beyond the text: what follows may be a whole body without a line end.
    while (lineEnd < end && (bytes[lineEnd] !== LINE || isFolded(bytes, lineEnd, end))) lineEnd++
    readLine(bytes, { start: at, end: bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd }, found)
    at = lineEnd + 1
  }
  if (found.length === 0) return
  // What a tagger doubts in half of it is surer here.
  const doubted = out.filter((one) => !found.some((surer) => surer.score > one.score && isIn(one, surer)))
  out.splice(0, out.length, ...doubted)
  addFree(found, out)
}

/** RFC 6350 §3.2, RFC 5545 §3.1: behind a line end one blank says that the line goes on with what follows. */
function isFolded(bytes: Uint8Array, lineEnd: number, end: number): boolean {
  const next = lineEnd + 1
  return next + 1 < end && (bytes[next] === 0x20 || bytes[next] === 0x09) && bytes[next + 1]! > 0x0d
}

function isIn(one: Finding, outer: Finding): boolean {
  return one.type === outer.type && one.start >= outer.start && one.end <= outer.end
}

interface Span {
  readonly start: number
  readonly end: number
}

function readLine(bytes: Uint8Array, line: Span, found: Finding[]): void {
  const start = behindGroup(bytes, line)
  let end = start
  while (end < line.end && end <= start + longestName && isUpper(bytes[end]!)) end++
  const mark = bytes[end]
  if (end === start || end >= line.end || (mark !== COLON && mark !== SEMICOLON)) return
  const property = properties[String.fromCharCode(...bytes.subarray(start, end))]
  if (property === undefined) return
  const colon = valueMark(bytes, { start: end, end: line.end })
  if (colon < 0) return
  if (property.of === 'name') addName(bytes, { start: end, end: colon }, property, found)
  else addComponents(bytes, { start: colon + 1, end: line.end }, property, found)
}

/** `item1.ADR`: RFC 6350 §3.3. */
function behindGroup(bytes: Uint8Array, { start, end }: Span): number {
  let at = start
  while (at < end && at < start + longestName && isAlphanumeric(bytes[at]!)) at++
  return bytes[at] === DOT && at > start ? at + 1 : start
}

/** The colon behind the parameters, of which some may stand in quotes; -1 where there is none. */
function valueMark(bytes: Uint8Array, { start, end }: Span): number {
  let isQuoted = false
  for (let at = start; at < end; at++) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted
    else if (bytes[at] === COLON && !isQuoted) return at
  }
  return -1
}

function addComponents(bytes: Uint8Array, value: Span, property: Property, found: Finding[]): void {
  const { type, of, most, least } = property
  if (of === 'whole') {
    addValue(bytes, value, type, found)
    return
  }
  const marks: number[] = []
  for (let at = value.start; at < value.end; at++)
    if (bytes[at] === SEMICOLON && bytes[at - 1] !== 0x5c) marks.push(at)
  if (marks.length < least) return
  let start = value.start
  for (const mark of [...marks, value.end].slice(0, most)) {
    addValue(bytes, { start, end: mark }, type, found)
    start = mark + 1
  }
}

/** `CN=Ana Lopez` or `CN="Lopez, Ana"`. */
function addName(bytes: Uint8Array, parameters: Span, { type }: Property, found: Finding[]): void {
  for (let at = parameters.start; at + 4 < parameters.end; at++) {
    if (bytes[at] !== SEMICOLON || bytes[at + 1] !== 0x43 || bytes[at + 2] !== 0x4e || bytes[at + 3] !== 0x3d)
      continue
    const isQuoted = bytes[at + 4] === QUOTE
    const start = isQuoted ? at + 5 : at + 4
    let end = start
    while (end < parameters.end && bytes[end] !== (isQuoted ? QUOTE : SEMICOLON)) end++
    addValue(bytes, { start, end }, type, found)
    return
  }
}

/** A name has letters and no digits, a date digits; a place anything. An address for mail is found as one. */
function addValue(bytes: Uint8Array, span: Span, type: EntityType, found: Finding[]): void {
  let { start, end } = span
  while (start < end && bytes[start]! <= 0x20) start++
  while (end > start && bytes[end - 1]! <= 0x20) end--
  if (end === start || end - start > longestValue) return
  let letters = 0
  let digits = 0
  for (let at = start; at < end; at++) {
    if (isWordAt(bytes, at)) letters++
    else if (isDigit(bytes[at]!)) digits++
    else if (bytes[at] === 0x40) return
  }
  const fits =
    type === 'PERSON'
      ? letters >= 2 && (digits === 0 || letters > 2 * digits)
      : type === 'DATE_OF_BIRTH'
        ? digits >= 4 && letters <= 2
        : letters + digits >= 2
  if (fits) found.push({ type, start, end, score, reasons: ['form:content-line'] })
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}
