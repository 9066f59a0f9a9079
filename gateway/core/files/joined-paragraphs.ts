/** Reads paragraphs that follow one another as lines of one text: what the head of a letter says is told by all of them. */
import type { TextReader } from '../content/text-reader.ts'
import { KiB } from '../units.ts'

/** A text that is open: a paragraph, and what stood in those before it. */
export interface Block {
  /** Of its element. */
  readonly depth: number
  readonly reader: TextReader
  begun: boolean
  /** Where in the part the first of its paragraphs ended; -1 while none has. */
  from: number
}

/** Of markup: more is read as several texts, since each is looked through at its end, in one turn. */
const longest = 24 * KiB
const LINE_END = 0x0a

/** Boxes stand in paragraphs and have some of their own, so that several texts may be open, each within the one before. */
export class JoinedParagraphs {
  /** True while a text is looked through whose paragraphs have all ended. */
  isEnding = false
  readonly #isOn: boolean
  readonly #open: { readonly block: Block; readonly level: number }[] = []

  /** `isOn`: false where each block is a text of its own, as cells are. */
  constructor(isOn: boolean) {
    this.#isOn = isOn
  }

  /** True where the text of the paragraph that ended goes on in the next one; `last`: where its last character ended. */
  goesOn(block: Block, level: number, last: number): boolean {
    if (!this.#isOn || (block.from >= 0 && last - block.from > longest)) return false
    if (block.from < 0) block.from = last
    block.reader.character(LINE_END, last, last)
    this.#open.push({ block, level })
    return true
  }

  /** A paragraph begins at this depth, within `level` others: the text that it goes on with; null where it begins one. */
  take(level: number, depth: number): Block | null {
    const open = this.#open.at(-1)
    if (open === undefined || open.level < level) return null
    this.#open.pop()
    if (open.block.depth === depth) return open.block
    this.#end(open.block)
    return null
  }

  /** An element ends at this depth: no paragraph in it goes on. */
  endBelow(depth: number): void {
    for (let open = this.#open.at(-1); open !== undefined; open = this.#open.at(-1)) {
      if (open.block.depth <= depth) return
      this.#open.pop()
      this.#end(open.block)
    }
  }

  #end({ reader }: Block): void {
    this.isEnding = true
    reader.finish()
    this.isEnding = false
  }
}
