/** Says what stands around one candidate, looking for words only when they decide something. */

import { isEmphasisMark, opensEmphasis } from '../../emphasis.ts'
import { labelAbove } from '../../label-line.ts'
import type { TextView } from '../../text-view.ts'
import { isWordIn } from '../../word-bytes.ts'
import { type Telling, wordsBefore, wordsBehind } from './words.ts'

const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const EQUALS = 0x3d
const UNDERSCORE = 0x5f
const lineFeed = 0x0a
/** Behind these a number is a piece of a path, a query, a list of things: `/1`, `=1`, `&1`, `#1`, `*1`. */
const ties = new Set([SLASH, EQUALS, 0x26, 0x23, 0x2a])

/** One instance is reused for all candidates. */
export class Surroundings {
  #text: TextView | null = null
  #start = 0
  #mayBeAlone = false
  #before: Telling | null | undefined
  #behind: Telling | null | undefined
  #behindEnd = -1
  /** A piece of a dashed name, a path, a query: only words tell a number there. */
  isTied = false

  open(text: TextView, start: number, mayBeAlone: boolean): void {
    this.#text = text
    this.#start = start
    this.#mayBeAlone = mayBeAlone && text.byte(start - 1) === -1
    this.#before = undefined
    this.#behindEnd = -1
    const before = text.byte(start - 1)
    if (isEmphasisMark(before) && opensEmphasis(text, start)) this.isTied = false
    else if (before === HYPHEN || before === UNDERSCORE) this.isTied = isWordIn(text, start - 2)
    else this.isTied = ties.has(before)
  }

  /** True where nothing else stands in the text, but for a full stop or the end of a line. */
  isAlone(end: number): boolean {
    if (!this.#mayBeAlone || this.#text === null) return false
    const after = this.#text.byte(end)
    return after === -1 || ((after === DOT || after === lineFeed) && this.#text.byte(end + 1) === -1)
  }

  /** What the words before tell, or else those behind the candidate's `end`, or its label on the line above. */
  words(end: number): Telling | null {
    const text = this.#text
    if (text === null) return null
    if (this.#before === undefined) this.#before = wordsBefore(text, this.#start)
    if (this.#before !== null) return this.#before
    if (this.#behindEnd !== end || this.#behind === undefined) {
      this.#behind = wordsBehind(text, end) ?? this.#label(text, end)
      this.#behindEnd = end
    }
    return this.#behind
  }

  #label(text: TextView, end: number): Telling | null {
    const labelEnd = labelAbove(text, this.#start, end)
    const label = labelEnd < 0 ? null : wordsBefore(text, labelEnd)
    return label?.isRight && !label.isOther ? label : null
  }
}
