/** Finds entities inside JSON numbers and keeps what stands there a number. */
import { standIn } from '../pii/anonymize.ts'
import type { Finding, Operator, TextWindow } from '../pii/entity.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import { isFoundAgain } from '../pii/fields/insert-found.ts'
import { findValue, weighFindings } from '../pii/fields/weigh-field.ts'
import type { EntityEditor } from './entity-editor.ts'
import { isMoment } from './json-machine-made.ts'
import type { Occurrence } from './occurrence.ts'
import { noBytes } from './window.ts'

/** No entity that is written in digits alone is shorter: a national phone number has at least this many. */
export const shortestNumber = 7

/** Shorter ones are amounts that are the same by chance, and no answer would bring them back. */
const shortestKnown = 9

/** Twelve digits, the fewest of a card, with a dot or an exponent. */
const shortestSpelling = 13
/** No entity of digits alone is longer; and a number like 1e999999999 must not become a gigabyte. */
const mostDigits = 24

const NINE = 0x39
const STAR = 0x2a
const zero = Uint8Array.of(0x30)
const nullWord = Uint8Array.of(0x6e, 0x75, 0x6c, 0x6c)

/**
 * In number position `mask` keeps the length and writes 9 for each digit that the mask hides (so 4111111111111111
 * becomes 9999999999991111), `redact` makes the whole number `null`, `replace` makes it `0`.
 */
export class NumberReader {
  readonly #editor: EntityEditor
  readonly #view: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: true }
  readonly #found: Finding[] = []
  /** What the name tells that counts for all numbers of a list; undefined until one of them asks. */
  #meaning: FieldMeaning | null | undefined

  constructor(editor: EntityEditor) {
    this.#editor = editor
  }

  /** Forgets the body that was read. */
  reset(): void {
    this.#view.bytes = noBytes
    this.#found.length = 0
    this.#meaning = undefined
  }

  /** The next number stands under another name than the last one. */
  beginList(): void {
    this.#meaning = undefined
  }

  /** Looks through the number `[start, end)` of the window; `isTold`: its name may tell what it is. */
  read(start: number, end: number, isTold: boolean): void {
    const view = this.#view
    view.bytes = this.#editor.rewriter.window.bytes
    view.start = start
    view.from = start
    view.end = end
    this.#found.length = 0
    this.#editor.memory.beginText()
    if (end - start >= shortestNumber) this.#editor.analyzer.scan(view, this.#found)
    if (isTold || this.#found.length > 0) this.#weigh()
    if (end - start >= shortestKnown && !isMoment(view.bytes, start, end))
      this.#editor.knownHere?.found.read(view, this.#found)
    if (this.#found.length > 0) this.#judge(start, end)
    else if (end - start >= shortestSpelling) this.#readSpelledOut(start, end)
  }

  /** `4111111111111111.0` and `4.111111111111111e15` are the same number: what spreadsheets make of a card's digits. */
  #readSpelledOut(start: number, end: number): void {
    const digits = spelledOut(this.#editor.rewriter.window.bytes, start, end)
    if (digits === null) return
    const view = this.#view
    view.bytes = digits
    view.start = 0
    view.from = 0
    view.end = digits.length
    this.#editor.analyzer.scan(view, this.#found)
    if (this.#found.length > 0) this.#weigh()
    if (this.#found.length > 0) this.#judgeSpelledOut(digits, start, end)
  }

  #weigh(): void {
    const { analyzer, place } = this.#editor
    if (this.#meaning === undefined) this.#meaning = this.#editor.meaning()
    const meaning = this.#meaning
    if (this.#found.length > 0) weighFindings(this.#found, { meaning, place, isField: true })
    if (meaning?.role !== 'value') return
    findValue(this.#view, this.#found, { meaning, wholeValue: analyzer.wholeValue })
  }

  #judgeSpelledOut(digits: Uint8Array, start: number, end: number): void {
    const { base } = this.#editor.rewriter.window
    const whole = [{ start: base + start, end: base + end }]
    const orders = this.#ask((finding) => ({
      finding,
      value: digits.subarray(finding.start, finding.end),
      stretches: whole,
      number: true,
    }))
    this.#carryOut(orders, { start, end, refusedFrom: start, number: digits })
  }

  #judge(start: number, end: number): void {
    const { base, bytes } = this.#editor.rewriter.window
    const orders = this.#ask((found) => ({
      finding: { ...found, start: found.start - start, end: found.end - start },
      value: bytes.subarray(found.start, found.end),
      stretches: [{ start: base + found.start, end: base + found.end }],
      number: true,
    }))
    const touched = orders.find((order) => order.operator !== 'keep')
    const refusedFrom = start + (touched?.occurrence.finding.start ?? 0)
    this.#carryOut(orders, { start, end, refusedFrom, number: bytes.slice(start, end) })
  }

  /** What is known from elsewhere counts only where nothing else changes all of it, as in other texts (found-entities.ts). */
  #ask(occurrenceOf: (finding: Finding) => Occurrence): Order[] {
    const orders: Order[] = []
    let changedTo = 0
    for (const finding of this.#found) {
      if (isFoundAgain(finding) && finding.end <= changedTo) continue
      const occurrence = occurrenceOf(finding)
      const operator = this.#editor.ask(occurrence)
      orders.push({ occurrence, operator })
      if (operator !== 'keep') changedTo = Math.max(changedTo, finding.end)
    }
    return orders
  }

  #carryOut(
    orders: readonly Order[],
    to: { start: number; end: number; refusedFrom: number; number: Uint8Array },
  ): void {
    const { rewriter } = this.#editor
    const { start, end } = to
    const touched = orders.filter((order) => order.operator !== 'keep')
    if (touched.length === 0) return
    const does = (operator: Operator) => touched.some((order) => order.operator === operator)
    if (does('refuse')) {
      rewriter.refuse(to.refusedFrom)
      return
    }
    for (const { occurrence } of touched) this.#editor.remember(occurrence.finding, occurrence.value)
    if (does('redact')) rewriter.edit(start, end, nullWord)
    else if (does('replace')) rewriter.edit(start, end, zero)
    else rewriter.edit(start, end, masked(to.number, touched))
  }
}

