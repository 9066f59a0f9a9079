/** Cuts a long text of prose into blocks at its own line ends and sentences, however it arrives. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import { KiB } from '../units.ts'
import { completeLayered } from './layered-findings.ts'
import type { LayeredFinding } from './text-layers.ts'

/** A block ends at the first line end behind the first bound; without one, with a sentence, a word, or where it must. */
const lineFrom = KiB
const sentenceFrom = 4 * KiB
const wordFrom = 8 * KiB
const longestBlock = 12 * KiB
/** What is left of a text below this belongs to its last block: a label and its value alone do not read like prose. */
const shortestRest = 512

/** Positions count from the text's beginning. */
export class ProseBlocks {
  /** Where the block begins that is not complete yet. */
  from: number
  /** What was found, in order; what stands before `#next` was handed over. */
  #waiting: LayeredFinding[] = []
  #next = 0

  constructor(from: number) {
    this.from = from
  }

  add(found: readonly LayeredFinding[]): void {
    for (const one of found) this.#waiting.push(one)
  }

  /**
   * Completes each block of which all was decided, and returns what is found in them. `view.bytes[0]` is at `origin`;
   * everything before `decided` is known. `complete` adds to the block's findings, which are in indexes of the view.
   */
  read(
    view: TextWindow,
    { origin, decided }: { origin: number; decided: number },
    complete: (block: TextWindow, found: Finding[]) => void,
  ): LayeredFinding[] {
    const ready: LayeredFinding[] = []
    while (this.from - origin < view.end) {
      const start = this.from - origin
      const cut = this.#behindFindings(blockEnd(view, start), origin)
      const end = cut >= 0 && view.end - cut < shortestRest ? restEnd(view) : cut
      if (end < 0 || (end > decided - origin && !view.final)) break
      const block = { bytes: view.bytes, start, from: start, end, final: true }
      for (const one of this.#completed(block, origin, complete)) ready.push(one)
      this.from = origin + end
    }
    if (view.final) for (const one of this.#takeUpTo(Number.POSITIVE_INFINITY)) ready.push(one)
    this.#waiting = this.#waiting.slice(this.#next)
    this.#next = 0
    return ready
  }

  #completed(
    block: TextWindow,
    origin: number,
    complete: (block: TextWindow, found: Finding[]) => void,
  ): LayeredFinding[] {
    return completeLayered(this.#takeUpTo(origin + block.end), origin, (found) => complete(block, found))
  }

  #takeUpTo(position: number): LayeredFinding[] {
    const from = this.#next
    while (this.#next < this.#waiting.length && this.#startOf(this.#next) < position) this.#next++
    return this.#waiting.slice(from, this.#next)
  }

  /** What was found is not cut in two. */
  #behindFindings(end: number, origin: number): number {
    let behind = end
    for (let i = this.#next; i < this.#waiting.length && this.#startOf(i) - origin < behind; i++) {
      behind = Math.max(behind, (this.#waiting[i] as LayeredFinding).finding.end - origin)
    }
    return behind
  }

  #startOf(index: number): number {
    return (this.#waiting[index] as LayeredFinding).finding.start
  }
}

/** Index behind the block that begins at `start`; -1 where more must come before that is known. */
function blockEnd({ bytes, end, final }: TextWindow, start: number): number {
  const limit = Math.min(end, start + longestBlock)
  for (let at = start + lineFrom; at < Math.min(limit, start + sentenceFrom); at++) {
    if (bytes[at] === 0x0a) return at + 1
  }
  for (let at = start + sentenceFrom; at < Math.min(limit, start + wordFrom); at++) {
    const isEnd = bytes[at] === 0x0a || bytes[at] === 0x2e || bytes[at] === 0x21 || bytes[at] === 0x3f
    if (isEnd && at + 1 < limit && isSpace(bytes[at + 1] as number)) return at + 1
  }
  for (let at = start + wordFrom; at < limit; at++) if (isSpace(bytes[at] as number)) return at
  if (limit === start + longestBlock) return characterStart(bytes, limit, start)
  return final ? end : -1
}

/** What is near the end of what has come goes with it where nothing more comes; -1 where that is not known yet. */
function restEnd({ end, final }: TextWindow): number {
  return final ? end : -1
}

/** Two bytes of one character stay together. */
function characterStart(bytes: Uint8Array, at: number, least: number): number {
  let start = at
  while (start > least && start > at - 4 && ((bytes[start] as number) & 0xc0) === 0x80) start--
  return start
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
