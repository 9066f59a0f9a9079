/** Reads JSON and NDJSON byte by byte while it passes, and points out its names, strings, numbers and fields. */
import { GatewayError } from '../errors.ts'
import type { TextWindow } from '../pii/entity.ts'
import { passTrigger } from '../pii/scanner.ts'
import type { BodyParser } from './body-inspector.ts'
import { isNumber, shortestNumber } from './json-number.ts'
import type { JsonPath } from './json-path.ts'
import {
  CONTROL,
  escapeClass,
  isHexDigit,
  numberBytes,
  PERCENT,
  PLAIN,
  QUOTE,
  shortEscapesTrigger,
  stringClass,
  TRIGGER,
} from './json-tables.ts'
import type { JsonString, JsonTexts } from './json-texts.ts'
import { type ByteWindow, noBytes } from './window.ts'

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

/** Beside TRIGGER in what was seen of a string: an escape, and a byte that anchors nothing unless escapes are beside it. */
const ESCAPED = 8
const CLEARED = 16
/** What may begin an escape of a second layer. */
const CODED = 32

const words = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]))

export interface JsonParts {
  path: JsonPath
  texts: JsonTexts
}

export interface JsonReading {
  /** NDJSON: a sequence of values, each behind a line end, or behind a record separator (RFC 7464). */
  lines: boolean
  /** Whether the rule names fields. */
  asksFields: boolean
}

/**
 * A strict tokenizer (RFC 8259; nesting as `JsonPath` bounds it; a leading byte order mark is passed over). An empty
 * body has nothing to hide and passes. The grammar is here; what is done to texts is in `JsonTexts`.
 */
