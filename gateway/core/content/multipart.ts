/** Reads multipart bodies while they pass, and has each part read as what it says it is. */
import { Buffer } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import { KiB } from '../units.ts'
import type { BodyInspector, BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import { type BodyForm, sampleLength } from './format.ts'
import type { Judge } from './inspector.ts'
import { inspectBoundary } from './multipart-boundary.ts'
import { type PartHead, readPartHead } from './multipart-head.ts'
import { judgeWithin } from './part-judge.ts'
import { orderByBeginning, orderByHead, type PartForm, type PartOrder } from './part-order.ts'
import { textEndsOf } from './part-texts.ts'
import { readPercent } from './percent.ts'
import type { Rewriter } from './rewriter.ts'
import type { Steps } from './steps.ts'
import { TextReader } from './text-reader.ts'

const longestHead = 16 * KiB
const CRLF = '\r\n'

const wantDelimiter = 0
const behindDelimiter = 1
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

/** Of a part: indexes of the window; `isLast`: nothing of it comes behind. */
interface Handed {
  start: number
  end: number
  isLast?: true
}

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
  opaqueParts = 0
  /** What the part that is being read has to do first. */
  work: Steps<void> | null = null
  readonly #rewriter: Rewriter
  readonly #parts: MultipartParts
  readonly #reader: TextReader
  readonly #delimiter: Buffer
  #state = wantDelimiter
  #isJudged = false
  #offset = 0
  #partStart = 0
  #name = ''
  #part: PartReading = { does: 'pass' }

  constructor(editor: EntityEditor, parts: MultipartParts) {
    this.#rewriter = parts.rewriter
    this.#parts = parts
    this.#reader = new TextReader(editor, parts.maxValueBytes)
    this.#delimiter = Buffer.from(`${CRLF}--${parts.boundary}`, 'latin1')
  }

  /** The part that is being read. */
  path(): string {
    return this.#name
  }

  advance(final: boolean): void {
    const { window } = this.#rewriter
    if (!this.#isJudged) this.#judgeBoundary()
    this.work = null
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
        return this.#firstDelimiter(at)
      case behindDelimiter:
        return this.#behindDelimiter(at)
      case inHead:
        return this.#head(at)
      case inPart:
        return this.#content(at)
      case behindPart:
        return this.#endPart(at)
      default:
        return this.#epilogue(at)
    }
  }

  /** The first delimiter may go without the line end in front of it. */
  #firstDelimiter(at: number): number {
    const { bytes, end } = this.#rewriter.window
    const skipped = bytes[at] === this.#delimiter[0] ? 0 : 2
    const length = this.#delimiter.length - skipped
    for (let i = 0; i < length && at + i < end; i++) {
      if (bytes[at + i] !== this.#delimiter[skipped + i])
        throw this.#malformed('the first delimiter is missing')
    }
    if (end - at < length) return -1
    this.#state = behindDelimiter
    return at + length
  }

  /** Behind a delimiter: `--` ends the body, a line end begins a part; spaces may stand in between. */
  #behindDelimiter(at: number): number {
    const { bytes, end } = this.#rewriter.window
    let stop = at
    while (stop < end && (bytes[stop] === 0x20 || bytes[stop] === 0x09)) stop++
    if (stop - at > 256) throw this.#malformed('a delimiter goes on')
    if (stop + 1 >= end) return -1
    const closes = stop === at && bytes[stop] === 0x2d && bytes[stop + 1] === 0x2d
    if (!closes && (bytes[stop] !== 0x0d || bytes[stop + 1] !== 0x0a))
      throw this.#malformed('a delimiter goes on')
    this.#state = closes ? inEpilogue : inHead
    return stop + 2
  }

  #head(at: number): number {
    const { bytes, end } = this.#rewriter.window
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, end)
    const isEmpty = end - at >= 2 && bytes[at] === 0x0d && bytes[at + 1] === 0x0a
    const stop = isEmpty ? at : view.indexOf(`${CRLF}${CRLF}`, at)
    if ((stop < 0 ? end : stop) - at > longestHead) throw this.#malformed('the head of a part is too long')
    if (stop < 0) return -1
    const block = view.subarray(at, stop)
    const head = block.includes(this.#delimiter) ? null : readPartHead(block, this.#parts.judge.analyzer)
    if (head === null) throw this.#malformed('the head of a part cannot be read')
    this.#name = head.name
    this.#readHead(block, at)
    // An empty head is one line end, which was not searched for with a line in front of it.
    const body = stop + (isEmpty ? 2 : 4)
    this.#partStart = this.#rewriter.window.base + body
    this.#part = this.#readingOf(head, body)
    this.#state = inPart
    return body
  }

  #readHead(block: Uint8Array, at: number): void {
    let from = at
    for (const end of textEndsOf(block)) {
      this.#reader.begin(from)
      readPercent(this.#reader, this.#rewriter.window.bytes, { from, to: at + end })
      this.#reader.finish()
      from = at + end
    }
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
    return inspectorFor(form, judgeWithin(judge, { name: this.#name, start: this.#partStart }))
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
        this.opaqueParts++
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
    const found = view.indexOf(this.#delimiter, at)
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
    this.#handOn(inspector, inspector.pushInSteps(bytes), { start, end })
  }

  /** The delimiter behind a part begins at `at`, where its content ends. */
  #endPart(at: number): number {
    const part = this.#part
    this.#part = { does: 'pass' }
    if (part.does === 'inspect') {
      const { inspector } = part
      this.#handOn(inspector, inspector.endInSteps(), { start: at, end: at, isLast: true })
      // It is asked for what it was about, once that is known.
      if (this.work !== null) return at
    }
    this.#state = behindDelimiter
    return at + this.#delimiter.length
  }

  /** What the inspector makes of a stretch stands in its place: at once, or once it has done its work. */
  #handOn(inspector: BodyInspector, steps: Steps<readonly Uint8Array[]>, by: Handed): void {
    const first = steps.next()
    if (first.done) this.#splice(inspector, first.value, by)
    else this.work = this.#later(inspector, steps, by)
  }

  *#later(inspector: BodyInspector, steps: Steps<readonly Uint8Array[]>, by: Handed): Steps<void> {
    yield
    this.#splice(inspector, yield* steps, by)
  }

  #splice(inspector: BodyInspector, pieces: readonly Uint8Array[], { start, end, isLast }: Handed): void {
    this.#rewriter.splice(start, end, pieces)
    this.#follow(inspector, end)
    if (isLast === true) this.opaqueParts += inspector.opaqueParts
  }

  #follow(inspector: BodyInspector, at: number): void {
    if (inspector.changed) this.#rewriter.changed = true
    if (!inspector.lengthKept) this.#rewriter.lengthKept = false
    if (!inspector.refused || this.#rewriter.refused) return
    this.#rewriter.refuse(at)
    // Whoever asks why it was refused asks now.
    this.opaqueParts += inspector.opaqueParts
  }

  #epilogue(at: number): number {
    const { bytes, end } = this.#rewriter.window
    for (let i = at; i < end; i++) {
      if (bytes[i] !== 0x0d && bytes[i] !== 0x0a) throw this.#malformed('something stands behind the end')
    }
    return end
  }

  #malformed(why: string): GatewayError {
    return new GatewayError('CONTENT_MALFORMED', { format: 'multipart', why, offset: this.#offset })
  }
}
