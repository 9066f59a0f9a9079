/** Follows connections that outlast a reload, so that it ends those that its rules would not let begin. */
import type { VerdictReason } from '../core/journal.ts'
import { secondMs } from '../core/units.ts'

/** What can be ended: a connection, a stream, a conversation. */
export interface Endable {
  destroy(): unknown
}

/** Why a connection may not go on. */
export interface Objection {
  reason: VerdictReason
  ruleId: string | null
}

interface Followed {
  objection: () => Objection | null
  /** True where what lets it go on counts for a while alone. */
  timed: boolean
  ended: Objection | null
}

export class LastingConnections {
  readonly #open = new Map<Endable, Followed>()
  readonly #fault: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null

  /** `fault` is told where an objection cannot be asked. */
  constructor(fault: (error: unknown) => void) {
    this.#fault = fault
  }

  /**
   * Asks `objection` after each reload, and where it is `timed` each second. The function that comes back ends this, and says
   * why the connection was ended.
   */
  follow(client: Endable, objection: () => Objection | null, timed = false): () => Objection | null {
    const followed: Followed = { objection, timed, ended: null }
    this.#open.set(client, followed)
    if (timed) this.#timer ??= setInterval(() => this.#askTimed(), secondMs).unref()
    return () => {
      this.#open.delete(client)
      return followed.ended
    }
  }

  reconsider(): void {
    for (const [client, followed] of this.#open) this.#ask(client, followed)
  }

  #askTimed(): void {
    let left = 0
    for (const [client, followed] of this.#open) {
      if (!followed.timed) continue
      this.#ask(client, followed)
      left += 1
    }
    if (left > 0) return
    clearInterval(this.#timer ?? undefined)
    this.#timer = null
  }

  #ask(client: Endable, followed: Followed): void {
    try {
      followed.ended ??= followed.objection()
    } catch (error) {
      // Nobody can say that it may go on. The others are still asked: the new rules are in force already.
      this.#fault(error)
      followed.ended = { reason: 'internal', ruleId: null }
    }
    if (followed.ended !== null) client.destroy()
  }
}
