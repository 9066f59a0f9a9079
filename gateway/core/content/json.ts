/** Reads JSON and NDJSON byte by byte while it passes, and points out its names and strings. */
import type { TextWindow } from '../pii/entity.ts'
import { passTrigger } from '../pii/scanner.ts'
import type { JsonMachine } from '../pii/wasm/json-reader.ts'
import type { BodyParser } from './body-inspector.ts'
import { JsonEscape } from './json-escape.ts'
import { FastJson } from './json-fast.ts'
import { isMachineMade } from './json-machine-made.ts'
import type { JsonPath } from './json-path.ts'
import * as states from './json-states.ts'
import type { JsonString } from './json-strings.ts'
import { type JsonParts, type JsonReading, JsonStructure } from './json-structure.ts'
import * as tables from './json-tables.ts'
import type { JsonTexts } from './json-texts.ts'
import { type ByteWindow, noBytes } from './window.ts'

// V8 writes a module's own constants into its loops, and loads imported ones each time: 7% of the time.
const { inName, inString, wantColon, wantCommaOrEnd, wantName, wantNothing, wantValue } = states
const { PLAIN, TRIGGER, QUOTE, PERCENT, ESCAPED, CLEARED, CODED, stringClass } = tables

/**
 * A strict tokenizer (RFC 8259; nesting as `JsonPath` bounds it; a leading byte order mark is passed over). An empty
 * body has nothing to hide and passes. Names and strings, and what most often stands between two of them, are read
 * here, all else in `JsonStructure`; what is done to texts is in `JsonTexts`.
 */