export class JsonParser implements BodyParser {
  readonly #window: ByteWindow
  readonly #path: JsonPath
  readonly #texts: JsonTexts
  #lines = false
  #asksFields = false
  #state = wantValue
  /** Offset in the body of the next byte to read. */
  #offset = 0
  /** Offset of the open token's first byte: of a name or string the one behind the quote. */
  #token = 0
  /** TRIGGER once the open name or string may hold an entity (an escape of four digits is any byte), ESCAPED and CODED. */
  #seen = PLAIN
  #word = 'null'
  #lineEnded = false
  #blank = true
  /** Length of the byte order mark at the beginning. */
  #mark = 0
  /** True when the window ends inside an escape or a byte order mark. */
  #starved = false
  /** The open string as far as it is known, and what is at hand of it and behind it. */
  readonly #string: JsonString = {
    start: 0,
    end: 0,
    isName: false,
    escaped: false,
    coded: false,
    clearUntil: 0,
  }
  readonly #ahead: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: false }

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
    this.#state = wantValue
    this.#offset = 0
    this.#token = 0
    this.#seen = PLAIN
    this.#lineEnded = false
    this.#blank = true
    this.#mark = 0
    this.#starved = false
    this.#ahead.bytes = noBytes
  }

  advance(final: boolean): void {
    this.#starved = false
    if (this.#offset === 0) {
      this.#mark = this.#passMark(final)
      this.#offset = this.#mark
    }
    const at = this.#starved ? 0 : this.#read(this.#offset - this.#window.base)
    this.#offset = this.#window.base + at
    if (final) this.#finish(at)
    else this.#pause(at)
  }

  /**
   * Reads up to the end of the window, or up to what cannot be read yet. Every byte of a body passes through here, so
   * what most of them need stands in variables and what few of them need in other functions: a third of the time.
   */
  #read(from: number): number {
    const { base, bytes, end } = this.#window
    const path = this.#path
    const texts = this.#texts
    const classes = stringClass
    const asksFields = this.#asksFields
    let inObject = path.inObject
    let afterValue = path.depth === 0 ? wantNothing : wantCommaOrEnd
    let at = from
    let state = this.#state
    let token = this.#token - base
    // Of a string that was begun before, nothing is remembered but that an entity may be in it.
    let seen = texts.inLongString ? TRIGGER : this.#seen
    const string = this.#string
    string.clearUntil = token
    const ahead = this.#ahead
    ahead.bytes = bytes
    ahead.end = end
    while (at < end) {
      if (state === inString || state === inName) {
        let kind = PLAIN
        while (at < end) {
          kind = classes[bytes[at] as number] as number
          if (kind !== PLAIN) break
          at++
        }
        if (at === end) break
        if (kind === TRIGGER) {
          if (seen === PLAIN || seen === CLEARED) {
            ahead.start = token
            const next = passTrigger(ahead, at)
            seen = next === at ? TRIGGER : CLEARED
            string.clearUntil = at
            at = next
          } else {
            seen |= TRIGGER
            while (at < end && (classes[bytes[at] as number] as number) <= TRIGGER) at++
          }
          continue
        }
        if (kind === PERCENT) {
          if (at + 1 === end || isHexDigit(bytes[at + 1] as number)) seen |= TRIGGER | CODED
          at++
          continue
        }
        if (kind !== QUOTE) {
          at = this.#passEscape(kind, at)
          if (this.#starved) break
          seen |= seen === CLEARED ? this.#seen | TRIGGER : this.#seen
          continue
        }
        if ((seen & TRIGGER) !== 0) {
          string.start = token
          string.end = at
          string.isName = state === inName
          string.escaped = (seen & ESCAPED) !== 0
          string.coded = (seen & CODED) !== 0
          texts.string(string)
        } else if (state === inName) texts.plainName(token, at)
        at++
        const isValue = state === inString
        if (isValue && asksFields) texts.endValue(at)
        state = isValue ? afterValue : wantColon
        if (!isValue && at < end && bytes[at] === 0x3a) {
          at++
          state = wantValue
        }
        continue
      }
      const c = bytes[at] as number
      if (c === 0x22 && state < wantColon) {
        if (state < wantName) this.#beginValue(at)
        state = state < wantName ? inString : inName
        at++
        token = at
        seen = PLAIN
      } else if (c === 0x2c && state === wantCommaOrEnd) {
        if (!inObject) path.nextElement()
        state = inObject ? wantName : wantValue
        at++
      } else if (c === 0x20 && state < inName) {
        at++
      } else {
        this.#state = state
        this.#token = base + token
        at = this.#structure(c, at)
        state = this.#state
        token = this.#token - base
        seen = PLAIN
        inObject = path.inObject
        afterValue = path.depth === 0 ? wantNothing : wantCommaOrEnd
      }
    }
    this.#state = state
    this.#token = base + token
    this.#seen = seen
    return at
  }

  /** Everything that is neither a string nor what stands between two members. */
  #structure(c: number, at: number): number {
    const state = this.#state
    if (state === inNumber) return this.#number(at)
    if (state === inWord) return this.#wordOn(at)
    if (c < 0x20) return this.#passSpace(c, at)
    if (c === 0x3a && state === wantColon) {
      this.#state = wantValue
      return at + 1
    }
    if (c === 0x7d || c === 0x5d) return this.#close(c, at)
    const isNext = state === wantNothing && this.#lines && this.#lineEnded
    if (!isNext && state !== wantValue && state !== wantValueOrEnd)
      throw this.#malformed('something else must come', at)
    this.#lineEnded = false
    this.#beginValue(at)
    return this.#value(c, at)
  }

  #beginValue(at: number): void {
    this.#blank = false
    if (this.#asksFields && this.#path.inObject) this.#texts.beginField(at)
  }

  #value(c: number, at: number): number {
    this.#token = this.#window.base + at
    if (c === 0x22) {
      this.#token++
      this.#state = inString
      return at + 1
    }
    if (c === 0x7b || c === 0x5b) {
      this.#path.open(c === 0x7b)
      this.#state = c === 0x7b ? wantNameOrEnd : wantValueOrEnd
      return at + 1
    }
    if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      this.#state = inNumber
      return this.#number(at)
    }
    const word = words.get(c)
    if (word === undefined) throw this.#malformed('no value begins like this', at)
    this.#word = word
    this.#state = inWord
    return this.#wordOn(at)
  }

  #close(c: number, at: number): number {
    const path = this.#path
    const expected = c === 0x7d ? wantNameOrEnd : wantValueOrEnd
    const fits = path.depth > 0 && path.inObject === (c === 0x7d)
    if (!fits || (this.#state !== wantCommaOrEnd && this.#state !== expected)) {
      throw this.#malformed('nothing can end here', at)
    }
    path.close()
    this.#state = this.#endValue(at + 1)
    return at + 1
  }

  /** A value ended before `at`. Returns what must come next. */
  #endValue(at: number): number {
    if (this.#asksFields) this.#texts.endValue(at)
    return this.#path.depth === 0 ? wantNothing : wantCommaOrEnd
  }

  /** At a byte that no string holds as it is. Returns the index behind the escape; `at` itself where the window ends inside it. */
  #passEscape(kind: number, at: number): number {
    if (kind === CONTROL) throw this.#malformed('a control character must be escaped', at)
    const { bytes, end } = this.#window
    this.#seen = shortEscapesTrigger ? ESCAPED | TRIGGER : ESCAPED
    const length = at + 1 < end ? (escapeClass[bytes[at + 1] as number] as number) : 0
    if (length === 2) {
      // `\\u0040` in JSON inside of JSON.
      const isCoded = bytes[at + 1] === 0x5c && (at + 2 === end || bytes[at + 2] === 0x75)
      if (isCoded) this.#seen = ESCAPED | TRIGGER | CODED
      return at + 2
    }
    if (length === 0 && at + 1 < end) throw this.#malformed('no escape begins like this', at)
    for (let i = at + 2; i < Math.min(at + 6, end); i++) {
      if (!isHexDigit(bytes[i] as number)) throw this.#malformed('an escape has four hexadecimal digits', i)
    }
    this.#starved = at + 6 > end
    this.#seen = ESCAPED | TRIGGER | CODED
    return this.#starved ? at : at + 6
  }

  #number(from: number): number {
    const { bytes, end } = this.#window
    let at = from
    while (at < end && numberBytes[bytes[at] as number] !== 0) at++
    if (at < end) this.#endNumber(at)
    return at
  }

  #endNumber(at: number): void {
    const start = this.#token - this.#window.base
    if (!isNumber(this.#window.bytes, start, at))
      throw this.#malformed('no number is written like this', start)
    if (at - start >= shortestNumber) this.#texts.number(start, at)
    this.#state = this.#endValue(at)
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
    if (at - start === this.#word.length) this.#state = this.#endValue(at)
    return at
  }

  /** RFC 8259 §2: tab, line feed, carriage return and space; RFC 7464 adds the record separator between texts. */
  #passSpace(c: number, at: number): number {
    const separates = c === 0x0a || (c === 0x1e && this.#lines && this.#path.depth === 0)
    if (!separates && c !== 0x0d && c !== 0x09) throw this.#malformed('a control character stands here', at)
    if (separates && this.#state === wantNothing) this.#lineEnded = true
    return at + 1
  }

  /** Returns the offset behind a byte order mark at the very beginning (RFC 8259 §8.1 lets a reader ignore it). */
  #passMark(final: boolean): number {
    const { bytes, end } = this.#window
    if (end === 0 || bytes[0] !== 0xef) return 0
    if (end >= 3 && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3
    this.#starved = end < 3 && !final
    return 0
  }

  /** The window has ended in the midst of the body: what is decided may go. */
  #pause(at: number): void {
    const texts = this.#texts
    const token = this.#token - this.#window.base
    this.#path.save()
    if (this.#state === inName || this.#state === inString) {
      this.#string.start = token
      this.#string.end = at
      this.#string.isName = this.#state === inName
      texts.pauseString(this.#string)
    } else {
      texts.pause(this.#state >= inName ? token : at)
    }
  }

  #finish(at: number): void {
    const { depth } = this.#path
    if (this.#state === inNumber && depth === 0) this.#endNumber(at)
    // Lines may all be blank; a document may only be missing.
    const blank = this.#blank && depth === 0 && (this.#lines || this.#window.base + at <= this.#mark)
    const complete = this.#state === wantNothing || (this.#state === wantValue && blank)
    if (!complete || at < this.#window.end) throw this.#malformed('the end comes too early', at)
  }

  /** Says where and what, never which bytes stand there. */
  #malformed(why: string, index: number): GatewayError {
    return new GatewayError('CONTENT_MALFORMED', { format: 'json', why, offset: this.#window.base + index })
  }
}
