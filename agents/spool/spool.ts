/**
 * Keeps readings on the disk until the gateway has stored them, within a bound: beyond it the oldest go, and the gap is told.
 *
 * A reading is handed to the system before `append` returns, so a killed agent loses none. It is synced when its file is
 * full and by `sync`, which the agent calls once a minute: what a power cut may cost. As numbers that were sent and then
 * lost with the power must not be given to other readings, each run of the machine begins a new stream.
 */
import { mkdirSync, readdirSync } from 'node:fs'
import { Progress } from './progress.ts'
import {
  continueSegment,
  createSegment,
  type FoundSegment,
  ordinalOf,
  readRecords,
  readSegment,
  removeSegment,
  type SegmentInfo,
  type SegmentWriter,
} from './segment.ts'
import type { Cursor, Measurement, Spool, SpooledReading, SpoolOptions } from './spool-model.ts'

/** Of the bound; what is thrown away at one time where it is reached. */
const segmentsInBound = 32
const leastSegmentBytes = 4096
/** The gateway remembers the newest few streams of a device: older ones are finished before newer ones are begun. */
const mostStreamsUnderWay = 2

/** Throws the system's error where the folder cannot be read or written. */
export function openSpool(options: SpoolOptions): Spool {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  return new FileSpool(options)
}

class FileSpool implements Spool {
  readonly #options: SpoolOptions
  readonly #segmentBytes: number
  readonly #progress: Progress
  /** By age; the last one is the writer's, where there is one. */
  #segments: SegmentInfo[] = []
  #writer: SegmentWriter | null = null
  /** The next file goes on with the stream of the one before it. */
  #goesOn = false
  #lastOrdinal = 0
  /** Readings that the disk did not take since the last one it took. */
  #untold = 0

