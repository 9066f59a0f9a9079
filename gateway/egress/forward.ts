/** Sends one request to its destination and hands the answer to the client as it arrives. */
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import { forwardableResponseFields, without } from '../core/http/fields.ts'
import { pathForUndici } from './asterisk.ts'
import { ClientGone } from './intake.ts'
import { lingerAtEnd } from './linger.ts'
import type { Upstream } from './upstream.ts'

export interface ForwardRequest {
  method: string
  target: string
  serverName: string
  /** Name, value, …: Host included, framing excluded. */
  fields: string[]
  body: Buffer | Readable | null
  /** How long a client may read nothing of an answer that waits for it. */
  stallMs: number
  /** Asked when the answer begins: whether it is the last one on the client's connection. */
  isLast(): boolean
}

/** How the exchange with the destination ended. */
export type ForwardOutcome =
  /** The answer reached the client whole. */
  | { kind: 'answered'; status: number; responseBytes: number; challenged: boolean }
  /** Nothing of an answer was sent to the client yet: it can still be told why. */
  | { kind: 'unanswered'; error: unknown; sent: boolean }
  /** The answer broke off in the middle; the client's connection was cut so that it cannot take it for whole. */
  | { kind: 'cut'; status: number; responseBytes: number; error: unknown }
  /** The client left first. */
  | { kind: 'client-gone'; status: number | null; responseBytes: number }

/** Forwards and resolves when the exchange is over; never rejects. */
export function forward(
  upstream: Upstream,
  request: ForwardRequest,
  response: ServerResponse,
): Promise<ForwardOutcome> {
  if (response.destroyed) {
    // The client left while its body was looked into: then nothing leaves at all.
    if (request.body !== null && !Buffer.isBuffer(request.body)) request.body.destroy()
    return Promise.resolve({ kind: 'unanswered', error: new ClientGone('left'), sent: false })
  }
  return new Promise((resolve) => {
    const relay = new AnswerRelay(response, request, (outcome) => {
      upstream.active -= 1
      resolve(outcome)
    })
    upstream.active += 1
    try {
      upstream.pool.dispatch(
        {
          method: request.method as Dispatcher.HttpMethod,
          path: pathForUndici(request.target),
          headers: request.fields,
          body: request.body,
          servername: request.serverName,
        } as Dispatcher.DispatchOptions,
        relay,
      )
    } catch (error) {
      relay.onResponseError(null, error as Error)
    }
  })
}

/** More than any real destination sends before it answers. */
const maxInterims = 10
/** RFC 9110 §8.6: an interim answer has no length. Transfer-Encoding ends at every hop anyway. */
const lengthFields: ReadonlySet<string> = new Set(['content-length'])

