/** Hands a destination's answer to the client as it arrives, and no answer that could be taken for more than it is. */
import type { Dispatcher } from 'undici'
import { forwardableResponseFields, without } from '../core/http/fields.ts'
import type { AnswerCarrier, ClientResponse } from './client-message.ts'
import { type AnswerFields, isConnectionBound } from './connection-bound.ts'
import { cutAnswer } from './cut-answer.ts'
import { AnswerTooLarge, RefusedMidstream } from './cut-short.ts'
import type { ForwardOutcome, ForwardRequest } from './forward-request.ts'
import { writeAway } from './give-back.ts'
import { InterimAnswers, lengthFields, phraseOf } from './interim-answers.ts'
import { lingerAtEnd } from './linger.ts'
import { pour } from './pour.ts'
import { callTrailers } from './refuse-call.ts'
import { fieldsForHead, type RestoredAnswer, restoredAnswer } from './restored-answer.ts'
import { answerTrailers } from './trailers.ts'

/** Undici tells it what comes of a request; it tells the client, and once, by `done`, how it ended. */
export class AnswerRelay implements Dispatcher.DispatchHandler {
  readonly #response: ClientResponse
  readonly #request: ForwardRequest
  readonly #done: (outcome: ForwardOutcome) => void
  #controller: Dispatcher.DispatchController | null = null
  #status: number | null = null
  #bytes = 0
  /** Made with the first of them. */
  #interims: InterimAnswers | null = null
  #challenged = false
  #sent = false
  #over = false
  #restored: RestoredAnswer | null = null
  /** What carries the answer, once it has begun. */
  #carrier: AnswerCarrier | null = null
  /** The client is let go since it took nothing. */
  #isUnread = false
  /** What ended the answer early, while what came of it is still on its way to the client. */
  #brokenBy: Error | null = null

  constructor(response: ClientResponse, request: ForwardRequest, done: (outcome: ForwardOutcome) => void) {
    this.#response = response
    this.#request = request
    this.#done = done
    response.on('close', this.#clientClosed)
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
      this.#interims ??= new InterimAnswers(this.#response, this.#request.limits.upstreamHeadersTimeoutMs)
      this.#interims.came(controller)
      if (status !== 100) this.#interims.inform(status, phraseOf(message), this.#fieldsOf(raw))
      return
    }
    const fault = framingFault(headers as AnswerFields) ?? this.#sizeFault(status, headers as AnswerFields)
    if (fault !== null) {
      controller.abort(fault)
      return
    }
    this.#interims?.over()
    if (this.#response.demandHttp1 !== undefined && isConnectionBound(headers as AnswerFields)) {
      // A login that belongs to a connection cannot be kept on one that carries many exchanges.
      this.#finish({ kind: 'answered', status, responseBytes: 0, challenged: true })
      this.#response.demandHttp1()
      controller.abort(new Error('wanted in HTTP/1.1'))
      return
    }
    const { req } = this.#response
    if (!req.complete) {
      // RFC 9112 §9.3: what is left of an upload that is answered early is not waited for.
      this.#response.shouldKeepAlive = false
      lingerAtEnd(req.socket, req)
    }
    if (this.#request.isLast()) this.#response.shouldKeepAlive = false
    const fields = this.#fieldsOf(raw)
    this.#restored = this.#restoredFrom(status, fields)
    const sent = this.#restored?.fields ?? this.#unrestoredFields(status, fields)
    this.#response.foresee?.(whatFollows(controller, this.#hasBody(status, headers as AnswerFields)))
    // Node appends a Date where there is none (RFC 9110 §6.6.1).
    this.#response.writeHead(status, phraseOf(message), status === 204 ? without(sent, lengthFields) : sent)
    this.#status = status
    this.#carrier = this.#response.socket
    this.#carrier?.once('timeout', this.#leftUnread)
    if (this.#restored !== null) void this.#pour(this.#restored)
    this.#challenged = isConnectionBound(headers as AnswerFields)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { maxBodyBytes, bodyIdleTimeoutMs } = this.#request.limits
    if (maxBodyBytes > 0 && this.#bytes + chunk.length > maxBodyBytes) {
      controller.abort(new AnswerTooLarge())
      return
    }
    this.#bytes += chunk.length
    if (this.#restored !== null) {
      const { input } = this.#restored
      if (input.write(chunk)) return
      controller.pause()
      input.once('drain', () => controller.resume())
      return
    }
    // Undici has read it by now and keeps nothing of it.
    if (writeAway(this.#response, chunk)) return
    controller.pause()
    const { socket } = this.#response
    // Node's timeout counts from the last byte that was taken, so a slow reader stays and a silent one goes.
    socket?.setTimeout(bodyIdleTimeoutMs)
    this.#response.once('drain', () => {
      socket?.setTimeout(0)
      controller.resume()
    })
  }

  onResponseEnd(_controller?: Dispatcher.DispatchController, trailers: object = {}): void {
    if (this.#over) return
    this.#response.trail?.(answerTrailers(trailers as AnswerFields))
    if (this.#restored !== null) this.#restored.input.end()
    else this.#complete()
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return
    if (this.#status === null) {
      this.#finish({ kind: 'unanswered', error, sent: this.#sent })
      return
    }
    if (this.#restored === null) this.#break(error)
    else {
      // What came before the break is still given to the client, as it is without restoring.
      this.#brokenBy = error
      this.#restored.input.end()
    }
  }

  #complete(): void {
    this.#response.end()
    this.#finish({
      kind: 'answered',
      status: this.#status ?? 0,
      responseBytes: this.#bytes,
      challenged: this.#challenged,
    })
  }

  /** RFC 9112 §8: an incomplete answer must not look complete. */
  #break(error: unknown): void {
    this.#finish({ kind: 'cut', status: this.#status ?? 0, responseBytes: this.#bytes, error })
    const { req } = this.#response
    if (req.isGrpc === true && error instanceof RefusedMidstream) {
      // Whoever called is told by the status that the call was to end with.
      this.#response.trail?.(callTrailers(error.reason))
      this.#response.end()
    } else cutAnswer(this.#response)
  }

  #restoredFrom(status: number, fields: readonly string[]): RestoredAnswer | null {
    const { restore, method } = this.#request
    return restore === null ? null : restoredAnswer({ method, status, fields }, restore)
  }

  #unrestoredFields(status: number, fields: string[]): string[] {
    const { restore, method } = this.#request
    return restore === null ? fields : fieldsForHead({ method, status, fields })
  }

