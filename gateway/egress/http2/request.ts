/** Shows one HTTP/2 stream's request as the exchange knows requests: in the words of HTTP/1.1, its body a stream. */
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { Readable } from 'node:stream'
import { isGrpc } from '../../core/content/grpc-messages.ts'
import { inspectableFields } from '../../core/http/http2-fields.ts'
import type { ClientRequest } from '../client-message.ts'
import { ClientGone } from '../cut-short.ts'

/** What Node hands over with a new stream. */
export interface StreamHead {
  headers: IncomingHttpHeaders
  /** Name, value, …: pseudo-fields first, names in lower case (nghttp2 resets streams on anything else). */
  raw: readonly string[]
  /** True where END_STREAM came with the head: there is no body. */
  ended: boolean
  /** The scheme of what its connection is for. */
  scheme: 'http' | 'https'
}

export class Http2Request extends Readable implements ClientRequest {
  readonly method: string
  readonly url: string
  readonly httpVersion = '2'
  readonly httpVersionMajor = 2
  readonly rawHeaders: string[]
  readonly headers: ClientRequest['headers']
  readonly scheme: string
  /** Whatever the scheme is. */
  readonly path: string
  /** Set where its client can read trailers of an answer (RFC 9110 §10.1.4). */
  readonly acceptsTrailers: boolean
  /**
   * What its client asked the stream to become (RFC 8441 §4); null for an ordinary request. Such a request is shown as
   * the GET that HTTP/1.1 has in its place: without a body, whatever comes on the stream behind it.
   */
  readonly protocol: string | null
  readonly isGrpc: boolean
  /** The fields that came behind the body, as they came. */
  behind: string[] = []
  readonly #stream: ServerHttp2Stream
  #complete: boolean

  constructor(stream: ServerHttp2Stream, head: StreamHead) {
    // As Node's IncomingMessage: a body that was read to its end is still there to be asked about.
    super({ autoDestroy: false })
    const { headers, raw, ended, scheme } = head
    this.#stream = stream
    this.#complete = ended || headers[':protocol'] !== undefined
    const protocol = headers[':protocol']
    this.protocol = protocol === undefined ? null : String(protocol)
    this.method = this.protocol === null ? (headers[':method'] ?? '') : 'GET'
    const host = headers[':authority'] ?? headers.host
    this.path = headers[':path'] ?? ''
    this.scheme = headers[':scheme'] ?? ''
    // Another scheme than its connection's is for somebody else, as an absolute-form target of HTTP/1.1 would say it.
    this.url = this.scheme === scheme ? this.path : `${this.scheme}://${host ?? ''}${this.path}`
    this.headers = { accept: headers.accept, host, origin: headers.origin }
    this.acceptsTrailers = String(headers.te ?? '').toLowerCase() === 'trailers'
    this.isGrpc = isGrpc(headers['content-type'] ?? '')
    this.rawHeaders = inspectableFields(raw, { hasBody: !this.#complete })
    // Whoever reads the body hears of errors by its own listener; without one nobody misses anything.
    this.on('error', () => {})
    stream.once('close', () => this.#closed())
    if (this.protocol !== null) this.push(null)
    else if (ended) {
      this.push(null)
      // Nobody reads a body that is not there, and without its end the stream would stay.
      stream.resume()
    } else this.#follow(stream)
  }

  get complete(): boolean {
    return this.#complete
  }

  get socket(): ServerHttp2Stream {
    return this.#stream
  }

  /** True where its framing broke: fields or lengths that RFC 9113 §8.1.1 calls malformed. */
  get isMalformed(): boolean {
    return !this.#complete && this.#stream.rstCode === constants.NGHTTP2_PROTOCOL_ERROR
  }

  override _read(): void {
    if (this.protocol === null && !this.#stream.destroyed) this.#stream.resume()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#stream.closed) this.#stream.close(constants.NGHTTP2_CANCEL)
    done(error)
  }

  #follow(stream: ServerHttp2Stream): void {
    stream.on('trailers', (_fields: object, _flags: number, raw?: string[]) => {
      this.behind = raw ?? []
    })
    stream.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause()
    })
    stream.once('end', () => this.#ended())
    // Begun by whoever reads the body.
    stream.pause()
  }

  /** Node ends the readable side of a stream that was reset, too: only an open stream's end is the body's. */
  #ended(): void {
    if (!this.#complete && (this.#stream.closed || this.#stream.destroyed)) {
      this.destroy(new ClientGone('stream reset'))
      return
    }
    this.#complete = true
    this.push(null)
  }

  #closed(): void {
    if (!this.#complete) this.destroy(new ClientGone('stream reset'))
  }
}
