/** Finds in what the journal is told the finding that was judged at the same place before. */
import type { LocatedFinding } from '../content/inspector.ts'
import type { JournalFinding } from '../journal.ts'

/** Index of it in `told`; -1 where none is, as beyond the most that are told. */
export function placeIn(told: readonly JournalFinding[], found: LocatedFinding): number {
  const { finding, place, offset, length } = found
  return told.findLastIndex(
    (one) =>
      one.offset === offset && one.length === length && one.type === finding.type && one.place === place,
  )
}