  constructor(options: SpoolOptions) {
    this.#options = options
    this.#segmentBytes = Math.max(leastSegmentBytes, Math.floor(options.maxBytes / segmentsInBound))
    this.#progress = new Progress(options.folder)
    const { isKnown, lost: lostBefore } = this.#progress
    const last = this.#findSegments()
    if (!isKnown) this.#supposeNothingLost()
    // From the first start on it is there: without it, files that went for want of room look like stored ones.
    if (!isKnown || this.#progress.lost !== lostBefore) this.#progress.write()
    if (last?.mayGoOn && last.boot === options.bootId) this.#goOn(last)
    this.#dropStored()
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  get waiting(): number {
    return this.#segments.reduce((sum, { stream, first, last }) => {
      return sum + Math.max(0, last - Math.max(first - 1, this.#progress.storedOf(stream)))
    }, 0)
  }

  append({ at, values }: Measurement): boolean {
    const json = JSON.stringify(this.#untold === 0 ? { at, values } : { at, values, lost: this.#untold })
    // With the frame, and the head of a new file.
    const size = Buffer.byteLength(json) + 256
    let hasRoom = true
    while (hasRoom && this.bytes + size > this.#options.maxBytes) hasRoom = this.#dropOldest()
    // One file alone may be longer than the bound; files that the disk does not let go take nothing more.
    let isWritten = (hasRoom || this.#segments.length <= 1) && this.#write(json)
    if (!isWritten && this.#dropOldest()) isWritten = this.#write(json)
    this.#untold = isWritten ? 0 : this.#untold + 1
    return isWritten
  }

  start(): Cursor {
    this.#progress.tellAgain()
    return { ordinal: 0, offset: 0, before: null }
  }

  read(from: Cursor, most: number): { readings: SpooledReading[]; cursor: Cursor } {
    const readings: SpooledReading[] = []
    const streams = new Set<string>()
    let cursor = from
    for (const segment of this.#segments) {
      if (streams.add(segment.stream).size > mostStreamsUnderWay) break
      if (segment.ordinal < cursor.ordinal) continue
      if (segment.ordinal > cursor.ordinal) cursor = { ...cursor, ordinal: segment.ordinal, offset: 0 }
      while (readings.length < most && cursor.offset < segment.bytes) {
        const { records, next } = readRecords(segment.path, cursor.offset, most - readings.length)
        for (const { seq, json } of records) {
          const reading = seq === 0 ? null : this.#readingOf(segment.stream, { seq, json }, cursor.before)
          if (reading === null) continue
          readings.push(reading)
          cursor = { ...cursor, before: { stream: segment.stream, seq } }
        }
        cursor = { ...cursor, offset: next }
      }
      if (readings.length >= most) break
    }
    return { readings, cursor }
  }

  stored(stream: string, seq: number): void {
    const last = this.#segments.findLast((segment) => segment.stream === stream)?.last
    if (last === undefined) return
    // More than we ever wrote: another copy of this folder is in use, and the numbers that come next are taken.
    if (seq > last) this.#endStream()
    this.#progress.stored(stream, Math.min(seq, last))
    // On the disk before files go: what went first would look like a loss after a power cut. A full disk needs it the
    // other way round.
    const isWritten = this.#progress.write()
    this.#dropStored()
    if (!isWritten) this.#progress.write()
  }

  sync(): void {
    this.#writer?.sync()
  }

  [Symbol.dispose](): void {
    this.#closeWriter()
  }

  /** The reading, with what is missing before it; null where it was stored already. */
  #readingOf(
    stream: string,
    { seq, json }: { seq: number; json: string },
    before: Cursor['before'],
  ): SpooledReading | null {
    if (seq <= this.#progress.storedOf(stream)) return null
    const { at, values, lost: untold = 0 }: Measurement & { lost?: number } = JSON.parse(json)
    const previous = Math.max(this.#progress.storedOf(stream), before?.stream === stream ? before.seq : 0)
    const lost = untold + (seq - previous - 1) + this.#progress.tellWith(stream, seq)
    return { stream, seq, at, values, ...(lost > 0 ? { lost } : {}) }
  }

  #write(json: string): boolean {
    try {
      if (this.#writer !== null && this.#writer.info.bytes + json.length > this.#segmentBytes)
        this.#closeWriter()
      this.#writer ??= this.#nextWriter()
      this.#writer.append(json)
      return true
    } catch {
      return false
    }
  }

  #nextWriter(): SegmentWriter {
    const { folder, random, bootId } = this.#options
    const before = this.#goesOn ? this.#segments.at(-1) : undefined
    const writer = createSegment(folder, {
      ordinal: this.#lastOrdinal + 1,
      stream: before?.stream ?? Buffer.from(random(8)).toString('hex'),
      boot: bootId ?? '',
      first: (before?.last ?? 0) + 1,
    })
    this.#lastOrdinal += 1
    this.#goesOn = true
    this.#segments.push(writer.info)
    return writer
  }

  #closeWriter(): void {
    if (this.#writer === null) return
    try {
      this.#writer.sync()
    } catch {
      // A disk that does not sync will say so at the next write.
    }
    this.#writer[Symbol.dispose]()
    this.#writer = null
  }

  #endStream(): void {
    this.#closeWriter()
    this.#goesOn = false
  }

  #goOn(last: SegmentInfo): void {
    this.#goesOn = true
    if (last.bytes >= this.#segmentBytes) return
    this.#writer = continueSegment(last)
    this.#segments[this.#segments.length - 1] = this.#writer.info
  }

  /** Finds what an earlier run left; returns the newest file. */
  #findSegments(): FoundSegment | null {
    const { folder } = this.#options
    const ordinals = readdirSync(folder)
      .map(ordinalOf)
      .filter((ordinal) => ordinal !== null)
      .sort((a, b) => a - b)
    this.#lastOrdinal = ordinals.at(-1) ?? 0
    let newest: FoundSegment | null = null
    for (const ordinal of ordinals) {
      const { found, records } = readSegment(folder, ordinal)
      newest = found
      if (found === null) {
        // Counted once it is gone, or each start would count it again.
        if (removeSegment(folder, ordinal)) this.#progress.lose(records)
        continue
      }
      if (found.lostLast) this.#progress.lose(1)
      this.#segments.push(found)
    }
    return newest
  }

  /** Without the position nobody knows what was stored of a stream whose beginning is gone: no loss is made up. */
  #supposeNothingLost(): void {
    for (const { stream, first } of this.#segments)
      if (!this.#progress.has(stream)) this.#progress.suppose(stream, first - 1)
  }

  /** False where nothing can go but the file that is being written, or the disk lets nothing go. */
  #dropOldest(): boolean {
    const [oldest, next] = this.#segments
    if (oldest === undefined || oldest.ordinal === this.#writer?.info.ordinal) return false
    if (!removeSegment(this.#options.folder, oldest.ordinal)) return false
    const { stream, last } = oldest
    this.#segments.shift()
    // What goes on with the stream shows the gap by its numbers; otherwise it has to be remembered.
    if (next?.stream === stream) return true
    this.#progress.lose(Math.max(0, last - this.#progress.storedOf(stream)))
    this.#progress.forget(stream)
    this.#progress.write()
    return true
  }

  #dropStored(): void {
    const isDone = ({ stream, last, ordinal }: SegmentInfo) =>
      last <= this.#progress.storedOf(stream) && ordinal !== this.#writer?.info.ordinal
    this.#segments = this.#segments.filter(
      (segment) => !isDone(segment) || !removeSegment(this.#options.folder, segment.ordinal),
    )
    this.#progress.forgetAllBut((stream) => this.#segments.some((segment) => segment.stream === stream))
  }
}
