/** Reads JSON and NDJSON byte by byte while it passes, and points out its names, strings, numbers and fields. */
import { GatewayError } from '../errors.ts'
import type { BodyParser } from './body-inspector.ts'
import { isNumber } from './json-number.ts'
import type { JsonPath } from './json-path.ts'
import {
  CONTROL,
  escapeClass,
  isHexDigit,
  PLAIN,
  QUOTE,
  shortEscapesTrigger,
  stringClass,
  TRIGGER,
} from './json-tables.ts'
import type { JsonTexts } from './json-texts.ts'
import type { Rewriter } from './rewriter.ts'
import type { ByteWindow } from './window.ts'

/** What must or may come next. From `inName` on a token is open; before that white space is passed over. */
const wantValue = 0
const wantValueOrEnd = 1
const wantName = 2
const wantNameOrEnd = 3
const wantColon = 4
const wantCommaOrEnd = 5
const wantNothing = 6
const inName = 7
const inString = 8
const inNumber = 9
const inWord = 10

/** Whether a byte may stand in a number. */
const numberByte = new Uint8Array(256)
for (const c of '0123456789+-.eE') numberByte[c.charCodeAt(0)] = 1

const words = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]))

/**
 * A strict tokenizer (RFC 8259; nesting as `JsonPath` bounds it; a leading byte order mark is passed over). With
 * `lines` the body is a sequence of values, each behind a line end (NDJSON) or a record separator (RFC 7464). An empty
 * body has nothing to hide and passes. The grammar is here; what is done to texts is in `JsonTexts`.
 */
export class JsonParser implements BodyParser {
  readonly #window: ByteWindow
  readonly #path: JsonPath
  readonly #texts: JsonTexts
  readonly #lines: boolean
  #state = wantValue
  /** Offset in the body of the next byte to read. */
  #offset = 0
  /** Offset of the open token's first byte: of a name or string the one behind the quote. */
  #token = 0
  /** Whether the open name or string may hold an entity (an escape of four digits is any byte), and an escape. */
  #triggered = false
  #escaped = false
  #word = 'null'
  #lineEnded = false
  #blank = true
  /** True when the window ends inside something that must be seen whole. */
  #starved = false

  constructor(rewriter: Rewriter, parts: { path: JsonPath; texts: JsonTexts; lines: boolean }) {
    this.#window = rewriter.window
    this.#path = parts.path
    this.#texts = parts.texts
    this.#lines = parts.lines
  }

  advance(final: boolean): void {
    this.#starved = false
    if (this.#offset === 0) this.#offset = this.#passMark(final)
    const at = this.#starved ? 0 : this.#read(this.#offset - this.#window.base)
    this.#offset = this.#window.base + at
    if (final) this.#finish(at)
    else this.#pause(at)
  }

  /** Reads up to the end of the window, or up to what cannot be read yet. */
  #read(from: number): number {
    const { bytes, end } = this.#window
    let at = from
    while (at < end && !this.#starved) {
      const state = this.#state
      const c = bytes[at] as number
      if (state >= inName) {
        at = this.#continue(state, at)
      } else if (c === 0x20) {
        at++
        while (at < end && bytes[at] === 0x20) at++
      } else if (c < 0x20) {
        this.#passSpace(c, at)
        at++
      } else if (state === wantName || (state === wantNameOrEnd && c !== 0x7d)) {
        if (c !== 0x22) throw this.#malformed('a name must come', at)
        at = this.#open(inName, at + 1)
      } else if (state === wantColon) {
        if (c !== 0x3a) throw this.#malformed('a colon must come', at)
        this.#state = wantValue
        at++
      } else if (state === wantCommaOrEnd && c === 0x2c) {
        this.#state = this.#comma()
        at++
      } else if (c === 0x5d || c === 0x7d) {
        at = this.#close(c, at)
      } else {
        at = this.#value(c, at)
      }
    }
    return at
  }

