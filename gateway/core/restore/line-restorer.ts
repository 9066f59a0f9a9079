/** Restores JSON that comes line by line (NDJSON), each line handed on as soon as it is whole. */
import { Buffer } from 'node:buffer'
import { MiB } from '../units.ts'
import { DeltaEvents } from './delta-events.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { LooseEvents, type SettledEvent, type WaitingEvent } from './loose-events.ts'
import type { RestorePiece, Restorer } from './pieces.ts'
import { TextRestorer } from './text-restorer.ts'

/** A longer one is read on without looking for texts that run through many lines. */
const longestLine = MiB

const newLine = Uint8Array.of(0x0a)

export class LineRestorer implements Restorer {
  readonly #events = new DeltaEvents('json')
  readonly #loose = new LooseEvents<LineEvent>('json')
  readonly #rest = new GrowingBytes()
  #plain: TextRestorer | null = null

  get held(): Uint8Array {
    const late = this.#events.held.flatMap(({ data }) => [data, newLine])
    return Buffer.concat([...late, ...this.#loose.held, this.#plain?.held ?? this.#rest.bytes])
  }

  push(chunk: Uint8Array): RestorePiece[] {
    if (this.#plain !== null) return this.#plain.push(chunk)
    const bytes = this.#rest.with(chunk)
    const pieces: RestorePiece[] = []
    let start = 0
    for (
      let end = bytes.indexOf(0x0a, bytes.length - chunk.length);
      end >= 0;
      end = bytes.indexOf(0x0a, start)
    ) {
      for (const piece of this.#line(bytes.subarray(start, end + 1))) pieces.push(piece)
      start = end + 1
    }
    this.#rest.keep(start)
    if (bytes.length - start <= longestLine) return pieces
    const late = [...this.#settled(this.#loose.end()), ...this.#late()]
    this.#plain = new TextRestorer('json')
    return [...pieces, ...late, ...this.#plain.push(this.#rest.bytes)]
  }

  end(): RestorePiece[] {
    if (this.#plain !== null) return this.#plain.end()
    const rest = this.#rest.bytes
    const last = rest.length === 0 ? [] : this.#line(rest)
    const pieces = [...last, ...this.#settled(this.#loose.end())]
    const late = this.#late()
    return rest.length === 0 || late.length === 0
      ? [...pieces, ...late]
      : [...pieces, newLine, ...late.slice(0, -1)]
  }

  #line(line: Uint8Array): RestorePiece[] {
    // A copy: it may wait, and what it came with need not.
    const raw = line.slice()
    const isWhole = raw.at(-1) === 0x0a
    const data = isWhole ? raw.subarray(0, -1) : raw
    return this.#settled(this.#loose.push({ raw, data, name: null, end: isWhole ? [newLine] : [] }))
  }

  #settled(events: readonly SettledEvent<LineEvent>[]): RestorePiece[] {
    return events.flatMap(({ event: { data, end }, pieces }) => [...(pieces ?? this.#restored(data)), ...end])
  }

  #restored(data: Uint8Array): RestorePiece[] {
    const events = this.#events.push({ name: null, data })
    return events.flatMap(({ pieces }, i) => (i === 0 ? pieces : [newLine, ...pieces]))
  }

  #late(): RestorePiece[] {
    return this.#events.end().flatMap(({ pieces }) => [...pieces, newLine])
  }
}

interface LineEvent extends WaitingEvent {
  data: Uint8Array
  end: readonly Uint8Array[]
}
