/** Lets work that holds the whole process up take turns with everybody else. */
import type { Steps } from '../core/content/steps.ts'
import { KiB } from '../core/units.ts'
import { ClientGone } from './cut-short.ts'

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

/** So long a turn takes; its last step may make it a little longer. */
const turnMs = 15

/**
 * Does work a turn at a time; what takes no longer than one step is done at once. `isOver`: whoever wanted it is gone,
 * and it is given up with ClientGone.
 */
export function inTurns<T>(steps: Steps<T>, isOver: () => boolean = never): T | Promise<T> {
  const first = steps.next()
  return first.done ? first.value : takeTurns(steps, isOver)
}

async function takeTurns<T>(steps: Steps<T>, isOver: () => boolean): Promise<T> {
  for (;;) {
    await longTurn()
    if (isOver()) {
      // What it holds is let go of.
      steps.return(undefined as never)
      throw new ClientGone('left while its files were looked into')
    }
    const end = performance.now() + turnMs
    do {
      const step = steps.next()
      if (step.done) return step.value
    } while (performance.now() < end)
  }
}

const never = () => false
