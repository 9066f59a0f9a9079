/** Writes down whom the proxy turns away before a byte is read: once a minute and client, or a hostile one could flood the journal. */
import type { VerdictReason } from '../core/journal.ts'
import { minuteMs } from '../core/units.ts'
import { newConnection, unknownClient } from './connection.ts'
import { begin, nothingForwarded, record } from './record.ts'
import type { Egress } from './shared.ts'

/** Why nobody reads what a connection says. */
export type Obstacle = Extract<VerdictReason, 'client-not-allowed' | 'limit' | 'loop'>

const maxNoted = 1000

export class TurnedAway {
  readonly #egress: Egress
  /** Client → when it was last noted, in monotonic milliseconds. */
  readonly #noted = new Map<string, number>()

  constructor(egress: Egress) {
    this.#egress = egress
  }

  note(client: string, reason: Obstacle): void {
    const now = this.#egress.ports.clock.monotonic()
    if ((this.#noted.get(client) ?? Number.NEGATIVE_INFINITY) > now - minuteMs) return
    if (this.#noted.size >= maxNoted) this.#noted.clear()
    this.#noted.set(client, now)
    const ending = { ...nothingForwarded, action: 'refuse', reason, ruleId: null, status: null } as const
    const nowhere = { host: '', port: 0, method: null, target: null }
    record(begin(newConnection(unknownClient(client), null), this.#egress), nowhere, ending)
  }
}
