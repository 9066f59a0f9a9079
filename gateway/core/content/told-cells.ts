/** Reads single cells by what the names of their columns tell, and puts what they are told to be over what was found there. */
import { isDigit } from '../pii/bytes.ts'
import { entityTypes, type Finding, type TextWindow } from '../pii/entity.ts'
import type { FieldMeaning, ValueMeaning } from '../pii/fields/field-meaning.ts'
import type { Shape } from '../pii/fields/field-model.ts'
import { isWordByte } from '../pii/fields/known-values.ts'
import { fitShape } from '../pii/fields/shapes.ts'
import { weighFindings } from '../pii/fields/weigh-field.ts'
import { triggerBytes } from '../pii/scanner.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { Span } from './prose-look.ts'

const SPACE = 0x20
/** From here on rules act: less than that is no reason to put anything over what else was found. */
const leastScore = 0.6
/** Of a finding less is left over by mistake: a separator, the digits of the next cell. */
const shortestPart = 3

/** Adds to what was found in a cell what the name of its column tells of it, where it looks so. */
export type TellCell = (cell: TextWindow, found: Finding[], meaning: ValueMeaning) => void

/** The block that is read. */
export interface BlockReading {
  readonly block: TextWindow
  /** In the block, by itself, in order. */
  readonly found: readonly Finding[]
  /** What columns told of its cells. */
  readonly told: Finding[]
}

/** Each cell is read as one of a file is. */
export class CellTeller {
  readonly #editor: EntityEditor
  readonly #tell: TellCell
  readonly #found: Finding[] = []

  constructor(editor: EntityEditor, tell: TellCell) {
    this.#editor = editor
    this.#tell = tell
  }

  /** The meaning of a column, where its cells are told by it. */
  asked(meaning: FieldMeaning | null): ValueMeaning | null {
    return meaning?.role === 'value' && this.#isAsked(meaning) ? meaning : null
  }

  /** Adds what stands in `[start, end)` to what was told. */
  read({ block: { bytes }, told }: BlockReading, { start, end }: Span, meaning: ValueMeaning): void {
    if (start >= end) return
    const { analyzer, place } = this.#editor
    const cell = { bytes, start, from: start, end, final: true }
    const found = this.#found
    found.length = 0
    const trigger = firstTrigger(bytes, start, end)
    if (trigger < end) analyzer.scan(cell, found, trigger)
    if (found.length > 0) weighFindings(found, { meaning, place, isField: true })
    this.#tell(cell, found, meaning)
    for (const one of found) if (one.score >= leastScore) told.push(one)
  }

  /** What opens a destination is sent to it beside bodies: as where a field is called so (`asked-field.ts`). */
  #isAsked({ type }: ValueMeaning): boolean {
    return this.#editor.place === 'body' || entityTypes[type].class !== 'secret'
  }
}

/** What is told apart by its digits, and of how many: with fewer it may be anything. */
const leastDigits: ReadonlyMap<Shape, number> = new Map<Shape, number>([
  ['number', 4],
  ['checked-number', 4],
  ['lettered-number', 4],
  ['account', 4],
  ['phone', 4],
  ['date', 4],
  ['plate', 1],
  ['secret', 1],
  ['token', 1],
])

/** True for a value that shows by itself that its column may be called so: words under a word are a list of anything. */
export function looksTold(bytes: Uint8Array, { start, end }: Span, { shape }: ValueMeaning): boolean {
  const least = leastDigits.get(shape)
  if (least === undefined || fitShape(shape, bytes, { start, end }) === null) return false
  let digits = 0
  for (let at = start; at < end; at++) {
    if (isDigit(bytes[at]!)) digits++
    else if (bytes[at] === SPACE && (shape === 'secret' || shape === 'token')) return false
  }
  return digits >= least
}

/** Before it nothing can be anchored. */
function firstTrigger(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && triggerBytes[bytes[at]!] === 0) at++
  return at
}

/** Puts what cells are told to be over what was found there, of which the parts in other cells stay. Both are in order. */
export function putTold(bytes: Uint8Array, told: readonly Finding[], found: Finding[]): void {
  const all = [...told]
  let next = 0
  for (const one of found) {
    while (next < told.length && told[next]!.end <= one.start) next++
    let from = one.start
    let index = next
    for (; index < told.length && told[index]!.start < one.end; index++) {
      addPart(all, one, { bytes, start: from, end: told[index]!.start })
      from = Math.max(from, told[index]!.end)
    }
    if (index === next) all.push(one)
    else addPart(all, one, { bytes, start: from, end: one.end })
  }
  found.length = 0
  for (const one of all.toSorted((before, behind) => before.start - behind.start)) found.push(one)
}

function addPart(all: Finding[], finding: Finding, part: { bytes: Uint8Array } & Span): void {
  const { bytes } = part
  let { start, end } = part
  while (start < end && !isWordByte(bytes[start]!)) start++
  while (end > start && !isWordByte(bytes[end - 1]!)) end--
  if (end - start >= shortestPart) all.push({ ...finding, start, end })
}
