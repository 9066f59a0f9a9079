/** Bounds what waits here of answers that clients read slowly, over all of them: beyond it their destinations wait. */
import { KiB } from '../../core/units.ts'

/** Where answers come from; stopping it makes whoever sends them wait. */
export interface AnswerFlow {
  stop(): void
  go(): void
}

/** So much may wait of one source whatever waits of others: who reads quickly is never held up by those who do not. */
const alwaysBytes = 64 * KiB

/**
 * The window of a stream bounds what waits of one answer, but nothing bounds the number of streams. Node gives the window
 * of the connection back with each byte that came, read or not, so that no window bounds them together.
 */
export class WaitingAnswers {
  readonly #maxBytes: () => number
  readonly #stopped = new Set<AnswerSource>()
  #bytes = 0

  constructor(maxBytes: () => number) {
    this.#maxBytes = maxBytes
  }

  /** Everything that waits now. */
  get bytes(): number {
    return this.#bytes
  }

  /** One connection with a destination; nothing of it waits yet. */
  source(flow: AnswerFlow): AnswerSource {
    return new AnswerSource(flow, (source, change) => this.#changed(source, change))
  }

  #changed(source: AnswerSource, change: number): void {
    this.#bytes += change
    const most = this.#maxBytes()
    if (change > 0 && this.#bytes > most && source.bytes > alwaysBytes) {
      source.stop()
      this.#stopped.add(source)
    }
    if (change > 0 || this.#stopped.size === 0) return
    // A quarter less than where it stops: not with every byte.
    const isRelieved = this.#bytes <= most * 0.75
    for (const stopped of isRelieved ? [...this.#stopped] : [source]) {
      if (!isRelieved && stopped.bytes > alwaysBytes) continue
      if (this.#stopped.delete(stopped)) stopped.go()
    }
  }
}

/** The answers that come on one connection. */
export class AnswerSource {
  readonly #flow: AnswerFlow
  readonly #changed: (source: AnswerSource, change: number) => void
  #bytes = 0
  #isStopped = false

  constructor(flow: AnswerFlow, changed: (source: AnswerSource, change: number) => void) {
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
