/** Reads one text after another, each in as many stretches as it comes, and has its entities judged. */
import { GatewayError } from '../errors.ts'
import type { Finding, TextWindow } from '../pii/entity.ts'
import { lookBehind, triggerBytes } from '../pii/scanner.ts'
import { KiB } from '../units.ts'
import { DecodedText } from './decoded-text.ts'
import type { EntityEditor, Occurrence } from './entity-editor.ts'
import { hidesEscape } from './inner-escape.ts'
import { ProseBlocks } from './prose-blocks.ts'
import { TextFindings, type TextReading } from './text-findings.ts'
import { type LayeredFinding, TextLayers } from './text-layers.ts'
import { noBytes } from './window.ts'

/** A text that has not ended is looked through each time this much of it is new. */
export const scanStep = 16 * KiB

/** What is known of a whole text before it is read. */
export interface WholeText {
  clearUntil?: number
  isTold?: boolean
}

/** A longer text's decoded form is not kept for the next body. */
const keptDecoded = 64 * KiB

/**
 * A text is read where it stands until its first escape; from there on it is decoded beside the body.
 * Positions that come in are indexes of the window, positions that are kept are offsets in the body.
 */
export class TextReader {
  readonly #editor: EntityEditor
  /** Most bytes that are held for one text that cannot be decided in parts. */
  maxValueBytes: number
  readonly #view: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: true }
  readonly #found: Finding[] = []
  #decoded: DecodedText | null = null
  #isDecoded = false
  /** Looks below a second layer of escapes; null until a text has one. */
  #layers: TextLayers | null = null
  #isLayered = false
  #mayHide = true
  readonly #completer: TextFindings
  /** How the text is read; null until it is looked through for the first time. */
  #reading: TextReading | null = null
  /** Cuts a long text of prose into blocks; null for any other text. */
  #blocks: ProseBlocks | null = null
  #findings = 0
  /** Offset where the text begins, up to where it was given, up to where it is decided, and from where it is kept. */
  #origin = 0
  #given = 0
  #decided = 0
  /** Where the last entity ended. */
  #floor = 0
  #kept = 0
  #nextScan = scanStep

  constructor(editor: EntityEditor, maxValueBytes: number) {
    this.#editor = editor
    this.maxValueBytes = maxValueBytes
    this.#completer = new TextFindings(editor)
  }

  /** Texts from this length on are worth reading although nothing in them anchors an entity. */
  get leastRead(): number {
    return this.#completer.leastRead
  }

  /**
   * A whole text without escapes, `[start, end)` of the window; nothing is anchored before `clearUntil`. `isTold`: the
   * name of its field may tell what it is. Returns the number of entities.
   */
  whole(start: number, end: number, { clearUntil = start, isTold = true }: WholeText = {}): number {
    if (end - start >= scanStep) return this.#wholeInBlocks(start, end)
    const view = this.#view
    view.bytes = this.#editor.rewriter.window.bytes
    view.start = start
    view.from = start
    view.floor = start
    view.end = end
    view.final = true
    const found = this.#found
    found.length = 0
    if (clearUntil < end) this.#editor.analyzer.scan(view, found, clearUntil)
    if (isTold || found.length > 0 || end - start >= this.#completer.leastRead) {
      this.#completer.complete(view, found, this.#completer.readingOf(view, isTold, found))
    }
    const count = found.length
    if (count > 0) this.#handlePlain(start)
    return count
  }

