/** Hands on the body of one answer as fast as it is read; what came to its end stays until then, whatever its connection does. */
import type { ClientHttp2Stream } from 'node:http2'
import { KiB } from '../../core/units.ts'

/** Who gets the body. */
export interface BodyReader {
  data(chunk: Buffer): void
  /** Told once, behind the last byte of a body that came to its end. */
  end(): void
  /** So many bytes of it wait here now. */
  waits(bytes: number): void
  /** Told once its stream is closed: nothing more comes on it, and nothing more goes. */
  closed(): void
}

/** Node hands out what it holds as one copy, or in pieces of the length that is asked for. */
const pieceBytes = 64 * KiB

/**
 * Destinations end connections on which nothing is under way (`keepalive_timeout`), and to them an answer is over once it is
 * sent. Node destroys all streams of a connection that ends, with whatever they hold, so the rest of an answer is taken out of
 * its stream as soon as it is all there. The window of the stream bounds it there, and so it does here.
 */
export class AnswerBody {
  readonly #stream: ClientHttp2Stream
  readonly #reader: BodyReader
  #isPaused = false
  #isBegun = false
  #isWhole = false
  #isOver = false
  #rest: Buffer[] = []
  #restBytes = 0

  constructor(stream: ClientHttp2Stream, reader: BodyReader) {
    this.#stream = stream
    this.#reader = reader
    this.#watchPushes()
    stream.on('data', (chunk: Buffer) => this.#came(chunk))
    stream.once('close', () => {
      if (!this.#isWhole) reader.waits(0)
    })
    // Node tells of a head a tick later than of a body that came with it; the body waits for its head.
    stream.pause()
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** True where all of it is here, and its stream needed no more. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** The head is through. */
  begin(): void {
    this.#isBegun = true
    if (!this.#isPaused) this.resume()
  }

  pause(): void {
    this.#isPaused = true
    this.#stream.pause()
  }

  resume(): void {
    this.#isPaused = false
    if (this.#isWhole) this.#giveRestSoon()
    else if (!this.#stream.destroyed) this.#stream.resume()
  }

  /** Nobody reads it any more. */
  drop(): void {
    this.#isOver = true
    if (!this.#isWhole) return
    this.#rest = []
    this.#reader.waits(0)
  }

  /**
   * A stream may be reset without an error in the middle of an answer, and Node ends its readable side then, too: only
   * an end that comes before the stream is closed was END_STREAM. Of such a reset it tells nobody else while something is still
   * to be sent on the stream, which nobody takes any more.
   */
  #watchPushes(): void {
    const stream = this.#stream
    const push = stream.push.bind(stream)
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      const isEnd = chunk === null && !stream.closed && !this.#isWhole
      if (isEnd) this.#isWhole = true
      const wantsMore = push(chunk, encoding)
      if (isEnd) this.#takeRest()
      else if (chunk === null && stream.closed) this.#reader.closed()
      else if (!this.#isWhole && !stream.destroyed) this.#reader.waits(stream.readableLength)
      return wantsMore
    }
  }

  #came(chunk: Buffer): void {
    if (this.#isWhole) {
      this.#rest.push(chunk)
      this.#restBytes += chunk.length
      return
    }
    this.#reader.waits(this.#stream.readableLength)
    this.#reader.data(chunk)
  }

  /** At once: what ends the connection may stand in the same bytes. */
  #takeRest(): void {
    const stream = this.#stream
    // The last of these finds nothing, and so the stream ends for Node.
    while (stream.read(Math.min(pieceBytes, stream.readableLength)) !== null);
    this.#reader.waits(this.#restBytes)
    this.#giveRestSoon()
  }

  /** Behind the head and the trailers, which Node tells of a tick late as well. */
  #giveRestSoon(): void {
    process.nextTick(() => this.#giveRest())
  }

  #giveRest(): void {
    if (!this.#isBegun) return
    while (!this.#isPaused && !this.#isOver) {
      const chunk = this.#rest.shift()
      if (chunk === undefined) {
        this.#isOver = true
        this.#reader.end()
        return
      }
      this.#restBytes -= chunk.length
      this.#reader.waits(this.#restBytes)
      this.#reader.data(chunk)
    }
  }
}
