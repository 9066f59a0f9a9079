/** Takes tracking parameters out of a URL, and leaves every other byte of it where it stood. */
import type { TrackingParameters } from './model.ts'

export interface CleanedTarget {
  target: string
  /** How many parameters were taken out. */
  removed: number
}

/** Answers for path and query as they stand in a request line. */
export type ParameterFilter = (target: string) => CleanedTarget

export interface ParameterRules extends Pick<TrackingParameters, 'untouched'> {
  /** A `*` at the end stands for any rest. */
  names: readonly string[]
  /** Which of them stay all the same. */
  keep: readonly string[]
}

export function createParameterFilter({ names, untouched, keep }: ParameterRules): ParameterFilter {
  const isTracking = nameMatcher(names)
  const isUntouched = nameMatcher(untouched)
  const isKept = nameMatcher(keep)
  return (target) => {
    const mark = target.indexOf('?')
    if (mark === -1) return { target, removed: 0 }
    const pieces = target.slice(mark + 1).split('&')
    const tracking = pieces.map((piece) => {
      const name = nameOf(piece)
      if (isUntouched(name)) return 'untouched'
      return isTracking(name) && !isKept(name)
    })
    const removed = tracking.filter((each) => each === true).length
    if (removed === 0 || tracking.includes('untouched')) return { target, removed: 0 }
    const left = pieces.filter((_, index) => tracking[index] !== true)
    const query = left.length === 0 ? '' : `?${left.join('&')}`
    return { target: `${target.slice(0, mark)}${query}`, removed }
  }
}

/** As a destination reads it: what is escaped without need (`utm%5Fsource`) is the same name. */
function nameOf(piece: string): string {
  const end = piece.indexOf('=')
  const name = end === -1 ? piece : piece.slice(0, end)
  if (!name.includes('%')) return name
  return name.replaceAll(/%[0-9a-f]{2}/gi, (triplet) =>
    String.fromCharCode(Number.parseInt(triplet.slice(1), 16)),
  )
}

function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const whole = new Set(patterns.filter((pattern) => !pattern.endsWith('*')))
  const beginnings = patterns
    .filter((pattern) => pattern.endsWith('*'))
    .map((pattern) => pattern.slice(0, -1))
  return (name) => whole.has(name) || beginnings.some((beginning) => name.startsWith(beginning))
}