  /** As it is read where it comes in pieces. */
  #wholeInBlocks(start: number, end: number): number {
    this.begin(start, false)
    this.plain(start, end)
    return this.finish()
  }

  /** Forgets the texts that were read, for another body. */
  reset(): void {
    this.#view.bytes = noBytes
    this.#found.length = 0
    this.#completer.reset()
    if (this.#decoded !== null && this.#decoded.bytes.length > keptDecoded) this.#decoded = null
    if (this.#layers !== null && this.#layers.size > keptDecoded) this.#layers = null
  }

  /** `mayHide`: false where it is known that no second layer of escapes is in the text. */
  begin(index: number, mayHide = true): void {
    const offset = this.#editor.rewriter.window.base + index
    this.#origin = offset
    this.#given = offset
    this.#decided = offset
    this.#floor = offset
    this.#kept = offset
    this.#nextScan = offset + scanStep
    this.#isDecoded = false
    this.#isLayered = false
    this.#reading = null
    this.#blocks = null
    this.#mayHide = mayHide
    this.#findings = 0
  }

  /** The next stretch of the text stands for itself. */
  plain(start: number, end: number): void {
    if (start === end) return
    const { base, bytes } = this.#editor.rewriter.window
    if (!this.#isDecoded) {
      if (this.#given === this.#origin) this.begin(start, this.#mayHide)
      if (base + start === this.#given) {
        this.#given = base + end
        return
      }
      this.#decode()
    }
    this.#decoding.append(bytes, { from: start, to: end }, base + start)
    this.#given = base + end
  }

  /** The next stretch of the text is an escape that means one character. */
  character(code: number, start: number, end: number): void {
    this.#decode()
    this.#decoding.appendCharacter(code, this.#editor.rewriter.window.base + start, end - start)
    this.#given = this.#editor.rewriter.window.base + end
  }

  /** The next stretch of the text is an escape that means one byte. */
  byte(byte: number, start: number, end: number): void {
    this.#decode()
    this.#decoding.appendByte(byte, this.#editor.rewriter.window.base + start, end - start)
    this.#given = this.#editor.rewriter.window.base + end
  }

  /** What was given so far is looked through if that is worth it. Throws CONTENT_LIMIT where too much must be held. */
  progress(): void {
    if (this.#given < this.#nextScan) return
    this.#scan(false)
    // Where the scanner waits for the end of an entity, looking again at every step would take quadratic time.
    this.#nextScan = this.#given + Math.max(scanStep, this.#given - this.#heldFrom())
    if (this.#given - this.#heldFrom() > this.maxValueBytes) {
      throw new GatewayError('CONTENT_LIMIT', { limit: 'maxValueBytes' })
    }
  }

  /** The text has ended. Returns the number of entities in it. */
  finish(): number {
    this.#scan(true)
    return this.#findings
  }

  /** Index of the window from which on bytes of this text are undecided or needed again. */
  hold(): number {
    return this.#heldFrom() - this.#editor.rewriter.window.base
  }

  #heldFrom(): number {
    if (!this.#isDecoded) return this.#kept
    return this.#decoding.length === 0 ? this.#given : this.#decoding.offsetOf(this.#kept)
  }

  get #decoding(): DecodedText {
    this.#decoded ??= new DecodedText()
    return this.#decoded
  }

  /** From the first escape on `#decided` and `#kept` are indexes of the decoded text. */
  #decode(): void {
    if (this.#isDecoded) return
    const { base, bytes } = this.#editor.rewriter.window
    const kept = this.#kept
    this.#decoding.reset(kept - this.#origin)
    this.#decoding.append(bytes, { from: kept - base, to: this.#given - base }, kept)
    this.#decided -= kept
    this.#floor -= kept
    this.#kept = 0
    this.#isDecoded = true
  }

  #scan(final: boolean): void {
    const view = this.#view
    const { base, bytes } = this.#editor.rewriter.window
    const shift = this.#isDecoded ? 0 : base
    view.bytes = this.#isDecoded ? this.#decoding.bytes : bytes
    view.start = this.#kept - shift
    view.from = this.#decided - shift
    view.floor = this.#floor - shift
    view.end = this.#isDecoded ? this.#decoding.length : this.#given - base
    view.final = final
    // What an escape could hide is written with digits in it, so without triggers there is neither.
    const isAsked = !final || hasTrigger(view)
    if (isAsked && this.#mayHide && !this.#isLayered && hidesEscape(view)) this.#beginLayers()
    this.#found.length = 0
    const decided = isAsked ? this.#editor.analyzer.scan(view, this.#found) : view.end
    this.#floor = (view.floor ?? view.from) + shift
    const isShort = this.#reading === null && final && view.end - view.start < scanStep
    this.#reading ??= this.#readingOf(isShort)
    let floor = decided - lookBehind
    if (this.#isLayered) floor = Math.min(floor, this.#readLayers(decided, isShort))
    else if (this.#blocks !== null) floor = Math.min(floor, this.#readBlocks(this.#settled(), decided))
    else {
      if (isShort) this.#completer.complete(view, this.#found, this.#reading)
      else this.#completer.weigh(this.#found, this.#reading)
      if (this.#found.length > 0) this.#handleFound()
    }
    this.#decided = decided + shift
    this.#kept = Math.max(this.#kept, floor + shift)
    if (this.#isDecoded && this.#kept > scanStep) this.#dropDecoded()
  }

  /** Asked once a text, with at least a step of a long one at hand. */
  #readingOf(isShort: boolean): TextReading {
    const reading = this.#completer.readingOf(this.#view, true, this.#found)
    if (!isShort && reading.isProse) this.#blocks = new ProseBlocks(this.#viewOrigin() + this.#view.start)
    return reading
  }

  /** What was found since the last time, by its place in the text. */
  #settled(): LayeredFinding[] {
    const origin = this.#viewOrigin()
    this.#completer.weigh(this.#found, this.#reading as TextReading)
    return this.#found.map((one) => ({
      finding: { ...one, start: origin + one.start, end: origin + one.end },
      value: null,
    }))
  }

  /** Hands over what stands in blocks that are complete. Returns the index of the view from which on bytes are needed. */
  #readBlocks(settled: readonly LayeredFinding[], decided: number): number {
    const blocks = this.#blocks as ProseBlocks
    const origin = this.#viewOrigin()
    const reading = this.#reading as TextReading
    blocks.add(settled)
    const ready = blocks.read(this.#view, { origin, decided: origin + decided }, (block, found) => {
      this.#completer.completePart(block, found, reading)
    })
    this.#editor.handleAll(ready.map((one) => this.#occurrenceOf(one, origin)))
    this.#findings += ready.length
    return blocks.from - origin
  }

  #dropDecoded(): void {
    const dropped = this.#decoding.drop(this.#kept)
    this.#decided -= dropped
    this.#floor -= dropped
    this.#kept -= dropped
  }

  /** Position in the text of the first byte of what is scanned. */
  #viewOrigin(): number {
    return this.#isDecoded ? this.#decoding.origin : this.#editor.rewriter.window.base - this.#origin
  }

  /** What was decided before is the same in both layers: there are no escapes in it. */
  #beginLayers(): void {
    const origin = this.#viewOrigin()
    this.#layers ??= new TextLayers()
    this.#layers.begin(origin + this.#view.start, origin + this.#view.from)
    this.#isLayered = true
  }

  /** Returns the index of the view from which on its bytes are still needed. */
  #readLayers(decided: number, isShort: boolean): number {
    const layers = this.#layers as TextLayers
    const origin = this.#viewOrigin()
    const settled = layers.read(this.#view, {
      analyzer: this.#editor.analyzer,
      origin,
      decided: origin + decided,
      found: this.#found,
    })
    this.#weighLayers(settled, { origin, isShort })
    const floor = layers.floor - origin
    if (this.#blocks !== null) return Math.min(floor, this.#readBlocks(settled, Math.min(floor, decided)))
    this.#editor.handleAll(settled.map((one) => this.#occurrenceOf(one, origin)))
    this.#findings += settled.length
    return floor
  }

  /** The name of the field speaks for what counts of both layers too; the text as a whole is read in the outer one. */
  #weighLayers(settled: LayeredFinding[], { origin, isShort }: { origin: number; isShort: boolean }): void {
    const reading = this.#reading as TextReading
    const found = this.#found
    found.length = 0
    for (const { finding } of settled) found.push(finding)
    if (!isShort || found.length > 0) {
      this.#completer.weigh(found, reading)
      for (let i = 0; i < found.length; i++) (settled[i] as LayeredFinding).finding = found[i] as Finding
      return
    }
    this.#completer.complete(this.#view, found, reading)
    for (const one of found) {
      const finding = { ...one, start: origin + one.start, end: origin + one.end }
      settled.push({ finding, value: null })
    }
  }

  #occurrenceOf({ finding, value }: LayeredFinding, origin: number): Occurrence {
    const { base } = this.#editor.rewriter.window
    const start = finding.start - origin
    const end = finding.end - origin
    const coded = this.#view.bytes.subarray(start, end)
    const stretches = this.#isDecoded
      ? this.#decoding.stretches(start, end)
      : [{ start: base + start, end: base + end }]
    return value === null ? { finding, value: coded, stretches } : { finding, value, stretches, coded }
  }

  #handleFound(): void {
    this.#findings += this.#found.length
    if (this.#isDecoded) this.#handleDecoded()
    else this.#handlePlain(-this.#viewOrigin())
  }

  #handlePlain(origin: number): void {
    for (const found of this.#found) {
      found.start -= origin
      found.end -= origin
      this.#editor.handlePlain(found, origin)
    }
  }

  #handleDecoded(): void {
    const text = this.#decoding
    for (const finding of this.#found) {
      const value = text.bytes.subarray(finding.start, finding.end)
      const stretches = text.stretches(finding.start, finding.end)
      finding.start += text.origin
      finding.end += text.origin
      this.#editor.handle({ finding, value, stretches })
    }
  }
}

/** The scanner needs not be asked about the rest of a text in which nothing can anchor an entity. */
function hasTrigger(view: TextWindow): boolean {
  const { bytes, end } = view
  for (let i = view.from; i < end; i++) if (triggerBytes[bytes[i] as number] !== 0) return true
  return false
}
