/** Reads a list of values below a name that was said once: the numbers that stand, line by line, under `SSN`. */
import { isDigit } from '../pii/bytes.ts'
import type { Finding } from '../pii/entity.ts'
import type { ValueMeaning } from '../pii/fields/field-meaning.ts'
import { looseText } from './loose-bytes.ts'
import type { Span } from './prose-look.ts'
import { isAround } from './table-cells.ts'
import type { TableHeads } from './table-head.ts'
import { lineEnd } from './table-lines.ts'
import { type BlockReading, type CellTeller, looksTold } from './told-cells.ts'

const LINE = 0x0a
const HYPHEN = 0x2d
const COLON = 0x3a
const longestTitle = 64
const longestValue = 64
/** From here on rules act. */
const leastScore = 0.6

/** Serves one text after another, each in blocks as they come. */
export class PastedColumn {
  readonly #heads: TableHeads
  readonly #teller: CellTeller
  /** What the lines are told to be; null outside of a list. */
  #meaning: ValueMeaning | null = null

  constructor(heads: TableHeads, teller: CellTeller) {
    this.#heads = heads
    this.#teller = teller
  }

  /** Another text begins. */
  begin(): void {
    this.#meaning = null
  }

  read(reading: BlockReading): void {
    const { block, found } = reading
    let from = block.start
    if (this.#meaning !== null) from = this.#readValues(from, reading, this.#meaning)
    for (const one of found) {
      if (one.start < from || one.score < leastScore) continue
      const behind = this.#behind(one, reading)
      if (behind < 0) continue
      this.#meaning = this.#meaningAbove(one, reading)
      if (this.#meaning !== null) from = this.#readValues(behind, reading, this.#meaning)
    }
  }

  /** Where the next line begins behind a finding that has its line for itself; -1 where other things stand there, too. */
  #behind({ end }: Finding, { block }: BlockReading): number {
    const last = Math.min(block.end, end + longestValue)
    const behind = lineEnd(block.bytes, end, last)
    return behind < last && isBare(block.bytes, end, behind) ? behind + 1 : -1
  }

  /** What the line above a finding is the name of, where it is one and the finding was told by it. */
  #meaningAbove({ start, type }: Finding, { block }: BlockReading): ValueMeaning | null {
    const { bytes } = block
    const own = lineStart(bytes, start, block.start)
    if (own <= block.start || !isBare(bytes, own, start)) return null
    const title = within(bytes, { start: lineStart(bytes, own - 1, block.start), end: own - 1 })
    if (title.end <= title.start || title.end - title.start > longestTitle || isDigit(bytes[title.start]!))
      return null
    const meaning = this.#teller.asked(
      this.#heads.meaningOf(looseText(bytes.subarray(title.start, title.end))),
    )
    return meaning?.type === type ? meaning : null
  }

  /** Returns where the first line begins that is none of the list, which then is at its end. */
  #readValues(from: number, reading: BlockReading, meaning: ValueMeaning): number {
    const { block, told } = reading
    for (let start = from; start < block.end; ) {
      const end = lineEnd(block.bytes, start, block.end)
      const value = within(block.bytes, { start, end })
      const count = told.length
      if (value.end - value.start <= longestValue && looksTold(block.bytes, value, meaning))
        this.#teller.read(reading, value, meaning)
      const last = told.at(-1)
      if (told.length !== count + 1 || last?.start !== value.start || last.end !== value.end) {
        told.length = count
        this.#meaning = null
        return start
      }
      start = end + 1
    }
    return block.end
  }
}

function lineStart(bytes: Uint8Array, at: number, least: number): number {
  let start = at
  while (start > least && bytes[start - 1] !== LINE) start--
  return start
}

/** Without marks of lists, and a colon at its end. */
function within(bytes: Uint8Array, line: Span): Span {
  let { start, end } = line
  while (start < end && isBareByte(bytes[start]!)) start++
  while (end > start && (isAround(bytes[end - 1]!) || bytes[end - 1] === COLON)) end--
  return { start, end }
}

function isBare(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isBareByte(bytes[at]!)) return false
  return true
}

function isBareByte(byte: number): boolean {
  return isAround(byte) || byte === HYPHEN
}
