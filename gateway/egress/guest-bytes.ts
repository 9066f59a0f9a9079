/** Counts what guests send and get back, and writes the sums down each quarter of an hour: that is all that is kept of them. */

import { guestsClient } from '../core/login/client-name.ts'
import { minuteMs } from '../core/units.ts'
import type { ExchangeIds } from './exchange-ids.ts'
import type { EgressPorts } from './options.ts'

const everyMs = 15 * minuteMs

export class GuestBytes implements Disposable {
  readonly #ports: Pick<EgressPorts, 'clock' | 'journal'>
  readonly #ids: ExchangeIds
  readonly #timer: NodeJS.Timeout
  #connections = 0
  #sent = 0
  #received = 0
  #since: number

  constructor(ports: Pick<EgressPorts, 'clock' | 'journal'>, ids: ExchangeIds) {
    this.#ports = ports
    this.#ids = ids
    this.#since = ports.clock.monotonic()
    this.#timer = setInterval(() => this.write(), everyMs).unref()
  }

  add(sent: number, received: number): void {
    this.#connections += 1
    this.#sent += sent
    this.#received += received
  }

  /** One line for all guests together; none where there was nothing. */
  write(): void {
    const { clock, journal } = this.#ports
    const durationMs = Math.round(clock.monotonic() - this.#since)
    this.#since = clock.monotonic()
    if (this.#connections === 0) return
    const at = clock.now() - durationMs
    journal.record({
      ...{ id: this.#ids.next(clock.now()), at, durationMs, client: guestsClient },
      ...{ scheme: 'https', destination: '', port: 0, address: null, method: null, pathTemplate: null },
      ...{
        status: null,
        requestBytes: this.#sent,
        forwardedBytes: this.#sent,
        responseBytes: this.#received,
      },
      ...{ action: 'tunnel', reason: 'client-guest', ruleId: null, observed: false },
      notes: [`connections:${this.#connections}`],
      findings: [],
      findingCounts: {},
    })
    this.#connections = 0
    this.#sent = 0
    this.#received = 0
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.write()
  }
}
