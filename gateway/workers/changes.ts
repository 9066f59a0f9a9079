/** Lets somebody wait until something about the workers has changed. */

export class Changes {
  #waiting: (() => void)[] = []

  happened(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Resolves with the next change, or when the time is over. */
  next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, withinMs))
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
