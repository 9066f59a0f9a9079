/** Reads the texts of one XML part of an office document: what is cut into runs is read as one. */

import { EntityEditor } from '../content/entity-editor.ts'
import type { FieldOrder } from '../content/inspector.ts'
import { isNumber, NumberReader } from '../content/json-number.ts'
import type { BodyEdits } from '../content/rewriter.ts'
import { TextReader } from '../content/text-reader.ts'
import { xmlEncode } from '../content/xml-bytes.ts'
import type { XmlEvents } from '../content/xml-events.ts'
import { type Block, JoinedParagraphs } from './joined-paragraphs.ts'
import { OfficeAttributes } from './office-attributes.ts'
import { OfficeMentions } from './office-mentions.ts'
import { type OfficePart, stripping, type Take } from './office-part.ts'
import { roleOf } from './office-words.ts'
import type { PartEdits } from './part-edits.ts'

const none = -1
const nothing = new Uint8Array(0)
const zero = Uint8Array.of(0x30)
const SPACE = 0x20
const LINE_END = 0x0a
const HYPHEN = 0x2d

export class OfficeTexts implements XmlEvents {
  readonly #part: OfficePart
  readonly #editor: EntityEditor
  readonly #numbers: NumberReader
  readonly #readers: TextReader[] = []
  /** Paragraphs that follow one another are lines of one text; cells are not. */
  readonly #joined: JoinedParagraphs
  readonly #blocks: Block[] = []
  readonly #stray: TextReader
  #isStray = false
  readonly #attributes: OfficeAttributes
  readonly #mentions: OfficeMentions
  #element = ''
  /** Depth of the element whose text belongs to the innermost block. */
  #leaf = none
  /** Depth of the element whose content is not read as text, and what becomes of it at its end. */
  #taken = none
  #take: Take | null = null
  #start = 0
  /** Where the last stretch of a text ended. */
  #last = 0

