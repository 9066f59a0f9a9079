/** Shows one HTTP/2 stream that is a tunnel as the connection that a server of HTTP/1.1 reads. */
import { constants } from 'node:http2'
import { Duplex } from 'node:stream'

/** A ServerHttp2Stream; a connection of its own has no `close`. */
export type TunnelStream = Duplex & { close?(code: number): void; setTimeout(ms: number): unknown }

/**
 * Node's server takes a stream of HTTP/2 as it is, but the strings of its heads then reach the client as whatever lies in
 * their memory by the time that TLS sends them (Node 24.21). What is written here arrives there in buffers.
 */
export class StreamSocket extends Duplex {
  readonly #stream: TunnelStream

  constructor(stream: TunnelStream) {
    super({ decodeStrings: true, allowHalfOpen: true })
    this.#stream = stream
    stream.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause()
    })
    stream.once('end', () => this.push(null))
    stream.once('close', () => this.destroy())
    stream.on('timeout', () => this.emit('timeout'))
    stream.pause()
  }

  setTimeout(ms: number): this {
    this.#stream.setTimeout(ms)
    return this
  }

  override _read(): void {
    if (!this.#stream.destroyed) this.#stream.resume()
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#stream.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#stream.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { NGHTTP2_NO_ERROR, NGHTTP2_CANCEL } = constants
    // RFC 9113 §8.1: what was answered to its end is whole, whatever the client may still send.
    if (!this.#stream.closed) this.#stream.close?.(this.writableFinished ? NGHTTP2_NO_ERROR : NGHTTP2_CANCEL)
    done(error)
  }
}
