/** Writes to one HTTP/2 stream so that it shows whether the other side takes anything. */
import type { Http2Stream } from 'node:http2'
import { KiB, secondMs } from '../../core/units.ts'
import type { QuietTimer } from './quiet-timer.ts'

/**
 * So much is handed on at once, and less until one went quickly: only where a whole one is gone it shows that a stream is taken
 * from, and streams that share a connection take turns frame by frame (16 KiB, RFC 9113 §4.2).
 */
const pieceBytes = 32 * KiB
const slowPieceBytes = 16 * KiB
const slowPieceMs = secondMs

export type Written = (error?: Error | null) => void

export class PieceWriter {
  readonly #stream: Http2Stream
  readonly #timer: QuietTimer
  readonly #now: () => number
  #isSlow = true

  constructor(stream: Http2Stream, timer: QuietTimer, now: () => number) {
    this.#stream = stream
    this.#timer = timer
    this.#now = now
  }

  /** What is for a stream that is gone is dropped. */
  write(chunk: Buffer, done: Written): void {
    if (this.#stream.closed || this.#stream.destroyed) {
      done()
      return
    }
    const begun = this.#now()
    this.#timer.touch()
    const bytes = this.#isSlow ? slowPieceBytes : pieceBytes
    this.#stream.write(chunk.subarray(0, bytes), (error) => {
      this.#timer.touch()
      this.#isSlow = this.#now() - begun > slowPieceMs
      if (error || chunk.length <= bytes) done(error)
      else this.write(chunk.subarray(bytes), done)
    })
  }
}
