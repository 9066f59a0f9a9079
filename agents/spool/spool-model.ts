/** What a spool of readings is asked for and gives: places in it, readings, and what was lost before them. */

export interface SpoolOptions {
  folder: string
  /** Bytes of readings on the disk. */
  maxBytes: number
  /** Changes with each start of the machine; null where that cannot be told. */
  bootId: string | null
  random(size: number): Uint8Array
}

export interface Measurement {
  /** Milliseconds since 1970. */
  at: number
  values: Readonly<Record<string, number>>
}

export interface SpooledReading extends Measurement {
  stream: string
  seq: number
  /** Readings before it that had to be thrown away. */
  lost?: number
}

/** A place in the spool from which to read on. */
export interface Cursor {
  ordinal: number
  offset: number
  /** The reading before this place. */
  before: { stream: string; seq: number } | null
}

export interface Spool extends Disposable {
  /** False where the disk took it not even after the oldest file was given up: counted, and told with the next one. */
  append(measurement: Measurement): boolean
  /** Before the oldest reading that the gateway has not said it stored. */
  start(): Cursor
  /** The next readings, in order; none where the end is reached, or older streams have to be stored first. */
  read(cursor: Cursor, most: number): { readings: SpooledReading[]; cursor: Cursor }
  /** The gateway has stored this stream up to this number: it is taken out of the spool. */
  stored(stream: string, seq: number): void
  sync(): void
  readonly bytes: number
  /** Readings that wait to be stored. */
  readonly waiting: number
}
