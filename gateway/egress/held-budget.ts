/** Counts the bytes of bodies that are held at one time, over all connections and for each client. */
import { KiB } from '../core/units.ts'

export interface HeldBounds {
  maxHeldBytes: number
  maxClientHeldBytes: number
}

/**
 * So much of each body may be held even when nothing is left: ordinary requests pass while somebody floods, and what
 * streams instead begins with enough to be told apart by.
 */
const alwaysHeldBytes = 8 * KiB

/** One for all connections; it outlives every reload, since the bodies do. */
export class HeldBudget {
  readonly #ofClients = new Map<string, number>()
  #bytes = 0

  /** Everything that is held now. */
  get bytes(): number {
    return this.#bytes
  }

  /** What one body of this client holds; nothing yet. */
  shareOf(client: string, bounds: HeldBounds): HeldShare {
    return new HeldShare(this, client, bounds)
  }

  /** Counts more, or less where `bytes` is negative. False where that is beyond the bounds; it is counted all the same. */
  count(bytes: number, client: string, bounds: HeldBounds): boolean {
    this.#bytes += bytes
    const ofClient = (this.#ofClients.get(client) ?? 0) + bytes
    if (ofClient > 0) this.#ofClients.set(client, ofClient)
    else this.#ofClients.delete(client)
    return this.#bytes <= bounds.maxHeldBytes && ofClient <= bounds.maxClientHeldBytes
  }
}

/** The part of the budget that one body takes. Whoever asked for it gives it back, whatever becomes of the body. */
export class HeldShare {
  readonly #budget: HeldBudget
  readonly #client: string
  readonly #bounds: HeldBounds
  #bytes = 0
  #isOver = false

  constructor(budget: HeldBudget, client: string, bounds: HeldBounds) {
    this.#budget = budget
    this.#client = client
    this.#bounds = bounds
  }

  /** Counts bytes that were read and are held. False where no more of this body should be. */
  take(bytes: number): boolean {
    // A decoder may read on for a moment after its exchange has ended.
    if (this.#isOver) return false
    this.#bytes += bytes
    const within = this.#budget.count(bytes, this.#client, this.#bounds)
    return within || this.#bytes <= alwaysHeldBytes
  }

  /** So much of it is held no more; the rest still is. */
  putBack(bytes: number): void {
    if (this.#isOver) return
    this.#bytes -= bytes
    this.#budget.count(-bytes, this.#client, this.#bounds)
  }

  /** Nothing of the body is held any more, nor will be. May be called again. */
  giveBack(): void {
    this.#isOver = true
    if (this.#bytes === 0) return
    this.#budget.count(-this.#bytes, this.#client, this.#bounds)
    this.#bytes = 0
  }
}
