/** Lets few passwords be looked at at one time, and one of each address: looking costs memory and processor time on purpose. */

/** Each takes 32 MiB where the proxy looks, and one of Node's four threads, which files and names need, too. */
const usuallyAtOnce = 2
const maxWaiting = 64
const maxWaitingPerAddress = 8

interface Waiting {
  address: string
  begin: () => void
}

export class CheckQueue {
  readonly #atOnce: number
  readonly #running = new Set<string>()
  #waiting: Waiting[] = []

  constructor(atOnce = usuallyAtOnce) {
    this.#atOnce = atOnce
  }

  /** Null where too many wait already. Rejects as `work` does. */
  async inTurn<Result>(address: string, work: () => Promise<Result>): Promise<Result | null> {
    if (!this.#isFree(address)) {
      const own = this.#waiting.filter((one) => one.address === address).length
      if (this.#waiting.length >= maxWaiting || own >= maxWaitingPerAddress) return null
      await new Promise<void>((begin) => this.#waiting.push({ address, begin }))
    } else this.#running.add(address)
    try {
      return await work()
    } finally {
      this.#running.delete(address)
      this.#next()
    }
  }

  /** The first that may begin takes the place at once, before anybody who comes in between. */
  #next(): void {
    const index = this.#waiting.findIndex(({ address }) => this.#isFree(address))
    const [first] = index === -1 ? [] : this.#waiting.splice(index, 1)
    if (first === undefined) return
    this.#running.add(first.address)
    first.begin()
  }

  #isFree(address: string): boolean {
    return this.#running.size < this.#atOnce && !this.#running.has(address)
  }
}
