/** Reads a list of hosts as its bytes come, however many and whatever they are. */
import { Buffer } from 'node:buffer'
import type { HostRule } from './host-table.ts'
import { readListLine } from './list-line.ts'

export interface ListCounts {
  /** Lines that say something and were not applied. */
  notApplied: number
  /** Numbers of the first of them. */
  firstNotApplied: readonly number[]
}

/** Longer ones name no host; what is not applied is not kept either. */
const maxLineBytes = 4096
const shownLines = 5
const newline = 0x0a

/** Push bytes, then `end`. `take` gets each rule and says whether there was room for it. */
export class ListReader {
  readonly #take: (rule: HostRule) => boolean
  #rest: Buffer = Buffer.alloc(0)
  #isTooLong = false
  #line = 0
  #notApplied = 0
  readonly #first: number[] = []
  /** True once there was no room for a rule. */
  isFull = false

  constructor(take: (rule: HostRule) => boolean) {
    this.#take = take
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk])
    let from = 0
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
      this.#read(bytes.subarray(from, end))
      from = end + 1
    }
    const rest = bytes.subarray(from)
    this.#isTooLong ||= rest.length > maxLineBytes
    // A line that is too long is read to its end, and not kept.
    this.#rest = this.#isTooLong ? Buffer.alloc(0) : Buffer.from(rest)
  }

  end(): ListCounts {
    if (this.#rest.length > 0 || this.#isTooLong) this.#read(this.#rest)
    return { notApplied: this.#notApplied, firstNotApplied: this.#first }
  }

  #read(bytes: Buffer): void {
    this.#line += 1
    const isTooLong = this.#isTooLong || bytes.length > maxLineBytes
    this.#isTooLong = false
    const reading = isTooLong ? 'not-applied' : readListLine(this.#text(bytes))
    if (reading === 'nothing') return
    if (reading === 'not-applied') {
      this.#notApplied += 1
      if (this.#first.length < shownLines) this.#first.push(this.#line)
      return
    }
    for (const rule of reading) if (!this.#take(rule)) this.isFull = true
  }

  /** A byte order mark belongs to no name. */
  #text(bytes: Buffer): string {
    const text = bytes.toString('utf8')
    return this.#line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text
  }
}
