/** Restores a stream of server-sent events (WHATWG HTML §9.2), each handed on as soon as it is whole. */
import { Buffer } from 'node:buffer'
import { MiB } from '../units.ts'
import { DeltaEvents, type RestoredEvent } from './delta-events.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { LooseEvents, type SettledEvent, type WaitingEvent } from './loose-events.ts'
import { isSlot, type RestorePiece, type Restorer, rewritten } from './pieces.ts'
import { restoreText, TextRestorer } from './text-restorer.ts'

/** A longer one is read on without looking for texts that run through many. */
const longestEvent = MiB

/** An event with more lines passes as a text whose beginning nobody saw. */
const mostLines = 4096

const LF = 0x0a
const CR = 0x0d
const noBytes: Uint8Array = new Uint8Array(0)

export class SseRestorer implements Restorer {
  readonly #events = new DeltaEvents('any')
  readonly #loose = new LooseEvents<Event>('any')
  readonly #rest = new GrowingBytes()
  /** What was looked through of the rest without finding an event's end. */
  #looked = 0
  /** Reads an event that is too long, to its end. */
  #long: TextRestorer | null = null

  get held(): Uint8Array {
    const late = this.#events.held.flatMap(({ name, data }) => written({ name, pieces: [data] }, '\n'))
    const before = [...(late as Uint8Array[]), ...this.#loose.held]
    return Buffer.concat([...before, this.#long?.held ?? noBytes, this.#rest.bytes])
  }

  push(chunk: Uint8Array): RestorePiece[] {
    const bytes = this.#rest.with(chunk)
    const pieces: RestorePiece[] = []
    let start = 0
    let from = this.#looked
    for (;;) {
      const end = endOfEvent(bytes, Math.max(start, from - 4))
      if (end < 0) break
      for (const piece of this.#event(bytes.subarray(start, end))) pieces.push(piece)
      start = end
      from = end
    }
    this.#rest.keep(start)
    this.#looked = bytes.length - start
    if (this.#long !== null || this.#looked > longestEvent)
      for (const piece of this.#readOn()) pieces.push(piece)
    return pieces
  }

  end(): RestorePiece[] {
    if (this.#long !== null) return [...this.#longPieces(this.#rest.bytes), ...inLines(this.#long.end())]
    // What is not ended by an empty line is no event to whoever reads the stream, but it stays in it.
    const rest = this.#rest.bytes
    const pieces: RestorePiece[] = rest.length === 0 ? [] : this.#event(rest)
    const before = this.#loose.end().flatMap((settled) => this.#settled(settled))
    const late = this.#events.end().flatMap((event) => written(event, '\n'))
    return [...late, ...pieces, ...before]
  }

  /** What is there of an event that is too long; line ends wait, since they may be the event's end. */
  #readOn(): RestorePiece[] {
    const bytes = this.#rest.bytes
    let end = bytes.length
    while (end > 0 && end > bytes.length - 3 && (bytes[end - 1] === LF || bytes[end - 1] === CR)) end--
    const pieces: RestorePiece[] = []
    if (this.#long === null) {
      const before = this.#loose.end().flatMap((settled) => this.#settled(settled))
      const late = this.#events.end().flatMap((event) => written(event, '\n'))
      const start = startOfData(bytes)
      for (const piece of [...before, ...late, bytes.subarray(0, start ?? 0)]) pieces.push(piece)
      this.#long = new TextRestorer(start === null ? 'unknown' : 'any')
      for (const piece of this.#longPieces(bytes.subarray(start ?? 0, end))) pieces.push(piece)
    } else for (const piece of this.#longPieces(bytes.subarray(0, end))) pieces.push(piece)
    this.#rest.keep(end)
    this.#looked = bytes.length - end
    return pieces
  }

  #longPieces(bytes: Uint8Array): RestorePiece[] {
    return this.#long === null ? [] : inLines(this.#long.push(bytes))
  }

  #event(raw: Uint8Array): RestorePiece[] {
    if (this.#long !== null) {
      const pieces = [...this.#longPieces(raw), ...inLines(this.#long.end())]
      this.#long = null
      return pieces
    }
    if (hasManyLines(raw)) {
      const before = this.#loose.end().flatMap((settled) => this.#settled(settled))
      return [...before, ...restoreText(raw, 'unknown')]
    }
    return this.#loose.push(eventOf(raw)).flatMap((settled) => this.#settled(settled))
  }

  #settled({ event, pieces }: SettledEvent<Event>): RestorePiece[] {
    const { raw, data, name } = event
    if (data === null) return [raw]
    const restored = pieces === null ? this.#events.push({ name, data }) : [{ name, pieces }]
    const own = restored.at(-1) as RestoredEvent
    const before = restored.slice(0, -1).flatMap((late) => written(late, event.eol))
    return isSame(own.pieces, data) ? [...before, raw] : [...before, ...inPlace(own, event)]
  }
}

interface Event extends WaitingEvent {
  lines: readonly Line[]
  eol: string
}

function eventOf(bytes: Uint8Array): Event {
  // A copy: it may wait, and what it came with need not.
  const raw = bytes.slice()
  const lines = linesOf(raw)
  const data = lines.filter(({ field }) => field === 'data')
  const name = lines.find(({ field }) => field === 'event')
  return {
    raw,
    lines,
    name: name === undefined ? null : Buffer.from(name.value).toString(),
    data:
      data.length === 0
        ? null
        : Buffer.concat(data.flatMap(({ value }, i) => (i === 0 ? [value] : [newLine, value]))),
    eol: Buffer.from(data[0]?.end ?? noBytes).toString('latin1') || '\n',
  }
}

const newLine = Uint8Array.of(LF)

/** The event anew: its other lines as they were, its data where its first data line stood. */
function inPlace(
  { pieces }: RestoredEvent,
  { lines, eol }: { lines: readonly Line[]; eol: string },
): RestorePiece[] {
  const first = lines.findIndex(({ field }) => field === 'data')
  return lines.flatMap((line, index): RestorePiece[] => {
    if (line.field !== 'data') return [line.raw]
    return index === first ? [line.lead, ...onDataLines(pieces, eol), line.end] : []
  })
}

function written({ name, pieces }: RestoredEvent, eol: string): RestorePiece[] {
  const head = name === null ? 'data: ' : `event: ${name}${eol}data: `
  return [Buffer.from(head), ...onDataLines(pieces, eol), Buffer.from(eol + eol)]
}

/** Where the data of an event begins; null where it has not begun. */
function startOfData(event: Uint8Array): number | null {
  for (let start = 0; start < event.length; ) {
    let at = start
    while (at < event.length && event[at] !== LF && event[at] !== CR) at++
    const { field, lead } = lineOf(event.subarray(start, Math.min(at, start + longestName)), at - start)
    if (field === 'data') return start + lead.length
    start = at + 1
  }
  return null
}

/** With a byte order mark, a colon and a space: of a longer line's name nobody asks. */
const longestName = 16

/** What is written into an event as it stands there. */
function inLines(pieces: readonly RestorePiece[]): RestorePiece[] {
  return pieces.flatMap((piece) => (isSlot(piece) ? onDataLines([piece], '\n') : [piece]))
}

/** Each line of the data is a line of its own in the stream. */
function onDataLines(pieces: readonly RestorePiece[], eol: string): RestorePiece[] {
  return rewritten(pieces, (bytes) => {
    if (!bytes.includes(LF) && !bytes.includes(CR)) return bytes
    return Buffer.from(
      Buffer.from(bytes)
        .toString('latin1')
        .replaceAll(/\r\n|\r|\n/g, `${eol}data: `),
      'latin1',
    )
  })
}

function isSame(pieces: readonly RestorePiece[], data: Uint8Array): boolean {
  if (pieces.some(isSlot)) return false
  return Buffer.concat(pieces as readonly Uint8Array[]).equals(data)
}

interface Line {
  raw: Uint8Array
  field: string
  /** Up to the value, which begins behind one space where there is one. */
  lead: Uint8Array
  value: Uint8Array
  /** The line's end. */
  end: Uint8Array
}

function hasManyLines(event: Uint8Array): boolean {
  let lines = 0
  for (let at = 0; at < event.length && lines <= mostLines; at++)
    if (event[at] === LF || event[at] === CR) lines++
  return lines > mostLines
}

function linesOf(event: Uint8Array): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < event.length; ) {
    let at = start
    while (at < event.length && event[at] !== LF && event[at] !== CR) at++
    const next = at === event.length ? at : at + (event[at] === CR && event[at + 1] === LF ? 2 : 1)
    lines.push(lineOf(event.subarray(start, next), at - start))
    start = next
  }
  return lines
}

function lineOf(raw: Uint8Array, length: number): Line {
  const text = raw.subarray(0, length)
  const colon = text.indexOf(0x3a)
  const field = Buffer.from(colon < 0 ? text : text.subarray(0, colon)).toString('latin1')
  const value = colon < 0 ? length : colon + (text[colon + 1] === 0x20 ? 2 : 1)
  return {
    raw,
    // A byte order mark may lead the stream.
    field: field.replace(/^\u00ef\u00bb\u00bf/, ''),
    lead: text.subarray(0, value),
    value: text.subarray(value),
    end: raw.subarray(length),
  }
}

/** The index behind the empty line that ends an event; -1 where there is none yet. */
function endOfEvent(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte !== LF && byte !== CR) continue
    const next = at + (byte === CR && bytes[at + 1] === LF ? 2 : 1)
    const follows = bytes[next]
    if (follows === LF) return next + 1
    if (follows === CR) {
      // Whether a line feed belongs to it shows with the next byte.
      if (next + 1 === bytes.length) return -1
      return next + (bytes[next + 1] === LF ? 2 : 1)
    }
  }
  return -1
}
