/** Knows of each stream what the gateway has stored, and tells it once what was lost with streams that are gone. */
import { type Position, readPosition, writePosition } from './position.ts'

export class Progress {
  /** False where nobody knows what was stored: at the first start, or after damage. */
  readonly isKnown: boolean
  readonly #folder: string
  readonly #position: Position
  /** The reading with which the loss of whole streams was told; it counts as told once that reading is stored. */
  #toldWith: { stream: string; seq: number; lost: number } | null = null

  constructor(folder: string) {
    const position = readPosition(folder)
    this.isKnown = position !== null
    this.#folder = folder
    this.#position = position ?? { stored: new Map(), lost: 0 }
  }

  /** Readings lost with streams that are gone, and not told yet. */
  get lost(): number {
    return this.#position.lost
  }

  /** Number of the last reading that the gateway has stored; 0 where it has none. */
  storedOf(stream: string): number {
    return this.#position.stored.get(stream) ?? 0
  }

  has(stream: string): boolean {
    return this.#position.stored.has(stream)
  }

  /** It was stored before anybody wrote it down here. */
  suppose(stream: string, seq: number): void {
    this.#position.stored.set(stream, seq)
  }

  stored(stream: string, seq: number): void {
    this.#position.stored.set(stream, Math.max(this.storedOf(stream), seq))
    const told = this.#toldWith
    if (told === null || told.stream !== stream || told.seq > seq) return
    this.#position.lost -= told.lost
    this.#toldWith = null
  }

  lose(readings: number): void {
    this.#position.lost += readings
  }

  /** Streams of which nothing is in the spool any more. */
  forgetAllBut(isThere: (stream: string) => boolean): void {
    for (const stream of this.#position.stored.keys())
      if (!isThere(stream)) this.#position.stored.delete(stream)
  }

  forget(stream: string): void {
    this.#position.stored.delete(stream)
  }

  /** What was told before counts as not heard. */
  tellAgain(): void {
    this.#toldWith = null
  }

  /** The loss to tell with this reading; 0 where there is none, or another reading tells it. */
  tellWith(stream: string, seq: number): number {
    const { lost } = this.#position
    if (lost === 0 || this.#toldWith !== null) return 0
    this.#toldWith = { stream, seq, lost }
    return lost
  }

  /** False where the disk did not take it. */
  write(): boolean {
    try {
      writePosition(this.#folder, this.#position)
      return true
    } catch {
      return false
    }
  }
}
