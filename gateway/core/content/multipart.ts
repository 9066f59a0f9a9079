/** Reads multipart bodies while they pass, and has each part read as what it says it is. */
import { Buffer } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import { KiB } from '../units.ts'
import type { BodyInspector, BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import { type BodyForm, sampleLength } from './format.ts'
import type { Judge } from './inspector.ts'
import { inspectBoundary } from './multipart-boundary.ts'
import { type At, behindDelimiter, epilogue, MultipartDelimiter, type Passed } from './multipart-delimiter.ts'
import { type PartHead, readPartHead } from './multipart-head.ts'
import { PartHeadTexts } from './part-head-texts.ts'
import { judgeWithin } from './part-judge.ts'
import { orderByBeginning, orderByHead, type PartForm, type PartOrder } from './part-order.ts'
import { PartSplicer } from './part-splicer.ts'
import type { Rewriter } from './rewriter.ts'
import type { Steps } from './steps.ts'

const longestHead = 16 * KiB
const CRLF = '\r\n'

const wantDelimiter = 0
const inDelimiter = 1
const inHead = 2
const inPart = 3
const behindPart = 4
const inEpilogue = 5

const fileForm: PartForm = { format: 'opaque', decodable: true, boundary: null }

/** What is done with the bytes of the part that is being read. */
type PartReading =
  | { does: 'inspect'; inspector: BodyInspector }
  | { does: 'pass' }
  | { does: 'drop' }
  | (Extract<PartOrder, { order: 'sniff' }> & { does: 'wait' })

export interface MultipartParts {
  boundary: string
  judge: Judge
  maxValueBytes: number
  /** Says how a part is read: `unknown` where its beginning must tell. */
  formOf(head: PartHead): BodyForm
  /** Makes the inspector of a part that is not opaque. */
  inspectorFor(form: PartForm, judge: Judge): BodyInspector
  opaqueParts: 'pass' | 'refuse'
  /** The editor's own: parts are put into the body in the pieces that their inspectors make. */
  rewriter: Rewriter
}

/**
 * RFC 2046 §5.1 and RFC 7578, strictly: a delimiter stands on a line of its own, lines end in CR LF, nothing but line
 * ends stands before the first and behind the last delimiter. What servers read in different ways is malformed.
 */
export class MultipartParser implements BodyParser {
  readonly #rewriter: Rewriter
  readonly #editor: EntityEditor
  readonly #parts: MultipartParts
  readonly #headTexts: PartHeadTexts
  readonly #delimiter: MultipartDelimiter
  readonly #splicer: PartSplicer
  #state = wantDelimiter
  #isJudged = false
  #offset = 0
  #partStart = 0
  #name = ''
  #isFile = false
  #part: PartReading = { does: 'pass' }

  constructor(editor: EntityEditor, parts: MultipartParts) {
    this.#rewriter = parts.rewriter
    this.#editor = editor
    this.#parts = parts
    this.#headTexts = new PartHeadTexts(editor, parts.maxValueBytes)
    this.#splicer = new PartSplicer(parts.rewriter)
    this.#delimiter = new MultipartDelimiter(parts.boundary)
  }

  get opaqueParts(): number {
    return this.#splicer.opaqueParts
  }

  /** What the part that is being read has to do first. */
  get work(): Steps<void> | null {
    return this.#splicer.work
  }

  /** The part that is being read. */
  path(): string {
    return this.#name
  }

  advance(final: boolean): void {
    const { window } = this.#rewriter
    if (!this.#isJudged) this.#judgeBoundary()
    this.#splicer.work = null
    let at = this.#offset - window.base
    while (at < window.end && this.work === null) {
      const next = this.#step(at)
      if (next < 0) break
      at = next
    }
    this.#offset = window.base + at
    // What the work is about is put in its place once that is done, and is not decided before.
    if (this.work !== null) return
    if (!final) this.#rewriter.settle(at, at)
    else if (this.#state !== inEpilogue && this.#offset + window.end > 0)
      throw this.#malformed('the end comes too early')
  }

  /** It stands in the head and between all parts: what is found in it cannot be changed in one place alone. */
  #judgeBoundary(): void {
    this.#isJudged = true
    const { changed, refused } = inspectBoundary(this.#parts.boundary, this.#parts.judge)
    if (refused) this.#rewriter.refuse(0)
    else if (changed) throw this.#malformed('its boundary holds what would have to be replaced')
  }

  /** Reads one construct; -1 where more must come first. */
  #step(at: number): number {
    switch (this.#state) {
      case wantDelimiter:
        return this.#passed(this.#delimiter.first(this.#from(at)), inDelimiter)
      case inDelimiter:
        return this.#behindDelimiter(at)
      case inHead:
        return this.#head(at)
      case inPart:
        return this.#content(at)
      case behindPart:
        return this.#endPart(at)
      default:
        return this.#passed(epilogue(this.#from(at)), inEpilogue)
    }
  }

  /** Behind a construct; -1 where more must come first. */
  #passed(passed: Passed, state: number): number {
    if (passed === null) return -1
    if ('fault' in passed) throw this.#malformed(passed.fault)
    this.#state = state
    return passed.next
  }

  #behindDelimiter(at: number): number {
    const passed = behindDelimiter(this.#from(at))
    return this.#passed(passed, passed?.closes === true ? inEpilogue : inHead)
  }

  #from(at: number): At {
    const { bytes, end } = this.#rewriter.window
    return { bytes, end, at }
  }

  #head(at: number): number {
    const { bytes, end } = this.#rewriter.window
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, end)
    const isEmpty = end - at >= 2 && bytes[at] === 0x0d && bytes[at + 1] === 0x0a
    const stop = isEmpty ? at : view.indexOf(`${CRLF}${CRLF}`, at)
    if ((stop < 0 ? end : stop) - at > longestHead) throw this.#malformed('the head of a part is too long')
    if (stop < 0) return -1
    const block = view.subarray(at, stop)
    const head = block.includes(this.#delimiter.bytes)
      ? null
      : readPartHead(block, this.#parts.judge.analyzer)
    if (head === null) throw this.#malformed('the head of a part cannot be read')
    this.#name = head.name
    this.#isFile = head.isFile
    this.#headTexts.read(block, at)
    // An empty head is one line end, which was not searched for with a line in front of it.
    const body = stop + (isEmpty ? 2 : 4)
    this.#partStart = this.#rewriter.window.base + body
    this.#part = this.#readingOf(head, body)
    this.#state = inPart
    return body
  }

  #readingOf(head: PartHead, body: number): PartReading {
    const { judge, formOf } = this.#parts
    const order = judge.judgesFields && head.name !== '' ? judge.field(head.name) : 'scan'
    if (order !== 'scan') return { does: order === 'drop' ? 'drop' : 'pass' }
    const opensFiles = judge.files !== undefined
    return this.#carryOut(orderByHead(formOf(head), { transfer: head.transfer, opensFiles }), body)
  }

  #inspectorFor(form: PartForm): BodyInspector {
    const { judge, inspectorFor } = this.#parts
    return inspectorFor(
      form,
      judgeWithin(judge, {
        name: this.#name,
        start: this.#partStart,
        isFile: this.#isFile,
        memory: this.#editor.memory,
      }),
    )
  }

  #carryOut(order: PartOrder, body: number): PartReading {
    switch (order.order) {
      case 'read':
        return { does: 'inspect', inspector: this.#inspectorFor(order.form) }
      case 'sniff':
        return { does: 'wait', ...order }
      case 'unread':
        if (this.#parts.judge.files !== undefined && order.transfer === 'plain')
          return { does: 'inspect', inspector: this.#inspectorFor(fileForm) }
        this.#splicer.opaqueParts++
        if (this.#parts.opaqueParts === 'refuse') this.#rewriter.refuse(body)
        return { does: 'pass' }
      case 'undecodable':
        throw this.#malformed('a part is in an encoding that is not undone')
    }
  }

  #content(at: number): number {
    const { bytes, end } = this.#rewriter.window
    // The line end behind an empty part's head already belongs to the delimiter.
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, end)
    const found = view.indexOf(this.#delimiter.bytes, at)
    const stop = found < 0 ? Math.max(at, end - this.#delimiter.length + 1) : found
    if (this.#part.does === 'wait') {
      // However the body is cut, the same bytes decide: a full sample, or all of a shorter part.
      if (found < 0 && stop - at < sampleLength) return -1
      const sample = bytes.subarray(at, Math.min(stop, at + sampleLength))
      this.#part = this.#carryOut(orderByBeginning(sample, this.#part), at)
    }
    if (found >= 0) this.#state = behindPart
    this.#pass(at, stop)
    return found >= 0 || stop > at ? stop : -1
  }

  /** The bytes `[start, end)` of a part go where the part's order says. */
  #pass(start: number, end: number): void {
    if (start === end) return
    if (this.#part.does === 'drop') this.#rewriter.edit(start, end, new Uint8Array(0))
    if (this.#part.does !== 'inspect') return
    const { inspector } = this.#part
    const bytes = this.#rewriter.window.bytes.subarray(start, end)
    this.#splicer.handOn(inspector, inspector.pushInSteps(bytes), { start, end })
  }

  /** The delimiter behind a part begins at `at`, where its content ends. */
  #endPart(at: number): number {
    const part = this.#part
    this.#part = { does: 'pass' }
    if (part.does === 'inspect') {
      const { inspector } = part
      this.#splicer.handOn(inspector, inspector.endInSteps(), { start: at, end: at, isLast: true })
      // It is asked for what it was about, once that is known.
      if (this.work !== null) return at
    }
    this.#state = inDelimiter
    return at + this.#delimiter.length
  }

  #malformed(why: string): GatewayError {
    return new GatewayError('CONTENT_MALFORMED', { format: 'multipart', why, offset: this.#offset })
  }
}
