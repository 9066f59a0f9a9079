/** Reads XML while it passes, and points out its texts, attribute values, comments and elements. */
import type { GatewayError } from '../errors.ts'
import type { BodyParser } from './body-inspector.ts'
import type { BodyEdits } from './rewriter.ts'
import type { ByteWindow } from './window.ts'
import { isName, isNameStart, isSpace } from './xml-bytes.ts'
import type { XmlEvents } from './xml-events.ts'
import { malformedXml, XmlMarks } from './xml-marks.ts'
import type { XmlPath } from './xml-path.ts'
import { referenceAt } from './xml-reference.ts'
import * as states from './xml-states.ts'

const { inText, afterLess, inName, inTag, afterSlash, inAttributeName, beforeEquals, beforeValue, inValue } =
  states
const { inEndName, afterEndName, inMark } = states
const { AND, BANG, EQUALS, LESS, MORE, QUESTION, SLASH } = states

/**
 * A non-validating parser (XML 1.0) with nesting checked. CDATA sections belong to the text around them; comments,
 * instructions and tags end a text. A document that declares entities of its own is refused as malformed: what they
 * would expand to stands nowhere in the body, and no honest business message needs them.
 */
export class XmlParser implements BodyParser {
  readonly #window: ByteWindow
  readonly #path: XmlPath
  readonly #texts: XmlEvents
  readonly #marks: XmlMarks
  #state = inText
  #offset = 0
  #quote = 0
  /** Bytes of the open end tag's name that were compared. */
  #compared = 0
  #rootSeen = false

  constructor(rewriter: BodyEdits, parts: { path: XmlPath; texts: XmlEvents }) {
    this.#window = rewriter.window
    this.#path = parts.path
    this.#texts = parts.texts
    this.#marks = new XmlMarks(rewriter.window, parts)
  }

  advance(final: boolean): void {
    const at = this.#read(this.#offset - this.#window.base, final)
    this.#offset = this.#window.base + at
    if (!final) {
      // The `<` of an end tag stays when a dropped element goes.
      this.#texts.pause(this.#state === afterLess ? at - 1 : at)
      return
    }
    const complete = this.#state === inText && this.#path.depth === 0
    if (!complete || at < this.#window.end || (!this.#rootSeen && this.#offset > 0)) {
      throw this.#malformed('the end comes too early', at)
    }
    this.#texts.end()
  }

