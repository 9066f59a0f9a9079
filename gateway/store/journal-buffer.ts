/** Holds exchanges until they are written, within bounds, and counts what did not fit. */
import type { Row } from './journal-row.ts'
import type { Gap } from './journal-writer.ts'

export interface JournalBuffer {
  /** False where it was full: the record is counted as dropped. */
  push(row: Row, weight: number, at: number): boolean
  /** Counts records as lost for another reason. */
  drop(count: number, at: number, reason: string): void
  /** The oldest rows and the gap that is not yet written down; `settle` says what became of them. */
  take(most: number): { rows: Row[]; gap: Gap | null }
  /** What was taken is written, or goes back to the front. */
  settle(written: boolean): void
  readonly length: number
  /** Since the start. */
  readonly dropped: number
}

/** `maxWeight`: a record weighs one and its findings one each, since a record with 200 findings is a hundred records. */
export function createJournalBuffer(maxWeight: number): JournalBuffer {
  let waiting: Row[] = []
  let weights: number[] = []
  let taken: { rows: Row[]; weights: number[]; gap: Gap | null } = { rows: [], weights: [], gap: null }
  let weight = 0
  let gap: Gap | null = null
  let dropped = 0

  function drop(count: number, at: number, reason: string): void {
    dropped += count
    gap = joined(gap, { since: at, until: at, dropped: count, reason })
  }

  return {
    push(row, rowWeight, at) {
      if (weight + rowWeight > maxWeight) {
        drop(1, at, 'buffer-full')
        return false
      }
      weight += rowWeight
      waiting.push(row)
      weights.push(rowWeight)
      return true
    },
    drop,
    take(most) {
      taken = { rows: waiting.slice(0, most), weights: weights.slice(0, most), gap }
      waiting = waiting.slice(most)
      weights = weights.slice(most)
      gap = null
      return taken
    },
    settle(written) {
      if (written) {
        weight -= taken.weights.reduce((sum, one) => sum + one, 0)
      } else {
        waiting = [...taken.rows, ...waiting]
        weights = [...taken.weights, ...weights]
        gap = joined(taken.gap, gap)
      }
      taken = { rows: [], weights: [], gap: null }
    },
    get length() {
      return waiting.length + taken.rows.length
    },
    get dropped() {
      return dropped
    },
  }
}

function joined(earlier: Gap | null, later: Gap | null): Gap | null {
  if (earlier === null || later === null) return earlier ?? later
  return {
    since: Math.min(earlier.since, later.since),
    until: Math.max(earlier.until, later.until),
    dropped: earlier.dropped + later.dropped,
    reason: earlier.reason,
  }
}