  constructor(part: OfficePart) {
    this.#part = part
    const { edits, judge, memory, cells } = part
    const place = 'body'
    const common = { judge, place, memory } as const
    this.#editor = new EntityEditor(edits, {
      ...common,
      encode: xmlEncode,
      path: () => (cells === null ? this.#pathOfText() : cells.column.path),
      ...(cells === null ? {} : { meaning: () => cells.column.meaning }),
    })
    this.#stray = new TextReader(this.#editor, Number.MAX_SAFE_INTEGER)
    this.#joined = new JoinedParagraphs(cells === null)
    this.#numbers = new NumberReader(new EntityEditor(numberEdits(edits), this.#editor.context))
    this.#attributes = new OfficeAttributes(part, this.#number)
    this.#mentions = new OfficeMentions(part)
  }

  elementNamed(): void {
    const { path, family } = this.#part
    const { depth } = path
    const element = path.innermost()
    this.#element = element
    this.end()
    if (this.#taken !== none || this.#takes(element, depth)) return
    const role = roleOf(family, element)
    const isInner = this.#blocks.length > 0
    if (role === 'block' || (role === 'other' && family === 'odf' && isInner)) this.#open(depth)
    else if (role === 'leaf' && isInner) this.#leaf = depth
    else if (role === 'tab') this.#separate(SPACE)
    else if (role === 'break') this.#separate(LINE_END)
    else if (role === 'hyphen') this.#separate(HYPHEN)
  }

  contentBegins(index: number): void {
    if (this.#taken !== none && this.#taken < this.#part.path.depth) return
    this.#start = index
    if (this.#taken !== none) return
    const take = this.#mentions.takeFor(this.#element, index, this.#blocks.length > 0)
    if (take !== null) this.#takeContent(take)
  }

  elementEnds(index: number | null): void {
    const { depth } = this.#part.path
    if (this.#taken === depth) {
      if (index !== null) this.#take?.(this.#start, index)
      this.#taken = none
      this.#take = null
    }
    if (this.#leaf === depth) {
      this.#leaf = none
      if (index !== null) this.#endLeaf(index)
    }
    const block = this.#blocks[this.#blocks.length - 1]
    this.#joined.endBelow(depth)
    if (block?.depth !== depth) return
    if (block.begun && !this.#joined.goesOn(block, this.#blocks.length - 1, this.#last)) block.reader.finish()
    this.#blocks.pop()
  }

  attributeBegins(index: number): void {
    const isLeft = this.#taken !== none && this.#taken < this.#part.path.depth
    this.#attributes.begins(index, this.#element, isLeft)
  }

  attributeEnds(index: number): void {
    this.#attributes.ends(index)
  }

  begin(): void {
    // Where a text begins is known with its first byte.
  }

  plain(start: number, end: number): void {
    if (start === end) return
    this.#readerAt(start)?.plain(start, end)
    this.#last = end
  }

  character(code: number, start: number, end: number): void {
    this.#readerAt(start)?.character(code, start, end)
    this.#last = end
  }

  end(): void {
    if (this.#isStray) this.#stray.finish()
    this.#isStray = false
  }

  /** What was given so far of the texts that are open is looked through, as far as that is worth it. */
  pause(): void {
    for (const { begun, reader } of this.#blocks) if (begun) reader.progress()
    if (this.#isStray) this.#stray.progress()
    this.#attributes.reader?.progress()
  }

  #readerAt(start: number): TextReader | null {
    if (this.#attributes.isOpen) return this.#attributes.reader
    if (this.#taken !== none) return null
    const block = this.#blocks[this.#blocks.length - 1]
    if (block !== undefined && (this.#leaf !== none || this.#part.family === 'odf')) {
      if (!block.begun) block.reader.begin(start)
      block.begun = true
      return block.reader
    }
    if (!this.#isStray) this.#stray.begin(start)
    this.#isStray = true
    return this.#stray
  }

  #open(depth: number): void {
    const level = this.#blocks.length
    const goingOn = this.#joined.take(level, depth)
    this.#readers[level] ??= new TextReader(this.#editor, Number.MAX_SAFE_INTEGER)
    const reader = this.#readers[level] as TextReader
    this.#blocks.push(goingOn ?? { depth, reader, begun: false, from: -1 })
  }

  /**
   * ECMA-376-1 §17.3.3.31: white space at the ends of a text counts only where that is said, which programs do where they
   * wrote some; behind an edit there may be some where none was.
   */
  #endLeaf(index: number): void {
    const tag = this.#text(Math.max(0, this.#start - 5), this.#start)
    if (tag === '<w:t>' || tag.endsWith('<t>'))
      this.#part.edits.keepSpace({ tagEnd: this.#start - 1, start: this.#start, end: index })
  }

  /** Stands where nothing is written: an entity may go on behind it. */
  #separate(code: number): void {
    const block = this.#blocks[this.#blocks.length - 1]
    if (block?.begun === true) block.reader.character(code, this.#last, this.#last)
  }

  /** True where the content of the element that begins is no text. */
  #takes(element: string, depth: number): boolean {
    const { metadata, name, cells, family } = this.#part
    const becomes = metadata?.elementOf(name, element) ?? null
    if (becomes !== null) return this.#takeContent(stripping(this.#part, becomes))
    if (cells === null) return false
    cells.begins(element, depth)
    if (family === 'odf') return element === 'p' && this.#takesOrdered(cells.column.order)
    if (element !== 'v' && element !== 't') return false
    const value = element === 't' ? 'text' : cells.value
    if (value === 'other') return this.#takeContent(null)
    if (this.#takesOrdered(cells.column.order, value === 'number' ? zero : nothing)) return true
    return value === 'number' && this.#takeContent(this.#number)
  }

  /** What the rule orders for all of a column; `left`: what stays where it goes. */
  #takesOrdered(order: FieldOrder, left = nothing): boolean {
    if (order === 'scan') return false
    return this.#takeContent(order === 'keep' ? null : this.#dropping(left))
  }

  #takeContent(take: Take | null): true {
    this.#taken = this.#part.path.depth
    this.#take = take
    return true
  }

  #dropping(becomes: Uint8Array): Take {
    return (start, end) => {
      if (end > start) this.#part.edits.edit(start, end, becomes)
    }
  }

  readonly #number: Take = (start, end) => {
    const order = this.#part.cells?.column.order ?? 'scan'
    if (order === 'keep') return
    if (order === 'drop') {
      this.#dropping(zero)(start, end)
      return
    }
    // Each number stands in a column of its own.
    this.#numbers.beginList()
    if (isNumber(this.#part.edits.window.bytes, start, end)) this.#numbers.read(start, end, true)
  }

  #text(start: number, end: number): string {
    return this.#part.edits.window.text(start, end)
  }

  /** What stands under an element, for people and for what its name tells. */
  #pathOfText(): string | null {
    return this.#blocks.length > 0 || this.#joined.isEnding ? null : this.#part.path.innermost()
  }
}

/** A cell of numbers must stay one: where JSON would have `null`, it has 0. */
function numberEdits(edits: PartEdits): BodyEdits {
  return {
    window: edits.window,
    edit: (start, end, replacement) => edits.edit(start, end, replacement[0] === 0x6e ? zero : replacement),
    refuse: () => edits.refuse(),
    settle: () => edits.settle(),
  }
}
