/** Reads what stands between the strings of a JSON document: brackets, commas, white space, numbers and words. */
import type { GatewayError } from '../errors.ts'
import type { JsonMachines } from '../pii/wasm/json-reader.ts'
import { isMoment } from './json-machine-made.ts'
import { isNumber, shortestNumber } from './json-number.ts'
import type { JsonPath } from './json-path.ts'
import {
  inNumber,
  inString,
  inWord,
  malformedJson,
  wantColon,
  wantCommaOrEnd,
  wantNameOrEnd,
  wantNothing,
  wantValue,
  wantValueOrEnd,
} from './json-states.ts'
import { numberBytes } from './json-tables.ts'
import type { JsonTexts } from './json-texts.ts'
import type { ByteWindow } from './window.ts'

const words = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]))

export interface JsonParts {
  path: JsonPath
  texts: JsonTexts
  machines: JsonMachines
}

export interface JsonReading {
  /** NDJSON: a sequence of values, each behind a line end, or behind a record separator (RFC 7464). */
  lines: boolean
  /** Whether the rule names fields. */
  asksFields: boolean
}

/** RFC 8259, strictly; nesting as `JsonPath` bounds it. An empty body has nothing to hide and passes. */
export class JsonStructure {
  /** What comes next; the reader of strings, which are most of a document, sets it too. */
  state = wantValue
  /** Offset of the open token's first byte: of a name or string the one behind the quote. */
  token = 0
  readonly #window: ByteWindow
  readonly #path: JsonPath
  readonly #texts: JsonTexts
  #lines = false
  #asksFields = false
  #word = 'null'
  #lineEnded = false
  #blank = true

  constructor(window: ByteWindow, parts: JsonParts) {
    this.#window = window
    this.#path = parts.path
    this.#texts = parts.texts
  }

  begin({ lines, asksFields }: JsonReading): void {
    this.#lines = lines
    this.#asksFields = asksFields
  }

  /** Back to the beginning of a body. */
  reset(): void {
    this.state = wantValue
    this.token = 0
    this.#lineEnded = false
    this.#blank = true
  }

  /** Everything that is neither a string nor what stands between two members. */
  read(c: number, at: number): number {
    const state = this.state
    if (state === inNumber) return this.#number(at)
    if (state === inWord) return this.#wordOn(at)
    if (c < 0x20) return this.#passSpace(c, at)
    if (c === 0x3a && state === wantColon) {
      this.state = wantValue
      return at + 1
    }
    if (c === 0x7d || c === 0x5d) return this.#close(c, at)
    const isNext = state === wantNothing && this.#lines && this.#lineEnded
    if (!isNext && state !== wantValue && state !== wantValueOrEnd)
      throw this.#malformed('something else must come', at)
    this.#lineEnded = false
    this.beginValue(at)
    return this.#value(c, at)
  }

  beginValue(at: number): void {
    this.#blank = false
    if (this.#asksFields && this.#path.inObject) this.#texts.beginField(at)
  }

  #value(c: number, at: number): number {
    this.token = this.#window.base + at
    if (c === 0x22) {
      this.token++
      this.state = inString
      return at + 1
    }
    if (c === 0x7b || c === 0x5b) {
      this.#path.open(c === 0x7b)
      this.state = c === 0x7b ? wantNameOrEnd : wantValueOrEnd
      return at + 1
    }
    if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      this.state = inNumber
      return this.#number(at)
    }
    const word = words.get(c)
    if (word === undefined) throw this.#malformed('no value begins like this', at)
    this.#word = word
    this.state = inWord
    return this.#wordOn(at)
  }

  #close(c: number, at: number): number {
    const path = this.#path
    const expected = c === 0x7d ? wantNameOrEnd : wantValueOrEnd
    const fits = path.depth > 0 && path.inObject === (c === 0x7d)
    if (!fits || (this.state !== wantCommaOrEnd && this.state !== expected)) {
      throw this.#malformed('nothing can end here', at)
    }
    path.close()
    this.state = this.#endValue(at + 1)
    return at + 1
  }

  /** A value ended before `at`. Returns what must come next. */
  #endValue(at: number): number {
    if (this.#asksFields) this.#texts.endValue(at)
    return this.#path.depth === 0 ? wantNothing : wantCommaOrEnd
  }

  #number(from: number): number {
    const { bytes, end } = this.#window
    let at = from
    while (at < end && numberBytes[bytes[at] as number] !== 0) at++
    if (at < end) this.#endNumber(at)
    return at
  }

  #endNumber(at: number): void {
    const start = this.token - this.#window.base
    if (!isNumber(this.#window.bytes, start, at))
      throw this.#malformed('no number is written like this', start)
    const isLong = at - start >= shortestNumber && !isMoment(this.#window.bytes, start, at)
    if (isLong || this.#texts.isTold) this.#texts.number(start, at)
    this.state = this.#endValue(at)
  }

  /** Goes on inside `true`, `false` or `null`. */
  #wordOn(from: number): number {
    const { base, bytes, end } = this.#window
    const start = this.token - base
    let at = from
    while (at < end && at - start < this.#word.length) {
      if (bytes[at] !== this.#word.charCodeAt(at - start))
        throw this.#malformed('no value is written like this', at)
      at++
    }
    if (at - start === this.#word.length) this.state = this.#endValue(at)
    return at
  }

  /** RFC 8259 §2: tab, line feed, carriage return and space; RFC 7464 adds the record separator between texts. */
  #passSpace(c: number, at: number): number {
    const separates = c === 0x0a || (c === 0x1e && this.#lines && this.#path.depth === 0)
    if (!separates && c !== 0x0d && c !== 0x09) throw this.#malformed('a control character stands here', at)
    if (separates && this.state === wantNothing) this.#lineEnded = true
    return at + 1
  }

  /** The body has ended at `at`; `mark` is the length of its byte order mark. */
  finish(at: number, mark: number): void {
    const { depth } = this.#path
    if (this.state === inNumber && depth === 0) this.#endNumber(at)
    // Lines may all be blank; a document may only be missing.
    const blank = this.#blank && depth === 0 && (this.#lines || this.#window.base + at <= mark)
    const complete = this.state === wantNothing || (this.state === wantValue && blank)
    if (!complete || at < this.#window.end) throw this.#malformed('the end comes too early', at)
  }

  #malformed(why: string, index: number): GatewayError {
    return malformedJson(why, this.#window.base + index)
  }
}
