/** Writes one line for the many streams of a session that its client opened and left before they reached anybody. */
import { minuteMs, secondMs } from '../../core/units.ts'
import type { ClientConnection, LeftExchange } from '../connection.ts'
import { type Beginning, begin, nothingForwarded, record } from '../record.ts'
import type { Egress } from '../shared.ts'

/** A browser that leaves a page seldom leaves more: each of those has a line of its own. */
const ownLines = 100
const ownLinesWithinMs = 10 * secondMs
/** Nobody waits for the end of a day to see it, and a gateway that is killed loses no more. */
const partMs = minuteMs

type Shared = Pick<Egress, 'ports' | 'ids' | 'guests' | 'guestBytes'>

/** CVE-2023-44487: opening a stream and resetting it costs its client next to nothing, and would cost the journal a line. */
export class LeftStreams {
  readonly #connection: ClientConnection
  readonly #egress: Shared
  readonly #left: () => void
  #lines = 0
  #linesSince = Number.NEGATIVE_INFINITY
  /** What the line to come is about; null while there is none. */
  #beginning: Beginning | null = null
  #count = 0
  #timer: NodeJS.Timeout | undefined

  /** `left` is told of each. */
  constructor(connection: ClientConnection, egress: Shared, left: () => void) {
    this.#connection = connection
    this.#egress = egress
    this.#left = left
  }

  /** One that was reset before anybody looked at it: it never becomes an exchange. */
  atOnce(): void {
    this.#left()
    this.#add(0)
  }

  /** An exchange that its client left. True where it gets no line of its own. */
  exchange({ requestBytes, saysMore }: LeftExchange): boolean {
    this.#left()
    if (saysMore || this.#hasLine()) return false
    this.#add(requestBytes)
    return true
  }

  /** Writes down what there is. Whatever comes later begins anew. */
  end(): void {
    clearTimeout(this.#timer)
    if (this.#beginning === null) return
    const { host = '', port = 0 } = this.#connection.tunnel ?? {}
    const wanted = { host, port, method: null, target: null }
    record(this.#beginning, wanted, {
      ...nothingForwarded,
      action: 'fail',
      reason: 'client-gone',
      ruleId: null,
      status: null,
      notes: [`resets:${this.#count}`],
    })
    this.#beginning = null
    this.#count = 0
  }

  #hasLine(): boolean {
    const now = this.#egress.ports.clock.monotonic()
    if (now - this.#linesSince >= ownLinesWithinMs) {
      this.#linesSince = now
      this.#lines = 0
    }
    this.#lines += 1
    return this.#lines <= ownLines
  }

  #add(requestBytes: number): void {
    if (this.#beginning === null) {
      this.#beginning = begin(this.#connection, this.#egress)
      this.#timer = setTimeout(() => this.end(), partMs).unref()
    }
    this.#beginning.counter.bytes += requestBytes
    this.#count += 1
  }
}