  #continue(state: number, at: number): number {
    if (state <= inString) return this.#string(at)
    return state === inNumber ? this.#number(at) : this.#wordOn(at)
  }

  #open(state: number, at: number): number {
    this.#state = state
    this.#token = this.#window.base + at
    this.#triggered = false
    this.#escaped = false
    return state <= inString ? this.#string(at) : this.#continue(state, at)
  }

  #value(c: number, at: number): number {
    const state = this.#state
    if (state === wantNothing && this.#lines && this.#lineEnded) this.#lineEnded = false
    else if (state !== wantValue && state !== wantValueOrEnd)
      throw this.#malformed('something else must come', at)
    this.#blank = false
    this.#texts.beginValue(at)
    if (c === 0x22) return this.#open(inString, at + 1)
    if (c === 0x7b || c === 0x5b) {
      this.#path.open(c === 0x7b)
      this.#state = c === 0x7b ? wantNameOrEnd : wantValueOrEnd
      return at + 1
    }
    if (c === 0x2d || (c >= 0x30 && c <= 0x39)) return this.#open(inNumber, at)
    const word = words.get(c)
    if (word === undefined) throw this.#malformed('no value begins like this', at)
    this.#word = word
    return this.#open(inWord, at)
  }

  #comma(): number {
    if (this.#path.inObject) return wantName
    this.#path.nextElement()
    return wantValue
  }

  #close(c: number, at: number): number {
    const expected = c === 0x7d ? wantNameOrEnd : wantValueOrEnd
    const fits = this.#path.depth > 0 && this.#path.inObject === (c === 0x7d)
    if (!fits || (this.#state !== wantCommaOrEnd && this.#state !== expected)) {
      throw this.#malformed('nothing can end here', at)
    }
    this.#path.close()
    return this.#endValue(at + 1)
  }

  #endValue(at: number): number {
    this.#texts.endValue(at)
    this.#state = this.#path.depth === 0 ? wantNothing : wantCommaOrEnd
    return at
  }

  /** Goes on inside a name or string: the loop that most bytes of a body pass through. */
  #string(from: number): number {
    const { bytes, end } = this.#window
    let at = from
    while (at < end && stringClass[bytes[at] as number] === PLAIN) at++
    while (at < end) {
      const kind = stringClass[bytes[at] as number] as number
      if (kind === QUOTE) return this.#endString(at)
      if (kind === CONTROL) throw this.#malformed('a control character must be escaped', at)
      if (kind === TRIGGER) {
        this.#triggered = true
        at++
        while (at < end && (stringClass[bytes[at] as number] as number) <= TRIGGER) at++
      } else {
        const next = this.#passEscape(at)
        if (next < 0) return at
        at = next
        while (at < end && stringClass[bytes[at] as number] === PLAIN) at++
      }
    }
    return at
  }

  /** Returns the index behind the escape, or -1 where the window ends inside it. */
  #passEscape(at: number): number {
    const { bytes, end } = this.#window
    this.#escaped = true
    if (shortEscapesTrigger) this.#triggered = true
    const kind = at + 1 < end ? escapeClass[bytes[at + 1] as number] : -1
    if (kind === 1) return at + 2
    if (kind === 0) throw this.#malformed('no escape begins like this', at)
    for (let i = at + 2; i < Math.min(at + 6, end); i++) {
      if (!isHexDigit(bytes[i] as number)) throw this.#malformed('an escape has four hexadecimal digits', i)
    }
    if (kind === -1 || at + 6 > end) {
      this.#starved = true
      return -1
    }
    this.#triggered = true
    return at + 6
  }

  #endString(at: number): number {
    const start = this.#token - this.#window.base
    const isName = this.#state === inName
    if (this.#triggered || this.#texts.inLongString) {
      this.#texts.string({ start, end: at, isName, escaped: this.#escaped })
    } else if (isName) {
      this.#texts.plainName(start, at)
    }
    if (!isName) return this.#endValue(at + 1)
    this.#state = wantColon
    return at + 1
  }

  #number(from: number): number {
    const { bytes, end } = this.#window
    let at = from
    while (at < end && numberByte[bytes[at] as number] !== 0) at++
    return at < end ? this.#endNumber(at) : at
  }

  #endNumber(at: number): number {
    const start = this.#token - this.#window.base
    if (!isNumber(this.#window.bytes, start, at))
      throw this.#malformed('no number is written like this', start)
    this.#texts.number(start, at)
    return this.#endValue(at)
  }

  /** Goes on inside `true`, `false` or `null`. */
  #wordOn(from: number): number {
    const { base, bytes, end } = this.#window
    const start = this.#token - base
    let at = from
    while (at < end && at - start < this.#word.length) {
      if (bytes[at] !== this.#word.charCodeAt(at - start))
        throw this.#malformed('no value is written like this', at)
      at++
    }
    return at - start === this.#word.length ? this.#endValue(at) : at
  }

  /** RFC 8259 §2: tab, line feed, carriage return and space; RFC 7464 adds the record separator between texts. */
  #passSpace(c: number, at: number): void {
    const separates = c === 0x0a || c === 0x1e
    if (separates && this.#state === wantNothing) this.#lineEnded = true
    if (c === 0x0a || c === 0x0d || c === 0x09) return
    if (c !== 0x1e || !this.#lines || this.#path.depth > 0)
      throw this.#malformed('a control character stands here', at)
  }

  /** Returns the offset behind a byte order mark at the very beginning (RFC 8259 §8.1 lets a reader ignore it). */
  #passMark(final: boolean): number {
    const { bytes, end } = this.#window
    if (bytes[0] !== 0xef || end === 0) return 0
    if (end >= 3 && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3
    if (end < 3 && !final) this.#starved = true
    return 0
  }

  /** The window has ended in the midst of the body: what is decided may go. */
  #pause(at: number): void {
    this.#path.save()
    const token = this.#token - this.#window.base
    if (this.#state === inName || this.#state === inString) {
      this.#texts.pauseString({ start: token, end: at, isName: this.#state === inName })
    } else {
      this.#texts.pause(this.#state >= inName ? token : at)
    }
  }

  #finish(at: number): void {
    if (this.#state === inNumber && this.#path.depth === 0) this.#endNumber(at)
    const complete =
      this.#state === wantNothing || (this.#state === wantValue && this.#blank && this.#path.depth === 0)
    if (!complete || at < this.#window.end) throw this.#malformed('the end comes too early', at)
  }

  /** Says where and what, never which bytes stand there. */
  #malformed(why: string, index: number): GatewayError {
    return new GatewayError('CONTENT_MALFORMED', { format: 'json', why, offset: this.#window.base + index })
  }
}