class AnswerRelay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse
  readonly #request: Pick<ForwardRequest, 'stallMs' | 'isLast'>
  readonly #done: (outcome: ForwardOutcome) => void
  #controller: Dispatcher.DispatchController | null = null
  #status: number | null = null
  #bytes = 0
  #interims = 0
  #challenged = false
  #sent = false
  #over = false

  constructor(
    response: ServerResponse,
    request: Pick<ForwardRequest, 'stallMs' | 'isLast'>,
    done: (outcome: ForwardOutcome) => void,
  ) {
    this.#response = response
    this.#request = request
    this.#done = done
    response.once('close', this.#clientClosed)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#sent = true
    if (this.#over) controller.abort(new Error('client gone'))
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: object,
    message?: string,
  ): void {
    const raw = (controller.rawHeaders ?? []) as (Buffer | string)[]
    if (status < 200) {
      if (status !== 100) this.#inform(status, message ?? '', forwardableResponseFields(raw))
      return
    }
    const fault = framingFault(headers as AnswerFields)
    if (fault !== null) {
      controller.abort(fault)
      return
    }
    const { req } = this.#response
    if (!req.complete) {
      // RFC 9112 §9.3: what is left of an upload that is answered early is not waited for.
      this.#response.shouldKeepAlive = false
      lingerAtEnd(req.socket, req)
    }
    if (this.#request.isLast()) this.#response.shouldKeepAlive = false
    this.#response.sendDate = false
    this.#response.writeHead(status, phraseOf(message), forwardableResponseFields(raw))
    this.#status = status
    this.#challenged = isConnectionBound(headers as AnswerFields)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#response.write(chunk)) return
    controller.pause()
    const { socket } = this.#response
    // Node's timeout counts from the last byte that was taken, so a slow reader stays and a silent one goes.
    socket?.setTimeout(this.#request.stallMs)
    this.#response.once('drain', () => {
      socket?.setTimeout(0)
      controller.resume()
    })
  }

  onResponseEnd(): void {
    if (this.#over) return
    this.#response.end()
    this.#finish({
      kind: 'answered',
      status: this.#status ?? 0,
      responseBytes: this.#bytes,
      challenged: this.#challenged,
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return
    if (this.#status === null) {
      this.#finish({ kind: 'unanswered', error, sent: this.#sent })
      return
    }
    // RFC 9112 §8: an incomplete answer must not look complete.
    this.#finish({ kind: 'cut', status: this.#status, responseBytes: this.#bytes, error })
    cut(this.#response)
  }

  /**
   * RFC 9110 §15.2: interim answers are forwarded; HTTP/1.0 clients do not know them. Undici cannot be paused between
   * them, so those that a client leaves unread are dropped, and those beyond any use: no memory is held for a flood.
   */
  #inform(status: number, message: string, fields: readonly string[]): void {
    const { socket, req, headersSent } = this.#response
    if (headersSent || !socket || req.httpVersion === '1.0') return
    if (this.#interims === maxInterims || socket.writableNeedDrain) return
    this.#interims += 1
    const kept = without(fields, lengthFields)
    let head = `HTTP/1.1 ${status} ${phraseOf(message)}\r\n`
    for (let i = 0; i < kept.length; i += 2) head += `${kept[i]}: ${kept[i + 1]}\r\n`
    socket.write(`${head}\r\n`, 'latin1')
  }

  readonly #clientClosed = (): void => {
    if (this.#over) return
    this.#finish({ kind: 'client-gone', status: this.#status, responseBytes: this.#bytes })
    this.#controller?.abort(new Error('client gone'))
  }

  #finish(outcome: ForwardOutcome): void {
    this.#over = true
    this.#response.off('close', this.#clientClosed)
    this.#done(outcome)
  }
}

type AnswerFields = Record<string, string | string[] | undefined>

/** RFC 9112 §6.1: only `chunked` was allowed for (no TE is sent); another coding would reach the client unmarked. */
function framingFault(headers: AnswerFields): Error | null {
  const coding = headers['transfer-encoding']
  if (coding === undefined || String(coding).trim().toLowerCase() === 'chunked') return null
  return Object.assign(new Error('unexpected transfer coding'), { code: 'HPE_INVALID_TRANSFER_ENCODING' })
}

/** RFC 9112 §4: nobody needs the phrase. Undici decodes it, so bytes beyond ASCII are not what they were. */
function phraseOf(message: string | undefined): string {
  return message !== undefined && /^[\t -~]*$/.test(message) ? message : ''
}

/** Where the end of the connection is the end of the answer (HTTP/1.0), only a reset says that it is not whole. */
function cut(response: ServerResponse): void {
  const { socket } = response
  const framed = response.chunkedEncoding || response.hasHeader('content-length')
  // TLS says it by itself: no close_notify is sent (RFC 8446 §6.1).
  if (!framed && socket !== null && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
  response.destroy()
}

/** NTLM and Negotiate (RFC 4559) authenticate the connection: later requests on it must not share it with others. */
function isConnectionBound(headers: AnswerFields): boolean {
  const challenge = headers['www-authenticate'] ?? headers['WWW-Authenticate']
  if (challenge === undefined) return false
  return [challenge].flat().some((value) => isConnectionBoundScheme(value))
}

/** True for a challenge or credentials of a scheme that authenticates connections. */
export function isConnectionBoundScheme(value: string): boolean {
  // RFC 9110 §11.6.1: one field may carry several challenges.
  return /(?:^|,)\s*(?:ntlm|negotiate)\b/i.test(value)
}