export class JsonParser implements BodyParser {
  readonly #window: ByteWindow
  readonly #path: JsonPath
  readonly #texts: JsonTexts
  readonly #parts: JsonParts
  readonly #structure: JsonStructure
  #asksFields = false
  /** Offset in the body of the next byte to read. */
  #offset = 0
  readonly #escape: JsonEscape
  /** TRIGGER once the open name or string may hold an entity (an escape of four digits is any byte), ESCAPED and CODED. */
  #seen = PLAIN
  /** Length of the byte order mark at the beginning. */
  #mark = 0
  /** True when the window ends inside the byte order mark. */
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
    this.#parts = parts
    this.#structure = new JsonStructure(window, parts)
    this.#escape = new JsonEscape(window)
  }

  begin(reading: JsonReading): void {
    this.#structure.begin(reading)
    this.#asksFields = reading.asksFields
  }

  /** Files in its strings that were not looked into. */
  get opaqueParts(): number {
    return this.#texts.opaqueParts
  }

  /** The string that what is at hand cuts off, as far as it came; null where there is none. */
  get openString(): JsonString | null {
    if (this.#structure.state !== inString) return null
    this.#showOpen(this.#offset - this.#window.base)
    return this.#string
  }

  /** Back to the beginning of a body. */
  reset(): void {
    this.#structure.reset()
    this.#offset = 0
    this.#seen = PLAIN
    this.#mark = 0
    this.#ahead.bytes = noBytes
  }

  advance(final: boolean): void {
    this.#starved = false
    this.#escape.starved = false
    if (this.#offset === 0) {
      this.#mark = this.#passMark(final)
      this.#offset = this.#mark
    }
    const at = this.#starved ? 0 : this.#readOn(this.#offset - this.#window.base)
    this.#offset = this.#window.base + at
    if (final) this.#structure.finish(at, this.#mark)
    else this.#pause(at)
  }

  /** Up to the end of the window, or to what cannot be read yet: by vector code where there is any, and it pays. */
  #readOn(from: number): number {
    const { end } = this.#window
    // What vector code passes over may stand in a column whose name tells of it.
    const isSlow = this.#asksFields || this.#texts.hasColumns
    const machine = isSlow ? null : this.#parts.machines.take(end - from)
    return machine === null ? this.#read(from, false) : this.#readFast(from, machine)
  }

  #readFast(from: number, machine: JsonMachine): number {
    const window = this.#window
    const path = this.#path
    const structure = this.#structure
    const fast = new FastJson(machine, { window, structure, parts: this.#parts })
    let at = from
    path.lend(machine.frames)
    try {
      while (at < window.end && !this.#escape.starved) {
        if (path.depth > 0 && structure.state <= wantCommaOrEnd) at = fast.read(at)
        if (at < window.end) at = this.#read(at, true)
      }
    } finally {
      path.takeBack()
      this.#parts.machines.giveBack(machine)
    }
    return at
  }

  /**
   * Reads up to the end of the window, or up to what cannot be read yet; with `onlyOne` up to behind the next token.
   * Every byte may pass through here, so what most of them need stands in variables and what few of them need in other
   * functions: a third of the time.
   */
  #read(from: number, onlyOne: boolean): number {
    const { base, bytes, end } = this.#window
    const path = this.#path
    const texts = this.#texts
    const classes = stringClass
    const asksFields = this.#asksFields
    let inObject = path.inObject
    let afterValue = path.depth === 0 ? wantNothing : wantCommaOrEnd
    let at = from
    let state = this.#structure.state
    let token = this.#structure.token - base
    // Of a string that was begun before, nothing is remembered but that an entity may be in it.
    let seen = texts.inLongString ? TRIGGER : this.#seen
    // A string must be read, whatever is in it, where its name tells what it holds, or where it is long enough for prose.
    let leastRead = texts.leastRead
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
          if (at + 1 === end || tables.mayCode(bytes[at + 1] as number)) seen |= TRIGGER | CODED
          at++
          continue
        }
        if (kind !== QUOTE) {
          at = this.#escape.pass(at)
          if (this.#escape.starved) break
          seen |= seen === CLEARED ? this.#escape.seen | TRIGGER : this.#escape.seen
          continue
        }
        const isValue = state === inString
        const isMade = isValue && (seen & TRIGGER) !== 0 && isMachineMade(bytes, token, at)
        const isAsked = (seen & TRIGGER) !== 0 && !isMade
        const isLong = isValue && at - token >= leastRead && !(isMade && texts.passesMade)
        if (isAsked || (isLong && texts.isWorthReading(token, at))) {
          string.start = token
          string.end = at
          if ((seen & TRIGGER) === 0) string.clearUntil = at
          string.isName = state === inName
          string.escaped = (seen & ESCAPED) !== 0
          string.coded = (seen & CODED) !== 0
          texts.string(string)
        } else if (state === inName) texts.plainName(token, at)
        at++
        leastRead = texts.leastRead
        if (isValue && asksFields) texts.endValue(at)
        state = isValue ? afterValue : wantColon
        if (!isValue && at < end && bytes[at] === 0x3a) {
          at++
          state = wantValue
        }
        if (onlyOne) break
        continue
      }
      const c = bytes[at] as number
      if (c === 0x22 && state < wantColon) {
        if (state < wantName) this.#structure.beginValue(at)
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
        this.#structure.state = state
        this.#structure.token = base + token
        at = this.#structure.read(c, at)
        state = this.#structure.state
        token = this.#structure.token - base
        seen = PLAIN
        leastRead = texts.leastRead
        inObject = path.inObject
        afterValue = path.depth === 0 ? wantNothing : wantCommaOrEnd
      }
      if (onlyOne && state < inName) break
    }
    this.#structure.state = state
    this.#structure.token = base + token
    this.#seen = seen
    return at
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
    const { state } = this.#structure
    const token = this.#structure.token - this.#window.base
    this.#path.save()
    if (state === inName || state === inString) {
      this.#showOpen(at)
      texts.pauseString(this.#string)
    } else {
      texts.pause(state >= inName ? token : at)
    }
  }

  #showOpen(end: number): void {
    this.#string.start = this.#structure.token - this.#window.base
    this.#string.end = end
    this.#string.isName = this.#structure.state === inName
    this.#string.escaped = (this.#seen & ESCAPED) !== 0
  }
}
