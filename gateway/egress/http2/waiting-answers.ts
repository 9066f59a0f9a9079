/** Bounds what waits here of answers that clients read slowly, over all of them: beyond it their destinations wait. */
import { KiB } from '../../core/units.ts'
import type { HeldBounds } from '../held-budget.ts'

/** Where answers come from; stopping it makes whoever sends them wait. */
export interface AnswerFlow {
  stop(): void
  go(): void
}

/**
 * So much may wait of one source whatever waits of others: who reads quickly is never held up by those who do not, unless
 * they share that source; no client shares one with another.
 */
const alwaysBytes = 64 * KiB

/**
 * The window of a stream bounds what waits of one answer, but nothing bounds the number of streams. Node gives the window
 * of the connection back with each byte that came, read or not, so that no window bounds them together.
 */
export class WaitingAnswers {
  readonly #bounds: () => HeldBounds
  readonly #stopped = new Set<AnswerSource>()
  readonly #ofClients = new Map<string, number>()
  #bytes = 0

  constructor(bounds: () => HeldBounds) {
    this.#bounds = bounds
  }

  /** Everything that waits now. */
  get bytes(): number {
    return this.#bytes
  }

  /** One connection with a destination; nothing of it waits yet. */
  source(flow: AnswerFlow, client: string): AnswerSource {
    return new AnswerSource(flow, client, (source, change) => this.#changed(source, change))
  }

  #changed(source: AnswerSource, change: number): void {
    this.#bytes += change
    const ofClient = this.#of(source) + change
    if (ofClient > 0) this.#ofClients.set(source.client, ofClient)
    else this.#ofClients.delete(source.client)
    if (change > 0 && !this.#isWithin(source, 1) && source.bytes > alwaysBytes) {
      source.stop()
      this.#stopped.add(source)
    }
    if (change > 0 || this.#stopped.size === 0) return
    for (const stopped of [...this.#stopped]) {
      // A quarter less than where it stops: not with every byte.
      const goes = this.#isWithin(stopped, 0.75) || (stopped === source && source.bytes <= alwaysBytes)
      if (goes && this.#stopped.delete(stopped)) stopped.go()
    }
  }

  #of({ client }: AnswerSource): number {
    return this.#ofClients.get(client) ?? 0
  }

  /** Within that part of what all may take and of what its client may. */
  #isWithin(source: AnswerSource, part: number): boolean {
    const { maxHeldBytes, maxClientHeldBytes } = this.#bounds()
    return this.#bytes <= maxHeldBytes * part && this.#of(source) <= maxClientHeldBytes * part
  }
}

/** The answers that come on one connection. */
export class AnswerSource {
  readonly client: string
  readonly #flow: AnswerFlow
  readonly #changed: (source: AnswerSource, change: number) => void
  #bytes = 0
  #isStopped = false

  constructor(flow: AnswerFlow, client: string, changed: (source: AnswerSource, change: number) => void) {
    this.client = client
    this.#flow = flow
    this.#changed = changed
  }

  /** What waits of it now. */
  get bytes(): number {
    return this.#bytes
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  /** So much more waits, or less where it is negative. */
  count(change: number): void {
    this.#bytes += change
    this.#changed(this, change)
  }

  /** May be called again: whoever else starts and stops that connection may have started it meanwhile. */
  stop(): void {
    this.#isStopped = true
    this.#flow.stop()
  }

  go(): void {
    this.#isStopped = false
    this.#flow.go()
  }
}
