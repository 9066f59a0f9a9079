/** Tells what stands in the strings, numbers and words of JSON in which nothing is malformed. */
import type { TextWindow } from '../pii/entity.ts'
import { BACKSLASH, innerEscapeAt } from './inner-escape.ts'
import { isNumber } from './json-number.ts'
import { ESCAPE, numberBytes, PERCENT, QUOTE, stringClass, TRIGGER } from './json-tables.ts'
import { type ByteWindow, noBytes } from './window.ts'

/** A string between its quotes, as far as it was passed over. */
export class LenientString {
  /** True once something in it may anchor an entity. */
  triggered = false
  escaped = false
  /** True once a second layer of escapes may be in it. */
  coded = false
  readonly #ahead: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: false }

  begin(): void {
    this.triggered = false
    this.escaped = false
    this.coded = false
  }

  /** Index of the closing quote, or up to where it was passed over; what an escape begins there may have to come first. */
  pass({ bytes, end }: ByteWindow, from: number, final: boolean): number {
    const ahead = this.#ahead
    ahead.bytes = bytes
    ahead.end = end
    ahead.final = final
    let at = from
    while (at < end) {
      const kind = stringClass[bytes[at] as number] as number
      if (kind === QUOTE) return at
      if (kind === TRIGGER) this.triggered = true
      const length = kind === ESCAPE || kind === PERCENT ? this.#escape(ahead, at) : 1
      if (length < 0) return at
      at += length
    }
    return at
  }

  /** The length of what begins at a backslash or percent sign; -1 where it must go on before that can be known. */
  #escape(ahead: TextWindow, at: number): number {
    const { bytes } = ahead
    const length = innerEscapeAt(ahead, at)
    if (length < 0) return -1
    if (bytes[at] === BACKSLASH) this.escaped = true
    // What may hide anything: four digits, two, or a backslash before either.
    const isCode = length === 6 || length === 3 || (length === 2 && bytes[at + 1] === BACKSLASH)
    if (isCode) {
      this.coded = true
      this.triggered = true
    }
    return Math.max(1, length)
  }
}

/** RFC 8259 §3, and what some programs write for numbers that are none. */
const words = new Set(['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity', 'undefined'])
const longestWord = 9
/** Longer ones are no numbers of anything, and none is waited for. */
const longestNumber = 64

/** What stands bare in `[start, end)`. */
export function bareKind(window: ByteWindow, start: number, end: number): 'number' | 'word' | 'none' {
  if (end - start <= longestNumber && isNumber(window.bytes, start, end)) return 'number'
  return end - start <= longestWord && words.has(window.text(start, end)) ? 'word' : 'none'
}

/** False once `[start, end)`, which goes on, can become neither. */
export function mayBeBare({ bytes }: ByteWindow, start: number, end: number): boolean {
  if (end - start <= longestWord) return true
  if (end - start > longestNumber) return false
  for (let i = start; i < end; i++) if (numberBytes[bytes[i] as number] === 0) return false
  return true
}
