/** Reads JSON that stands in another text, where nothing is malformed: what is none is read as text from there on. */
import { Buffer } from 'node:buffer'
import { noFields } from '../pii/fields/field-dictionary.ts'
import { namesElsewhere } from '../pii/fields/names-elsewhere.ts'
import type { BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import { isMachineMade, isMoment } from './json-machine-made.ts'
import { shortestNumber } from './json-number.ts'
import { deepestNesting, type JsonPath } from './json-path.ts'
import * as states from './json-states.ts'
import type { JsonString } from './json-strings.ts'
import type { JsonTexts } from './json-texts.ts'
import { bareKind, LenientString, mayBeBare } from './lenient-tokens.ts'
import { TextReader } from './text-reader.ts'
import { isSpace } from './xml-bytes.ts'

const { inName, inString, inWord, wantColon, wantCommaOrEnd, wantName, wantNothing, wantValue } = states
/** The rest is text. */
const inTail = 11

export interface LenientParts {
  path: JsonPath
  texts: JsonTexts
  /** For the rest that is no JSON; it has no path. */
  tail: EntityEditor
  maxValueBytes: number
}

/**
 * Several documents may follow one another, control characters stand in strings, commas before ends, and the text may end
 * anywhere, as logs do that were cut off. The same is found however the text is cut.
 */
export class LenientJson implements BodyParser {
  readonly #editor: EntityEditor
  readonly #path: JsonPath
  readonly #texts: JsonTexts
  readonly #tail: TextReader
  readonly #asksFields: boolean
  #state = wantValue
  #offset = 0
  /** Offset of the open token's first byte: of a name or string the one behind the quote. */
  #token = 0
  readonly #string: JsonString = {
    start: 0,
    end: 0,
    isName: false,
    escaped: false,
    coded: false,
    clearUntil: 0,
  }
  readonly #passed = new LenientString()

  constructor(editor: EntityEditor, parts: LenientParts & { asksFields: boolean }) {
    this.#editor = editor
    this.#path = parts.path
    this.#texts = parts.texts
    this.#tail = new TextReader(parts.tail, parts.maxValueBytes)
    this.#asksFields = parts.asksFields
  }

  /** To be asked before anything is read, where the whole text is at hand: what its names tell that stand elsewhere. */
  lookForNames(): void {
    const { rewriter, analyzer } = this.#editor
    if (analyzer.fields === noFields) return
    const { buffer, byteOffset } = rewriter.window.bytes
    const text = Buffer.from(buffer, byteOffset, rewriter.window.end)
    this.#texts.tellElsewhere(namesElsewhere(text, analyzer.fields))
  }

  advance(final: boolean): void {
    const { window } = this.#editor.rewriter
    const at = this.#read(this.#offset - window.base, final)
    this.#offset = window.base + at
    if (final) this.#finish(at)
    else this.#pause(at)
  }

  #read(from: number, final: boolean): number {
    const { end } = this.#editor.rewriter.window
    let at = from
    while (at < end) {
      const next = this.#step(at, final)
      if (next < 0) return at
      at = next
    }
    return at
  }

  /** Reads on from `at`; -1 where more must come first. */
  #step(at: number, final: boolean): number {
    const { bytes, end } = this.#editor.rewriter.window
    const c = bytes[at] as number
    switch (this.#state) {
      case inTail:
        this.#tail.plain(at, end)
        return end
      case inName:
      case inString:
        return this.#inString(at, final)
      case inWord:
        return this.#inBare(at)
      default:
        return isSpace(c) ? at + 1 : this.#between(c, at)
    }
  }

  /** Between two tokens. */
  #between(c: number, at: number): number {
    const path = this.#path
    const state = this.#state
    if (c === 0x3a && state === wantColon) {
      this.#state = wantValue
      return at + 1
    }
    if (c === 0x2c && state === wantCommaOrEnd) {
      if (!path.inObject) path.nextElement()
      this.#state = path.inObject ? wantName : wantValue
      return at + 1
    }
    if (c === 0x22 && state === wantName) return this.#open(inName, at + 1)
    const ends = path.depth > 0 && c === (path.inObject ? 0x7d : 0x5d)
    // Behind a colon something must come.
    if (ends && (state === wantCommaOrEnd || state === wantName || (state === wantValue && !path.inObject))) {
      path.close()
      return this.#endValue(at + 1)
    }
    return state === wantValue || state === wantNothing ? this.#value(c, at) : this.#toTail(at)
  }

  #value(c: number, at: number): number {
    const opens = c === 0x7b || c === 0x5b
    // Behind a document only another one comes, or text.
    if (this.#state === wantNothing && !opens) return this.#toTail(at)
    if (this.#asksFields && this.#path.inObject) this.#texts.beginField(at)
    if (c === 0x22) return this.#open(inString, at + 1)
    if (opens && this.#path.depth < deepestNesting) {
      this.#path.open(c === 0x7b)
      this.#state = c === 0x7b ? wantName : wantValue
      return at + 1
    }
    if (opens) return this.#toTail(at)
    this.#token = this.#editor.rewriter.window.base + at
    this.#state = inWord
    return at
  }

  #open(state: number, at: number): number {
    this.#state = state
    this.#token = this.#editor.rewriter.window.base + at
    this.#passed.begin()
    return at
  }

  #inString(from: number, final: boolean): number {
    const { window } = this.#editor.rewriter
    const at = this.#passed.pass(window, from, final)
    if (at < window.end && window.bytes[at] === 0x22) return this.#endString(at)
    return at > from ? at : -1
  }

  #endString(at: number): number {
    const { base, bytes } = this.#editor.rewriter.window
    const texts = this.#texts
    const string = this.#string
    const isName = this.#state === inName
    string.start = this.#token - base
    string.end = at
    string.clearUntil = string.start
    string.isName = isName
    string.escaped = this.#passed.escaped
    string.coded = this.#passed.coded
    const isAsked =
      texts.inLongString || (this.#passed.triggered && (isName || !isMachineMade(bytes, string.start, at)))
    if (isAsked || (!isName && texts.isWorthReading(string.start, at))) texts.string(string)
    else if (isName) texts.plainName(string.start, at)
    if (!isName) return this.#endValue(at + 1)
    this.#state = wantColon
    return at + 1
  }

  #endValue(at: number): number {
    if (this.#asksFields) this.#texts.endValue(at)
    this.#state = this.#path.depth === 0 ? wantNothing : wantCommaOrEnd
    return at
  }

  /** In a number or a word, up to what may stand behind it. */
  #inBare(from: number): number {
    const { window } = this.#editor.rewriter
    const start = this.#token - window.base
    let at = from
    while (at < window.end && !isEnd(window.bytes[at] as number)) at++
    if (at < window.end) return this.#endBare(start, at)
    return mayBeBare(window, start, at) ? at : this.#toTail(start)
  }

  #endBare(start: number, at: number): number {
    const { window } = this.#editor.rewriter
    const kind = bareKind(window, start, at)
    if (kind === 'none') return this.#toTail(start)
    if (kind === 'number') {
      const isLong = at - start >= shortestNumber && !isMoment(window.bytes, start, at)
      if (isLong || this.#texts.isTold) this.#texts.number(start, at)
    }
    return this.#endValue(at)
  }

  /** From `at` on the text is no JSON. */
  #toTail(at: number): number {
    const { window } = this.#editor.rewriter
    if (this.#asksFields) this.#endFields(at)
    this.#state = inTail
    this.#tail.begin(at)
    this.#tail.plain(at, window.end)
    return window.end
  }

  get #isTail(): boolean {
    return this.#state === inTail
  }

  /** What a rule orders for a field ends with the last of what is known to belong to it. */
  #endFields(at: number): void {
    this.#texts.endValue(at)
    while (this.#path.depth > 0) {
      this.#path.close()
      this.#texts.endValue(at)
    }
  }

  /** The window has ended in the midst of the text: what is decided may go. */
  #pause(at: number): void {
    const { rewriter } = this.#editor
    const token = this.#token - rewriter.window.base
    this.#path.save()
    if (this.#state === inTail) {
      this.#tail.progress()
      const hold = Math.min(at, this.#tail.hold())
      rewriter.settle(hold, hold)
    } else if (this.#state === inName || this.#state === inString) {
      this.#string.start = token
      this.#string.end = at
      this.#string.isName = this.#state === inName
      this.#texts.pauseString(this.#string)
    } else this.#texts.pause(this.#state >= inName ? token : at)
  }

  /** What is open ends with the text. */
  #finish(at: number): void {
    if (this.#state === inName || this.#state === inString) this.#endString(at)
    else if (this.#state === inWord) this.#endBare(this.#token - this.#editor.rewriter.window.base, at)
    if (this.#isTail) this.#tail.finish()
    else if (this.#asksFields) this.#endFields(at)
  }
}

/** White space, or what separates values. */
function isEnd(c: number): boolean {
  return isSpace(c) || c === 0x2c || c === 0x5d || c === 0x7d
}
