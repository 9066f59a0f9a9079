/** Says when to look at the neighbour table: every few seconds, and soon where somebody new comes, however many come at once. */
import { AskedLately } from '../core/client/asked-lately.ts'
import { within } from '../core/client/within.ts'
import { secondMs } from '../core/units.ts'

export interface LookoutOptions {
  /** Looks once, above all for these addresses. Never rejects. */
  look(wanted: readonly string[]): Promise<void>
  monotonic(): number
  everyMs: number
}

/** Between two looks: thousands that come at once share one. */
const gapMs = 250
/** So long somebody new waits at the most; the rules alone count then. */
const patienceMs = 2 * secondMs

export class Lookout implements AsyncDisposable {
  readonly #options: LookoutOptions
  readonly #asked: AskedLately
  readonly #timer: NodeJS.Timeout
  #turn: Promise<void> = Promise.resolve()
  #wanted: string[] = []
  #next: Promise<void> | null = null
  #lastMs = Number.NEGATIVE_INFINITY
  #isOver = false

  constructor(options: LookoutOptions) {
    this.#options = options
    this.#asked = new AskedLately(options.monotonic)
    this.#timer = setInterval(() => void this.soon(), options.everyMs).unref()
  }

  /** Null where that address was looked for a moment ago. */
  lookFor(address: string): Promise<void> | null {
    return this.#isOver ? null : this.#asked.once(address, () => this.#lookPatiently(address))
  }

  #lookPatiently(address: string): Promise<void> {
    this.#wanted.push(address)
    return within(this.soon(), patienceMs)
  }

  /** Resolves with the end of a look that has not begun yet. */
  soon(): Promise<void> {
    this.#next ??= this.#after(this.#turn)
    return this.#next
  }

  async #after(before: Promise<void>): Promise<void> {
    await before
    const waitMs = this.#lastMs + gapMs - this.#options.monotonic()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    // Whoever comes from here on asks for the look after this one.
    this.#turn = this.#look()
    this.#next = null
    await this.#turn
  }

  async #look(): Promise<void> {
    if (this.#isOver) return
    this.#lastMs = this.#options.monotonic()
    const wanted = this.#wanted
    this.#wanted = []
    await this.#options.look(wanted)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    clearInterval(this.#timer)
    await this.#turn
  }
}
