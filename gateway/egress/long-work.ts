/** Lets work that holds the whole process up take turns with everybody else. */

import { KiB } from '../core/units.ts'

/** Bodies from this length on may take a tenth of a second to be looked through, or on a slow machine a whole one. */
export const longFrom = 128 * KiB

/**
 * One waiter a round of the event loop: connections are served and pages answered between two long bodies, however many
 * arrive together. There is one event loop, so there is one queue.
 */
const waiting: (() => void)[] = []
let isDue = false

export function longTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    nextRound()
  })
}

function nextRound(): void {
  if (isDue) return
  isDue = true
  setImmediate(() => {
    isDue = false
    waiting.shift()?.()
    if (waiting.length > 0) nextRound()
  })
}
