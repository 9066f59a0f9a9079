/** Decides which root of an authority issues, which waits and which is being retired, and when a new one is due. */
import { dayMs } from '../core/units.ts'
import type { Generation } from './generation.ts'

/** The parts that generations play at one moment. */
export interface Roles<G extends Generation = Generation> {
  /** Issues leaves now. */
  readonly current: G
  /** Made and exported already; issues from `issuesFrom` on, so that clients have time to install it. */
  readonly next: G | null
  /** Issued before; stays in the bundle while leaves of its time may still be served. */
  readonly previous: G | null
}

export interface RollOverTimes {
  /** How many days before a root's end its successor is made. */
  readonly renewDays: number
  /** How many days both are exported before the successor issues. */
  readonly overlapDays: number
}

/**
 * Made half a year before the end, issuing from 90 days before the end: then every leaf can have its full lifetime, and
 * an office has three months to bring the new root to its clients.
 */
export const defaultRollOverTimes: RollOverTimes = { renewDays: 180, overlapDays: 90 }

/** How long a replaced root stays in the bundle: the longest that one of its leaves can live. */
const retireMs = 90 * dayMs

/** A successor takes over at the latest this long before the end, even where that shortens the overlap. */
const latestTakeOverMs = 7 * dayMs

/**
 * Roles are a function of time, never stored: a clock that jumped and came back leaves nothing behind.
 *
 * @param generations at least one, by rising number
 */
export function rolesAt<G extends Generation>(generations: readonly G[], now: number): Roles<G> {
  // Before the first root's own time the box's clock must be wrong, so the first one it is.
  const first = generations.find((one) => !one.withdrawn) ?? generations.at(-1)
  if (first === undefined) throw new RangeError('an authority has at least one generation')
  const current = generations.findLast((one) => !one.withdrawn && startOf(one) <= now) ?? first
  const previous = generations.findLast((one) => one.number < current.number) ?? null
  return {
    current,
    next: generations.find((one) => one.number > current.number && !one.withdrawn) ?? null,
    previous: previous !== null && isRetiring(previous, current, now) ? previous : null,
  }
}

/** The roots a client should trust now: what issues, what will, and what did until recently. */
export function trustedAt<G extends Generation>(generations: readonly G[], now: number): G[] {
  const { current, next, previous } = rolesAt(generations, now)
  return [current, next, previous].filter((one) => one !== null)
}

/**
 * When a successor has to be made now: the moment from which it shall issue. Null while none is due.
 * A root that ended already is replaced at once, since there is nothing left to overlap with.
 */
export function successorDue(
  generations: readonly Generation[],
  now: number,
  times: RollOverTimes,
): number | null {
  const { current, next } = rolesAt(generations, now)
  if (now >= current.notAfter) return now
  if (now < current.notAfter - times.renewDays * dayMs) return null
  // One that was made while the clock stood wrong may wait for a day after the end; it is no successor.
  if (next !== null && startOf(next) <= current.notAfter && next.notAfter > current.notAfter) return null
  return takeOverTime(current, now, times)
}

/** When a successor made now shall issue: after the overlap, or sooner where the root does not last that long. */
export function takeOverTime(current: Generation, now: number, times: RollOverTimes): number {
  const wished = now + times.overlapDays * dayMs
  return Math.max(now, Math.min(wished, current.notAfter - latestTakeOverMs))
}

function startOf(generation: Generation): number {
  return Math.max(generation.issuesFrom, generation.notBefore)
}

function isRetiring(previous: Generation, current: Generation, now: number): boolean {
  return !previous.withdrawn && now < previous.notAfter && now < startOf(current) + retireMs
}
