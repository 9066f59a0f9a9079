/** Has strangers looked for once: who comes meanwhile from the same address waits as well, and who stays unknown is left alone for a while. */

const rememberMs = 30_000
/** A flood of made-up senders must not fill the memory. */
const most = 4096

export class AskedLately {
  readonly #at = new Map<string, number>()
  readonly #asking = new Map<string, Promise<void>>()
  readonly #monotonic: () => number

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** What there is to wait for; null where that was over lately. `ask` never rejects. */
  once(address: string, ask: () => Promise<void>): Promise<void> | null {
    const asking = this.#asking.get(address)
    if (asking !== undefined) return asking
    const now = this.#monotonic()
    const at = this.#at.get(address)
    if (at !== undefined && now - at < rememberMs) return null
    if (this.#at.size >= most) this.#at.clear()
    this.#at.set(address, now)
    const begun = ask().finally(() => this.#asking.delete(address))
    this.#asking.set(address, begun)
    return begun
  }
}
