/** Holds exchanges until they are written, within bounds, and counts what did not fit. */
import { type Row, rowIndex } from './journal-row.ts'
import type { Gap } from './journal-writer.ts'

export interface JournalBuffer {
  /** False where it was full: the record is counted as dropped. */
  push(row: Row, findings: number, at: number): boolean
  /** Counts records as lost for another reason. */
  drop(count: number, at: number, reason: string): void
  /** Counts all that waits as lost: the process ends. */
  dropAll(reason: string): void
  /** A gap of an earlier process that is not yet written down. */
  owe(gap: Gap): void
  /** What was lost since this was last asked. */
  takeLost(): Gap | null
  /** The oldest rows and the gap that is not yet written down; `settle` says what became of them. */
  take(most: number): { rows: Row[]; gap: Gap | null }
  /** What was taken is written, or goes back to the front. */
  settle(written: boolean): void
  /** What the journal would lack if the process ended now. */
  readonly owed: Gap | null
  readonly length: number
  /** Since the start. */
  readonly dropped: number
}

/** Findings that may wait for each record that may, about 100 bytes each: a record can have 200 of them. */
const findingsPerRecord = 8

/** Bounded by records, and by findings where records have many. */
export function createJournalBuffer(maxRecords: number): JournalBuffer {
  let waiting: Row[] = []
  let findings: number[] = []
  let taken: { rows: Row[]; findings: number[]; gap: Gap | null } = { rows: [], findings: [], gap: null }
  let found = 0
  let gap: Gap | null = null
  let lost: Gap | null = null
  let dropped = 0

  function lose(more: Gap): void {
    dropped += more.dropped
    gap = joinGaps(gap, more)
    lost = joinGaps(lost, more)
  }

  function drop(count: number, at: number, reason: string): void {
    lose({ since: at, until: at, dropped: count, reason })
  }

  function isFull(more: number): boolean {
    const records = waiting.length + taken.rows.length
    return records >= maxRecords || found + more > maxRecords * findingsPerRecord
  }

  return {
    push(row, ofRow, at) {
      if (isFull(ofRow)) {
        drop(1, at, 'buffer-full')
        return false
      }
      found += ofRow
      waiting.push(row)
      findings.push(ofRow)
      return true
    },
    drop,
    dropAll(reason) {
      const all = gapOf(waiting, reason)
      waiting = []
      findings = []
      found = 0
      if (all !== null) lose(all)
    },
    owe(earlier) {
      gap = joinGaps(earlier, gap)
    },
    takeLost() {
      const since = lost
      lost = null
      return since
    },
    take(most) {
      taken = { rows: waiting.slice(0, most), findings: findings.slice(0, most), gap }
      waiting = waiting.slice(most)
      findings = findings.slice(most)
      gap = null
      return taken
    },
    settle(written) {
      if (written) {
        found -= taken.findings.reduce((sum, one) => sum + one, 0)
      } else {
        waiting = [...taken.rows, ...waiting]
        findings = [...taken.findings, ...findings]
        gap = taken.gap === null ? gap : joinGaps(taken.gap, gap)
      }
      taken = { rows: [], findings: [], gap: null }
    },
    get owed() {
      const all = gapOf([...taken.rows, ...waiting], 'closed')
      const earlier = taken.gap === null ? gap : joinGaps(taken.gap, gap)
      return all === null ? earlier : joinGaps(earlier, all)
    },
    get length() {
      return waiting.length + taken.rows.length
    },
    get dropped() {
      return dropped
    },
  }
}

/** One gap for both; its reason is the first one's. */
export function joinGaps(earlier: Gap | null, later: Gap): Gap
export function joinGaps(earlier: Gap, later: Gap | null): Gap
export function joinGaps(earlier: Gap | null, later: Gap | null): Gap | null {
  if (earlier === null || later === null) return earlier ?? later
  return {
    since: Math.min(earlier.since, later.since),
    until: Math.max(earlier.until, later.until),
    dropped: earlier.dropped + later.dropped,
    reason: earlier.reason,
  }
}

/** A thousand times a thousand rows are no arguments: no spread into Math.min. */
function gapOf(rows: readonly Row[], reason: string): Gap | null {
  let since = Number.POSITIVE_INFINITY
  let until = 0
  for (const row of rows) {
    const at = Number(row[rowIndex.at])
    since = Math.min(since, at)
    until = Math.max(until, at)
  }
  return rows.length === 0 ? null : { since, until, dropped: rows.length, reason }
}
