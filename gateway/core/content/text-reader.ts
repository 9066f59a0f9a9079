/** Reads one text after another, each in as many stretches as it comes, and has its entities judged. */
import { isAscii } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import type { Finding, TextWindow } from '../pii/entity.ts'
import { lookBehind, triggerBytes } from '../pii/scanner.ts'
import { KiB } from '../units.ts'
import type { EntityEditor } from './entity-editor.ts'
import { FoundEntities } from './found-entities.ts'
import { GivenText } from './given-text.ts'
import { hidesEscape } from './inner-escape.ts'
import { LayeredText } from './layered-text.ts'
import { ProseBlocks } from './prose-blocks.ts'
import { mayNameSomebody } from './second-look.ts'
import { TextDocument } from './text-document.ts'
import { TextFindings, type TextReading } from './text-findings.ts'
import type { LayeredFinding } from './text-layers.ts'
import { noBytes } from './window.ts'

/** A text that has not ended is looked through each time this much of it is new. */
export const scanStep = 16 * KiB

/** What is known of a whole text before it is read. */
export interface WholeText {
  clearUntil?: number
  clearFrom?: number
  isTold?: boolean
}

const BRACE = 0x7b
const BRACKET = 0x5b

/** Positions that come in are indexes of the window. */
export class TextReader {
  readonly #editor: EntityEditor
  /** Most bytes that are held for one text that cannot be decided in parts. */
  maxValueBytes: number
  readonly #given: GivenText
  readonly #entities: FoundEntities
  /** Reads the text where it is a document of its own. */
  readonly #document: TextDocument
  /** Looks below a second layer of escapes. */
  readonly #layered: LayeredText
  readonly #view: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: true }
  readonly #found: Finding[] = []
  #mayHide = true
  readonly #completer: TextFindings
  /** How the text is read; null until it is looked through for the first time. */
  #reading: TextReading | null = null
  /** Cuts a long text into blocks that are read one by one; null for any other, and where nothing can name anybody. */
  #blocks: ProseBlocks | null = null
  #findings = 0
  #nextScan = scanStep

  constructor(editor: EntityEditor, maxValueBytes: number) {
    this.#editor = editor
    this.maxValueBytes = maxValueBytes
    this.#given = new GivenText(editor.rewriter)
    this.#entities = new FoundEntities(editor, this.#given)
    this.#completer = new TextFindings(editor)
    this.#document = new TextDocument(editor, this.#given)
    this.#layered = new LayeredText(editor, { given: this.#given, completer: this.#completer })
  }

  /** Texts from this length on are worth reading although nothing in them anchors an entity. */
  get leastRead(): number {
    return this.#completer.leastRead
  }

  /** The same where nobody is known. */
  get leastProse(): number {
    return this.#completer.leastProse
  }

