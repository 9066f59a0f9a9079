/** Keeps requests in their order until there is a connection with room for them, or their time is up. */

export interface LineOptions<Order> {
  /** What waits for the same: where one has to wait longer, so have all behind it. */
  kindOf(order: Order): string
  mustWait(order: Order): boolean
  go(order: Order): void
  timeIsUp(order: Order): void
}

/** A client's connection ends stream by stream. */
const leavingMs = 20

export class WaitingLine<Order> {
  readonly #options: LineOptions<Order>
  readonly #queues = new Map<string, Map<Order, NodeJS.Timeout>>()
  #isWaking = false
  #isLeaving = false

  constructor(options: LineOptions<Order>) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0
  }

  /** Whether others came before it, which it must not overtake. */
  isBehind(order: Order): boolean {
    return this.#queues.has(this.#options.kindOf(order))
  }

  join(order: Order, withinMs: number): void {
    const kind = this.#options.kindOf(order)
    const queue = this.#queues.get(kind) ?? new Map<Order, NodeJS.Timeout>()
    this.#queues.set(kind, queue)
    const timeIsUp = () => {
      this.#leave(kind, order)
      this.#options.timeIsUp(order)
    }
    queue.set(order, setTimeout(timeIsUp, Math.max(withinMs, 0)))
  }

  /**
   * Lets go who may, a turn later; `isLeft`: a client gave up what had the place, and whatever else it asked for is likely given up
   * within moments, so that nobody goes before they are over, whoever wakes the line meanwhile. Some destinations need them too:
   * Node's refuses a stream (ENHANCE_YOUR_CALM) that comes in one read with the reset of the one before it.
   */
  wake({ isLeft } = { isLeft: false }): void {
    if (isLeft) this.#leaveSoon()
    if (this.#isWaking || this.#isLeaving) return
    this.#isWaking = true
    setImmediate(() => {
      this.#isWaking = false
      if (this.#isLeaving) return
      for (const [kind, queue] of this.#queues)
        for (const order of queue.keys()) {
          if (this.#options.mustWait(order)) break
          this.#leave(kind, order)
          this.#options.go(order)
        }
    })
  }

  #leaveSoon(): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    setTimeout(() => {
      this.#isLeaving = false
      this.wake()
    }, leavingMs)
  }

  #leave(kind: string, order: Order): void {
    const queue = this.#queues.get(kind)
    clearTimeout(queue?.get(order))
    queue?.delete(order)
    if (queue?.size === 0) this.#queues.delete(kind)
  }
}
