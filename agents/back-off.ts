/** How long to wait before the next try: longer each time, and never in step with other devices. */

export interface BackOff {
  /** Milliseconds to wait now. */
  next(): number
  reset(): void
}

/** Doubles from `firstMs` to `mostMs`; each wait is drawn from its upper half, so that a fleet does not come back at once. */
export function createBackOff(
  { firstMs, mostMs }: { firstMs: number; mostMs: number },
  random: () => number = Math.random,
): BackOff {
  let tries = 0
  return {
    next() {
      const whole = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 30))
      tries += 1
      return Math.round(whole * (0.5 + random() / 2))
    },
    reset() {
      tries = 0
    },
  }
}