interface Order {
  occurrence: Occurrence
  operator: Operator
}

/** The plain digits of a number with a fraction or an exponent; null where it is no whole number, or a long one. */
function spelledOut(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  const digits: number[] = []
  let scale = 0
  let seenDot = false
  let at = bytes[start] === 0x2d ? start + 1 : start
  for (; at < end && ((bytes[at] as number) | 0x20) !== 0x65; at++) {
    const byte = bytes[at] as number
    if (byte === 0x2e) seenDot = true
    else {
      if (digits.length > 0 || byte !== 0x30) digits.push(byte)
      if (seenDot) scale -= 1
    }
  }
  if (at < end) scale += exponentOf(bytes, at + 1, end)
  else if (!seenDot) return null
  for (; scale < 0 && digits[digits.length - 1] === 0x30; scale++) digits.pop()
  if (scale < 0 || digits.length + scale > mostDigits) return null
  for (; scale > 0; scale--) digits.push(0x30)
  return Uint8Array.from(digits)
}

function exponentOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x30 && byte <= NINE) value = Math.min(value * 10 + byte - 0x30, 1e6)
  }
  return bytes[start] === 0x2d ? -value : value
}

/** An exponent stays: it says how large the number is and nothing else, and one of nines is too large for any reader. */
function masked(number: Uint8Array, orders: readonly { occurrence: Occurrence }[]): Uint8Array {
  const exponent = number.findIndex((byte) => (byte | 0x20) === 0x65)
  const mantissaEnd = exponent < 0 ? number.length : exponent
  for (const { occurrence } of orders) {
    const { finding, value } = occurrence
    const mask = standIn(finding.type, value, 'mask')
    const length = Math.min(value.length, mantissaEnd - finding.start)
    for (let i = 0; i < length; i++) {
      const digit = number[finding.start + i] as number
      const isDigit = digit >= 0x30 && digit <= NINE
      // A mask of another length says nothing about single places: then every digit is hidden.
      const hidden = mask.length !== value.length || mask[i] === STAR
      if (isDigit && hidden) number[finding.start + i] = NINE
    }
  }
  return number
}

/** RFC 8259 §6: an optional minus, no leading zero, digits around a dot, an exponent with digits. */
export function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = bytes[start] === 0x2d ? start + 1 : start
  const whole = digitsEnd(bytes, at, end)
  if (whole === at || (bytes[at] === 0x30 && whole > at + 1)) return false
  at = whole
  if (at < end && bytes[at] === 0x2e) {
    const fraction = digitsEnd(bytes, at + 1, end)
    if (fraction === at + 1) return false
    at = fraction
  }
  if (at < end && ((bytes[at] as number) | 0x20) === 0x65) {
    at++
    if (at < end && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at++
    const exponent = digitsEnd(bytes, at, end)
    if (exponent === at) return false
    at = exponent
  }
  return at === end
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= NINE) at++
  return at
}
