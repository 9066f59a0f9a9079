/** Decides what a sweep destroys and what it keeps; every line says why. */
import { dayMs } from '../units.ts'
import { type Hold, holdsOn } from './hold.ts'
import { periodBounds } from './period.ts'
import type { KeptPeriod } from './target.ts'

/** `dueAt`: from when on it may be destroyed. */
export type PlanLine =
  | { verdict: 'destroy'; reason: 'age'; period: KeptPeriod; days: number; dueAt: number }
  | { verdict: 'keep'; reason: 'not-yet'; period: KeptPeriod; days: number; dueAt: number }
  /** It would be destroyed, but for these holds. */
  | {
      verdict: 'keep'
      reason: 'hold'
      period: KeptPeriod
      days: number
      dueAt: number
      holds: readonly string[]
    }
  /** No retention is set for its class, or its period has no name that can be read: kept until somebody looks. */
  | { verdict: 'keep'; reason: 'no-schedule' | 'no-period'; period: KeptPeriod }

export interface SweepPlan {
  /** The moment that age was counted to. */
  now: number
  lines: readonly PlanLine[]
}

export interface PlanInput {
  inventory: readonly KeptPeriod[]
  /** Days by class. */
  schedule: Readonly<Record<string, number>>
  holds: readonly Hold[]
  now: number
  /**
   * When this gateway began to keep things, where that is known: what claims to be older was dated by a clock that
   * stood wrong (a box without a battery wakes up in 1970), so its age counts from here.
   */
  began: number | null
}

/** Whether the clock can be trusted is asked before (`clock-trust.ts`). Destroys what is exactly as old as its days, not sooner. */
export function planSweep({ inventory, schedule, holds, now, began }: PlanInput): SweepPlan {
  const lines = inventory.map((period): PlanLine => {
    const days = Object.hasOwn(schedule, period.class) ? schedule[period.class] : undefined
    if (days === undefined) return { verdict: 'keep', reason: 'no-schedule', period }
    const bounds = periodBounds(period.period)
    if (bounds === null) return { verdict: 'keep', reason: 'no-period', period }
    // The later of what the target says and what its period's name says: a mistake there must not destroy early.
    const dueAt = Math.max(period.until, bounds.until, began ?? 0) + days * dayMs
    if (!(dueAt <= now)) return { verdict: 'keep', reason: 'not-yet', period, days, dueAt }
    const standing = holdsOn(period, holds).map(({ id }) => id)
    if (standing.length > 0) return { verdict: 'keep', reason: 'hold', period, days, dueAt, holds: standing }
    return { verdict: 'destroy', reason: 'age', period, days, dueAt }
  })
  return { now, lines }
}

/** The lines that are destroyed. */
export function doomedLines(plan: SweepPlan) {
  return plan.lines.filter((line) => line.verdict === 'destroy')
}

/** One period's name, the same for the same period. */
export function periodId({ target, class: kind, source, period }: KeptPeriod): string {
  return JSON.stringify([target, kind, source, period])
}
