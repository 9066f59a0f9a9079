/** A legal hold: what it covers, and that nothing it covers is destroyed while it stands. */
import type { KeptPeriod } from './target.ts'

/** `device`: all of a source; `class`: a whole class; `bucket`: one class of one source, or one period of it. */
export type HoldScope =
  | { kind: 'device'; source: string }
  | { kind: 'class'; class: string }
  | { kind: 'bucket'; source: string; class: string; period: string | null }

export interface Hold {
  /** 12 hex digits. */
  id: string
  scope: HoldScope
  setAt: number
  /** Why, in the words of who set it. */
  reason: string
  releasedAt: number | null
  releaseReason: string | null
}

/**
 * Periods that hold many sources (`source` null) are covered by every hold on a device: what may hold its data is kept
 * whole, since destroying a period's key destroys all of it. A hold that keeps too much can be narrowed; what is
 * destroyed cannot be brought back.
 */
export function covers(scope: HoldScope, period: KeptPeriod): boolean {
  switch (scope.kind) {
    case 'device':
      return period.source === null || period.source === scope.source
    case 'class':
      return period.class === scope.class
    case 'bucket':
      return (
        period.class === scope.class &&
        (period.source === null || period.source === scope.source) &&
        (scope.period === null || overlaps(scope.period, period.period))
      )
  }
}

/** The holds that stand and cover the period. */
export function holdsOn(period: KeptPeriod, holds: readonly Hold[]): Hold[] {
  return holds.filter(({ releasedAt, scope }) => releasedAt === null && covers(scope, period))
}

/** `camera-1`, `class recording`, `camera-1/recording/2026-11-22`: as a person names it. */
export function scopeWords(scope: HoldScope): string {
  switch (scope.kind) {
    case 'device':
      return scope.source
    case 'class':
      return `class ${scope.class}`
    case 'bucket':
      return [scope.source, scope.class, scope.period].filter((part) => part !== null).join('/')
  }
}

/** A hold on a month covers its days, and one on a day the month that it lies in. */
function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`)
}