  /** Hands a restored answer on, at the client's pace. Never rejects. */
  async #pour({ output, input }: RestoredAnswer): Promise<void> {
    try {
      const { bodyIdleTimeoutMs } = this.#request.limits
      await pour(output, this.#response, { bodyIdleTimeoutMs, isOver: () => this.#over })
      if (this.#over) return
      if (this.#brokenBy !== null) this.#break(this.#brokenBy)
      else this.#complete()
    } catch (error) {
      if (this.#over) return
      this.#break(this.#brokenBy ?? error)
      this.#controller?.abort(new Error('answer cut'))
    } finally {
      input.destroy()
    }
  }

  #fieldsOf(raw: readonly (Buffer | string)[]): string[] {
    const fields = forwardableResponseFields(raw)
    if (this.#request.via !== null) fields.push('Via', this.#request.via)
    return fields
  }

  /** RFC 9110 §6.4.1, §8.6: an answer to HEAD, a 204, 205 and 304 have no body, whatever length they name. */
  #hasBody(status: number, headers: AnswerFields): boolean {
    if (this.#request.method === 'HEAD' || [204, 205, 304].includes(status)) return false
    return headers['content-length'] !== '0'
  }

  #sizeFault(status: number, headers: AnswerFields): Error | null {
    const { limits } = this.#request
    if (limits.maxBodyBytes === 0 || !this.#hasBody(status, headers)) return null
    return Number(headers['content-length'] ?? 0) > limits.maxBodyBytes ? new AnswerTooLarge() : null
  }

  readonly #clientClosed = (): void => {
    if (this.#over) return
    const kind = this.#isUnread ? 'client-not-reading' : 'client-gone'
    this.#finish({ kind, status: this.#status, responseBytes: this.#bytes })
    this.#controller?.abort(new Error('client gone'))
  }

  readonly #leftUnread = (): void => {
    this.#isUnread = true
  }

  #finish(outcome: ForwardOutcome): void {
    this.#over = true
    this.#interims?.over()
    this.#response.off('close', this.#clientClosed)
    this.#carrier?.off('timeout', this.#leftUnread)
    this.#done(outcome)
  }
}

/**
 * HTTP/2 has to know before the head is written. Where the end waits for trailers, whether any come or not, an answer that
 * breaks off is reset: Node ends a stream that it resets (`closeStream` in its lib/internal/http2/core.js), and without
 * them that end goes out first, so that the answer looks whole. A destination that speaks HTTP/2 says when its head is all.
 */
function whatFollows(
  controller: Dispatcher.DispatchController & { mayTrail?: boolean },
  hasBody: boolean,
): { body: boolean; trailers: boolean } {
  const { mayTrail } = controller
  return { body: mayTrail !== false, trailers: mayTrail ?? hasBody }
}

/** RFC 9112 §6.1: only `chunked` was allowed for (no TE is sent); another coding would reach the client unmarked. */
function framingFault(headers: AnswerFields): Error | null {
  const coding = headers['transfer-encoding']
  if (coding === undefined || String(coding).trim().toLowerCase() === 'chunked') return null
  return Object.assign(new Error('unexpected transfer coding'), { code: 'HPE_INVALID_TRANSFER_ENCODING' })
}