  #read(from: number, final: boolean): number {
    const { end } = this.#window
    let at = from
    while (at < end) {
      const next = this.#step(at, final)
      if (next < 0) return at
      at = next
    }
    return at
  }

  /** Reads one construct or a run of bytes; -1 where more must come first. */
  #step(at: number, final: boolean): number {
    const c = this.#window.bytes[at] as number
    switch (this.#state) {
      case inText:
        return c === LESS ? this.#to(afterLess, at) : this.#text(at, final)
      case afterLess:
        return this.#markup(c, at)
      case inName:
        return this.#elementName(c, at)
      case inTag:
        return this.#tag(c, at)
      case afterSlash:
        return this.#emptyElement(c, at)
      case inAttributeName:
        return this.#attributeName(c, at)
      case beforeValue:
        return this.#beforeValue(c, at)
      case inValue:
        return this.#value(c, at, final)
      case inEndName:
        return this.#endName(c, at)
      case afterEndName:
        return this.#afterEndName(c, at)
      case inMark:
        return this.#mark(at)
      default:
        return this.#beforeEquals(c, at)
    }
  }

  #to(state: number, at: number): number {
    this.#state = state
    return at + 1
  }

  #text(at: number, final: boolean): number {
    const { bytes, end } = this.#window
    if (this.#path.depth === 0) {
      const mark = this.#window.base + at < 3 && [0xef, 0xbb, 0xbf].includes(bytes[at] as number)
      if (!mark && !isSpace(bytes[at] as number)) throw this.#malformed('text outside of the document', at)
      return at + 1
    }
    this.#texts.begin(at)
    if (bytes[at] === AND) return this.#reference(at, final)
    let stop = at
    while (stop < end && bytes[stop] !== LESS && bytes[stop] !== AND) stop++
    this.#texts.plain(at, stop)
    return stop
  }

  #reference(at: number, final: boolean): number {
    const { bytes, end } = this.#window
    const reference = referenceAt(bytes, at, end)
    if (reference === null && !final) return -1
    if (reference === null || reference.code === null) {
      this.#texts.plain(at, at + 1)
      return at + 1
    }
    this.#texts.character(reference.code, at, reference.end)
    return reference.end
  }

  /** Behind `<`. */
  #markup(c: number, at: number): number {
    if (c === BANG) {
      this.#marks.begin(this.#rootSeen)
      return this.#to(inMark, at)
    }
    this.#texts.end()
    if (c === QUESTION) {
      this.#marks.beginInstruction(at)
      return this.#to(inMark, at)
    }
    if (c === SLASH) {
      if (this.#path.depth === 0) throw this.#malformed('nothing is open', at)
      this.#texts.elementEnds(at - 1)
      this.#compared = 0
      return this.#to(inEndName, at)
    }
    if (!isNameStart(c)) throw this.#malformed('no markup begins like this', at)
    if (this.#path.depth === 0 && this.#rootSeen) throw this.#malformed('a second document', at)
    this.#rootSeen = true
    this.#path.open()
    this.#path.add(c)
    return this.#to(inName, at)
  }

  #mark(at: number): number {
    const next = this.#marks.read(at)
    if (!this.#marks.isOpen) this.#state = inText
    return next
  }

  #elementName(c: number, at: number): number {
    if (isName(c)) {
      this.#path.add(c)
      return at + 1
    }
    this.#texts.elementNamed()
    this.#state = inTag
    return at
  }

  #tag(c: number, at: number): number {
    if (isSpace(c)) return at + 1
    if (c === SLASH) return this.#to(afterSlash, at)
    if (c === MORE) {
      this.#texts.contentBegins(at + 1)
      return this.#to(inText, at)
    }
    if (!isNameStart(c)) throw this.#malformed('an attribute must come', at)
    this.#path.openAttribute()
    this.#path.add(c)
    return this.#to(inAttributeName, at)
  }

  #emptyElement(c: number, at: number): number {
    if (c !== MORE) throw this.#malformed('the tag must end', at)
    this.#texts.elementEnds(null)
    this.#path.close()
    return this.#to(inText, at)
  }

  #attributeName(c: number, at: number): number {
    if (isName(c)) {
      this.#path.add(c)
      return at + 1
    }
    this.#state = beforeEquals
    return at
  }

  #beforeEquals(c: number, at: number): number {
    if (c === EQUALS) return this.#to(beforeValue, at)
    if (!isSpace(c)) throw this.#malformed('an attribute needs a value', at)
    return at + 1
  }

  #beforeValue(c: number, at: number): number {
    if (isSpace(c)) return at + 1
    if (c !== 0x22 && c !== 0x27) throw this.#malformed('an attribute value needs quotes', at)
    this.#quote = c
    this.#texts.attributeBegins(at + 1)
    return this.#to(inValue, at)
  }

  #value(c: number, at: number, final: boolean): number {
    if (c === this.#quote) {
      this.#texts.attributeEnds(at)
      this.#path.closeAttribute()
      return this.#to(inTag, at)
    }
    if (c === LESS) throw this.#malformed('an attribute value holds markup', at)
    if (c === AND) return this.#reference(at, final)
    const { bytes, end } = this.#window
    let stop = at + 1
    while (stop < end && bytes[stop] !== this.#quote && bytes[stop] !== LESS && bytes[stop] !== AND) stop++
    this.#texts.plain(at, stop)
    return stop
  }

  #endName(c: number, at: number): number {
    if (this.#path.nameHas(c, this.#compared)) {
      this.#compared++
      return at + 1
    }
    if (this.#compared !== this.#path.nameLength) throw this.#malformed('another element must end', at)
    this.#state = afterEndName
    return at
  }

  #afterEndName(c: number, at: number): number {
    if (isSpace(c)) return at + 1
    if (c !== MORE) throw this.#malformed('the tag must end', at)
    this.#path.close()
    return this.#to(inText, at)
  }

  #malformed(why: string, index: number): GatewayError {
    return malformedXml(why, this.#window.base + index)
  }
}
