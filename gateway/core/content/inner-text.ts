/** A text with a second layer of escapes undone: JSON inside a JSON string, an encoded address inside a value. */
import type { Analyzer } from '../pii/analyzer.ts'
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { FoundValues } from '../pii/fields/found-values.ts'
import { lookBehind } from '../pii/scanner.ts'
import { KiB } from '../units.ts'
import { DecodedText } from './decoded-text.ts'
import { BACKSLASH, doubled, innerEscapeAt, PERCENT } from './inner-escape.ts'
import { hexAt, simpleEscape } from './json-string.ts'
import { LooseBytes } from './loose-bytes.ts'
import type { Stretch } from './occurrence.ts'
import { hexValue } from './percent-encode.ts'
import { noBytes } from './window.ts'

/** What the scanner is done with is let go of in pieces of at least this length. */
const dropStep = 16 * KiB

/** An entity of the inner text: its finding says where it stands in the outer one. */
export interface InnerFinding {
  finding: Finding
  value: Uint8Array
}

/** Positions that come in and go out count from the outer text's beginning; what is kept are indexes of the inner. */
export class InnerText {
  readonly #text = new DecodedText()
  readonly #loose = new LooseBytes()
  readonly #view: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: true }
  readonly #found: Finding[] = []
  /** Position up to which the outer text was taken. */
  #taken = 0
  /** Position where findings begin; null once what stands before it was taken. */
  #begin: number | null = null
  #decided = 0
  /** Where the last entity ended. */
  #floor = 0
  #kept = 0

  /** Bytes of memory that it takes. */
  get size(): number {
    return this.#text.bytes.length
  }

  /** The text is looked at from `start` on; findings begin at `decided`, before which no escape hides anything. */
  begin(start: number, decided: number): void {
    this.#text.reset(0)
    this.#loose.begin(false)
    this.#taken = start
    this.#begin = decided
    this.#decided = 0
    this.#floor = 0
    this.#kept = 0
  }

  /**
   * Looks through what is new of the outer text, of which `outer.bytes[0]` is at position `origin`; in one that is short, also
   * for who is known. Returns the position up to which all is decided.
   */
  read(
    outer: TextWindow,
    origin: number,
    { analyzer, found, known }: { analyzer: Analyzer; found: InnerFinding[]; known: FoundValues | null },
  ): number {
    const text = this.#text
    const isWhole = this.#begin !== null && outer.final
    if (this.#begin !== null) {
      // What stands before may still be shorter here: of a doubled backslash, which hides nothing, one is left.
      this.#take(outer, origin, this.#begin - origin)
      this.#decided = text.length
      this.#floor = text.length
      this.#begin = null
    }
    this.#take(outer, origin, outer.end)
    if (outer.final) this.#loose.close(text)
    const view = this.#view
    view.bytes = text.bytes
    view.start = this.#kept
    view.from = this.#decided
    view.floor = this.#floor
    view.end = text.length
    view.final = outer.final
    this.#found.length = 0
    this.#decided = analyzer.scan(view, this.#found)
    if (isWhole) known?.read(view, this.#found)
    this.#floor = view.floor ?? this.#floor
    for (const finding of this.#found) {
      const { start, end } = text.stretches(finding.start, finding.end)[0] as Stretch
      const value = text.bytes.slice(finding.start, finding.end)
      found.push({ finding: { ...finding, start, end }, value })
    }
    const decided = text.length === 0 ? this.#emptyUntil : text.offsetOf(this.#decided)
    this.#kept = Math.max(this.#kept, this.#decided - lookBehind)
    if (this.#kept > dropStep) this.#drop()
    return decided
  }

  get #emptyUntil(): number {
    return this.#loose.isOpen ? this.#loose.openFrom : this.#taken
  }

  #drop(): void {
    const dropped = this.#text.drop(this.#kept)
    this.#decided -= dropped
    this.#floor -= dropped
    this.#kept -= dropped
  }

  /** An escape that the text's end cuts in two is left for the next time. */
  #take(outer: TextWindow, origin: number, end: number): void {
    const { bytes } = outer
    let at = this.#taken - origin
    while (at < end) {
      const run = at
      while (at < end && bytes[at] !== PERCENT && bytes[at] !== BACKSLASH) at++
      if (run < at) this.#loose.close(this.#text)
      this.#text.append(bytes, { from: run, to: at }, origin + run)
      if (at === end) break
      const length = innerEscapeAt(outer, at)
      if (length < 0) break
      if (length === 0) this.#takeMark(bytes, at, origin)
      else this.#takeEscape(bytes, { at, length }, origin)
      at += Math.max(length, 1)
    }
    this.#taken = origin + at
  }

  #takeMark(bytes: Uint8Array, at: number, origin: number): void {
    this.#loose.close(this.#text)
    this.#text.append(bytes, { from: at, to: at + 1 }, origin + at)
  }

  #takeEscape(bytes: Uint8Array, { at, length }: { at: number; length: number }, origin: number): void {
    const offset = origin + at
    if (bytes[at] === PERCENT && (length === 3 || length === doubled)) {
      const digits = at + length - 2
      const byte = 16 * hexValue(bytes[digits] as number) + hexValue(bytes[digits + 1] as number)
      this.#loose.byte(this.#text, byte, { offset, length })
      return
    }
    const code = length === 2 ? simpleEscape(bytes[at + 1] as number) : hexAt(bytes, at + 2)
    this.#loose.close(this.#text)
    this.#text.appendCharacter(code, offset, length)
  }
}
