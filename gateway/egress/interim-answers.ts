/** Hands on what a destination says before its answer (1xx), within bounds that no flood of it can pass. */
import type { Dispatcher } from 'undici'
import { without } from '../core/http/fields.ts'
import type { ClientResponse } from './client-message.ts'
import { undici } from './undici-parts.ts'

/** More than any real destination sends before it answers: what comes behind is not passed on. */
const maxPassedOn = 10
/** A destination that sends so many says nothing else any more. */
const flood = 20_000
/** RFC 9110 §8.6: an interim answer has no length, nor has a 204. Transfer-Encoding ends at every hop anyway. */
export const lengthFields: ReadonlySet<string> = new Set(['content-length'])

/** Those of one exchange. */
export class InterimAnswers {
  readonly #response: ClientResponse
  readonly #withinMs: number
  #count = 0
  /** Runs from the first of them to the final answer. */
  #overdue: NodeJS.Timeout | null = null

  /** `withinMs`: how long they may put the answer off. */
  constructor(response: ClientResponse, withinMs: number) {
    this.#response = response
    this.#withinMs = withinMs
  }

  /** Undici's clock for the answer begins anew with each of them, so a total is set beside it. */
  came(controller: Dispatcher.DispatchController): void {
    this.#count += 1
    if (this.#count > flood) {
      controller.abort(Object.assign(new Error('flood of interim answers'), { code: 'HPE_INVALID_STATUS' }))
      return
    }
    if (this.#overdue === null) this.#expectAnswer(controller)
  }

  /**
   * RFC 9110 §15.2: they are forwarded; HTTP/1.0 clients do not know them. Undici cannot be paused between them, so those
   * that a client leaves unread are dropped, and those beyond any use: no memory is held for a flood.
   */
  inform(status: number, phrase: string, fields: readonly string[]): void {
    const { socket, req, headersSent } = this.#response
    if (headersSent || !socket || req.httpVersion === '1.0') return
    if (this.#count > maxPassedOn || socket.writableNeedDrain) return
    const kept = without(fields, lengthFields)
    if (this.#response.inform !== undefined) {
      this.#response.inform(status, kept)
      return
    }
    let head = `HTTP/1.1 ${status} ${phrase}\r\n`
    for (let i = 0; i < kept.length; i += 2) head += `${kept[i]}: ${kept[i + 1]}\r\n`
    req.socket.write(`${head}\r\n`, 'latin1')
  }

  /** The answer is there, or nobody waits for it any more. */
  over(): void {
    if (this.#overdue !== null) clearTimeout(this.#overdue)
    this.#overdue = null
  }

  #expectAnswer(controller: Dispatcher.DispatchController): void {
    // An answer is only owed to a request that is through.
    const owed = this.#response.req.complete
    this.#overdue = setTimeout(() => {
      if (owed) controller.abort(new undici.errors.HeadersTimeoutError())
      else this.#expectAnswer(controller)
    }, this.#withinMs)
  }
}

/** RFC 9112 §4: nobody needs the phrase. Undici decodes it, so bytes beyond ASCII are not what they were. */
export function phraseOf(message: string | undefined): string {
  return message !== undefined && /^[\t -~]*$/.test(message) ? message : ''
}
