/** Cuts work that takes long into steps, between which whoever has it done may see to others. */

/** Done to its end it is what it returns. Each step takes a few milliseconds; one that is given up is told so by `return`. */
export type Steps<T> = Generator<void, T, void>

/** All of it without a break. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