  /** False where in the next text, `[start, end)` of the window, nobody stands whom the body is known to name. */
  mayName(start: number, end: number): boolean {
    if (!this.#editor.knowsNext) return false
    this.#editor.memory.beginText()
    const { bytes, isUtf8 } = this.#editor.rewriter.window
    // What is known is known in UTF-8.
    if (!isUtf8 && !isAscii(bytes.subarray(start, end))) return this.#editor.knownHere !== null
    return this.#editor.knownHere?.mayStandIn({ bytes, start, from: start, end, final: true }) === true
  }

  /**
   * A whole text without escapes, `[start, end)` of the window; nothing is anchored before `clearUntil`, nor from
   * `clearFrom` on. `isTold`: the name of its field may tell what it is. Returns the number of entities.
   */
  whole(start: number, end: number, known: WholeText = {}): number {
    const { clearUntil = start, clearFrom = end, isTold = true } = known
    const { bytes, isUtf8 } = this.#editor.rewriter.window
    this.#editor.memory.beginText()
    const mayNest = bytes[start] === BRACE || bytes[start] === BRACKET
    if (mayNest || !isUtf8 || end - start >= scanStep) return this.#wholeInBlocks(start, end)
    const view = this.#view
    view.bytes = bytes
    view.start = start
    view.from = start
    view.floor = start
    view.end = end
    view.final = true
    const found = this.#found
    found.length = 0
    view.clearFrom = clearFrom
    if (clearUntil < end) this.#editor.analyzer.scan(view, found, clearUntil)
    view.clearFrom = undefined
    if (isTold || found.length > 0 || end - start >= this.#completer.leastRead) {
      this.#completer.complete(view, found, this.#completer.readingOf(view, isTold, found))
    }
    const count = found.length
    if (count > 0) this.#entities.handlePlain(found, start)
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
    this.#view.clearFrom = undefined
    this.#found.length = 0
    this.#completer.reset()
    this.#given.reset()
    this.#layered.reset()
  }

  /** `mayHide`: false where it is known that no second layer of escapes is in the text. */
  begin(index: number, mayHide = true): void {
    this.#editor.memory.beginText()
    this.#given.begin(index)
    this.#nextScan = this.#given.given + scanStep
    this.#layered.isOpen = false
    this.#reading = null
    this.#blocks = null
    this.#document.begin()
    this.#mayHide = mayHide
    this.#findings = 0
  }

  /** The next stretch of the text stands for itself. */
  plain(start: number, end: number): void {
    if (start < end) this.#given.plain(start, end)
  }

  /** The next stretch of the text is an escape that means one character. */
  character(code: number, start: number, end: number): void {
    this.#given.character(code, start, end)
  }

  /** The next stretch of the text is an escape that means one byte. */
  byte(byte: number, start: number, end: number): void {
    this.#given.byte(byte, start, end)
  }

  /** What was given so far is looked through if that is worth it. Throws CONTENT_LIMIT where too much must be held. */
  progress(): void {
    const { given } = this.#given
    if (given < this.#nextScan) return
    this.#scan(false)
    const held = given - this.#given.heldFrom
    // Where the scanner waits for the end of an entity, looking again at every step would take quadratic time.
    this.#nextScan = given + Math.max(scanStep, held)
    if (held > this.maxValueBytes) throw new GatewayError('CONTENT_LIMIT', { limit: 'maxValueBytes' })
  }

  /** The text has ended; `mayAnchor`: false where nothing in it can anchor an entity. Returns the number of entities in it. */
  finish(mayAnchor = true): number {
    this.#scan(true, mayAnchor)
    return this.#findings + this.#document.findings
  }

  /** Index of the window from which on bytes of this text are undecided or needed again. */
  hold(): number {
    return this.#given.heldFrom - this.#editor.rewriter.window.base
  }

  #scan(final: boolean, mayAnchor = true): void {
    const view = this.#view
    this.#given.show(view, final)
    if (this.#document.read(view, this.maxValueBytes)) return
    // What an escape could hide is written with digits in it, so without triggers there is neither.
    const clearUntil = !mayAnchor ? view.end : final ? firstTrigger(view) : view.from
    const isAsked = !final || clearUntil < view.end
    if (isAsked && this.#mayHide && !this.#layered.isOpen && hidesEscape(view)) this.#layered.begin(view)
    this.#found.length = 0
    const decided = isAsked ? this.#editor.analyzer.scan(view, this.#found, clearUntil) : view.end
    const isShort = this.#reading === null && final && view.end - view.start < scanStep
    this.#reading ??= this.#readingOf(isShort)
    let needed = decided - lookBehind
    if (this.#layered.isOpen) needed = Math.min(needed, this.#readLayers(decided, isShort))
    else if (this.#blocks !== null) needed = Math.min(needed, this.#readBlocks(this.#settled(), decided))
    else {
      if (isShort) this.#completer.complete(view, this.#found, this.#reading)
      else this.#completer.weigh(this.#found, this.#reading)
      if (this.#found.length > 0) this.#entities.handle(this.#found)
      this.#findings += this.#found.length
    }
    this.#given.settle(view, decided, needed)
  }

  /** Asked once a text, with at least a step of a long one at hand. */
  #readingOf(isShort: boolean): TextReading {
    const reading = this.#completer.readingOf(this.#view, true, this.#found)
    if (!isShort && mayNameSomebody(this.#editor.analyzer))
      this.#blocks = new ProseBlocks(this.#given.viewOrigin + this.#view.start)
    return reading
  }

  /** What was found since the last time, by its place in the text. */
  #settled(): LayeredFinding[] {
    const origin = this.#given.viewOrigin
    this.#completer.weigh(this.#found, this.#reading as TextReading)
    return this.#found.map((one) => ({
      finding: { ...one, start: origin + one.start, end: origin + one.end },
      value: null,
    }))
  }

  /** Hands over what stands in blocks that are complete. Returns the index of the view from which on bytes are needed. */
  #readBlocks(settled: readonly LayeredFinding[], decided: number): number {
    const blocks = this.#blocks as ProseBlocks
    const origin = this.#given.viewOrigin
    const reading = this.#reading as TextReading
    blocks.add(settled)
    const ready = blocks.read(this.#view, { origin, decided: origin + decided }, (block, found) => {
      this.#completer.completePart(block, found, reading)
    })
    this.#handleLayered(ready)
    return blocks.from - origin
  }

  /** Returns the index of the view from which on its bytes are still needed. */
  #readLayers(decided: number, isShort: boolean): number {
    const reading = this.#reading as TextReading
    const scanned = { decided, found: this.#found, reading, isShort }
    const { settled, needed } = this.#layered.read(this.#view, scanned)
    if (this.#blocks !== null) return Math.min(needed, this.#readBlocks(settled, Math.min(needed, decided)))
    this.#handleLayered(settled)
    return needed
  }

  #handleLayered(found: readonly LayeredFinding[]): void {
    this.#entities.handleLayered(found, this.#view)
    this.#findings += found.length
  }
}

/** Where the scanner must be asked from: before, nothing can anchor an entity; the view's end where nothing can at all. */
function firstTrigger({ bytes, from, end }: TextWindow): number {
  let at = from
  while (at < end && triggerBytes[bytes[at] as number] === 0) at++
  return at
}
