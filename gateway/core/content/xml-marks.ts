/** Reads what is marked by `<!` and `<?` in XML: comments, CDATA sections, instructions and the document type. */
import { GatewayError } from '../errors.ts'
import type { ByteWindow } from './window.ts'
import { XmlDeclaration } from './xml-declaration.ts'
import { XmlDoctype } from './xml-doctype.ts'
import type { XmlEvents } from './xml-events.ts'
import type { XmlPath } from './xml-path.ts'

const closed = 0
const inName = 1
const inDelimited = 2
const inDoctype = 3

/** Constructs that run up to a fixed end: comments, CDATA sections, processing instructions. */
const comment = Uint8Array.from([0x2d, 0x2d, 0x3e])
const cdata = Uint8Array.from([0x5d, 0x5d, 0x3e])
const instruction = Uint8Array.from([0x3f, 0x3e])

/** One at a time is open: from behind its first two bytes up to behind its last. */
export class XmlMarks {
  readonly #window: ByteWindow
  readonly #path: XmlPath
  readonly #texts: XmlEvents
  #state = closed
  #mark = ''
  #end: Uint8Array = comment
  #declaration = new XmlDeclaration()
  #doctype = new XmlDoctype()
  #afterRoot = false

  constructor(window: ByteWindow, parts: { path: XmlPath; texts: XmlEvents }) {
    this.#window = window
    this.#path = parts.path
    this.#texts = parts.texts
  }

  get isOpen(): boolean {
    return this.#state !== closed
  }

  /** `<!` was read; `afterRoot`: the document's own element has begun before. */
  begin(afterRoot: boolean): void {
    this.#mark = ''
    this.#afterRoot = afterRoot
    this.#state = inName
  }

  /** `<?` was read; its last byte is at `at`. */
  beginInstruction(at: number): void {
    this.#beginDelimited(instruction, at)
  }

  /** Reads on at `at`; -1 where more must come first. */
  read(at: number): number {
    if (this.#state === inDelimited) return this.#delimited(at)
    const c = this.#window.bytes[at] as number
    return this.#state === inDoctype ? this.#readDoctype(c, at) : this.#name(c, at)
  }

  /** Behind `<!`: a comment, a CDATA section, or a document type. */
  #name(c: number, at: number): number {
    this.#mark += String.fromCharCode(c)
    const isText = '[CDATA['.startsWith(this.#mark)
    if (!isText && !'--'.startsWith(this.#mark) && !'DOCTYPE'.startsWith(this.#mark)) {
      throw this.#malformed('no markup begins like this', at)
    }
    if (this.#mark === '[CDATA[') {
      if (this.#path.depth === 0) throw this.#malformed('text outside of the document', at)
      return this.#beginDelimited(cdata, at)
    }
    if (!isText) this.#texts.end()
    if (this.#mark === '--') return this.#beginDelimited(comment, at)
    if (this.#mark !== 'DOCTYPE') return at + 1
    if (this.#afterRoot) throw this.#malformed('the document type comes too late', at)
    this.#texts.begin(at + 1)
    this.#doctype = new XmlDoctype()
    this.#state = inDoctype
    return at + 1
  }

  #beginDelimited(end: Uint8Array, at: number): number {
    this.#texts.begin(at + 1)
    this.#end = end
    if (end === instruction) this.#declaration = new XmlDeclaration()
    this.#state = inDelimited
    return at + 1
  }

  /** Inside a comment, CDATA section or instruction; its end is not part of the text. */
  #delimited(at: number): number {
    const { bytes, end: limit } = this.#window
    const last = this.#end.length - 1
    let stop = at
    while (stop < limit && bytes[stop] !== this.#end[0]) stop++
    if (this.#end === instruction && !this.#declaration.readable(this.#window.text(at, stop))) {
      throw this.#malformed('unknown encoding', at)
    }
    if (this.#declaration.isLatin9) this.#window.isLatin9 = true
    this.#texts.plain(at, stop)
    if (stop === limit) return limit
    let matched = 1
    while (matched <= last && stop + matched < limit && bytes[stop + matched] === this.#end[matched])
      matched++
    if (matched > last) {
      if (this.#end !== cdata) this.#texts.end()
      this.#state = closed
      return stop + matched
    }
    if (stop + matched === limit) return stop > at ? stop : -1
    this.#texts.plain(stop, stop + 1)
    return stop + 1
  }

  #readDoctype(c: number, at: number): number {
    this.#texts.plain(at, at + 1)
    const step = this.#doctype.next(c)
    if (step === 'entity') throw this.#malformed('entities of its own', at)
    if (step === 'end') {
      this.#texts.end()
      this.#state = closed
    }
    return at + 1
  }

  #malformed(why: string, index: number): GatewayError {
    return malformedXml(why, this.#window.base + index)
  }
}

/** Says where and what, never which bytes stand there. */
export function malformedXml(why: string, offset: number): GatewayError {
  return new GatewayError('CONTENT_MALFORMED', { format: 'xml', why, offset })
}
