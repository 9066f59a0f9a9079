/** A time for legal clocks that no setting of the box's clock can hurry: it counts what really passed, as far as can be known. */
import { dayMs } from '../units.ts'

/** What is saved every minute, so that the count goes on after a restart. */
export interface SavedTime {
  /** Milliseconds counted so far; its zero means nothing. */
  steady: number
  /** Watch time of the detectors: as `steady`, but it stands still while the gateway is down. */
  watch: number
  /** The box's clock at that moment, milliseconds since 1970. */
  wall: number
}

/**
 * A box that was off for longer is less likely than a clock that was set. What is then missing from the count shows as
 * a difference from the box's clock (`legalClock` says so).
 */
const longestDowntimeMs = 14 * dayMs

/**
 * Where the count goes on after a restart: while it runs it grows with the monotonic clock alone; over the downtime it
 * can only ask the box's clock, and believes it within reason. Without anything saved it begins at the box's time.
 */
export function steadyAfterRestart(saved: SavedTime | null, wall: number): number {
  if (saved === null) return wall
  const downtimeMs = wall - saved.wall
  return saved.steady + (downtimeMs > 0 && downtimeMs <= longestDowntimeMs ? downtimeMs : 0)
}
