/** What routes and commands may ask of sweeps, holds and proofs. */
import type { LedgerActor } from '../../core/ledger/entry.ts'
import type { ClockTrust } from '../../core/retention/clock-trust.ts'
import type { Hold, HoldScope } from '../../core/retention/hold.ts'
import type { SweepPlan } from '../../core/retention/plan.ts'
import type { SweepRecord } from '../../store/sweep-records.ts'

export interface SweepServices {
  readonly sweeps: SweepDesk
}

/** Played by the retention room. Every method throws the STORE_ errors while there is no store. */
export interface SweepDesk {
  readonly holds: {
    /** Those that stand first. */
    list(): readonly Hold[]
    /** Null where there is none. */
    get(id: string): Hold | null
    set(scope: HoldScope, reason: string, actor: LedgerActor): Hold
    /** Throws HOLD_UNKNOWN. */
    release(id: string, reason: string, actor: LedgerActor): Hold
  }
  /** Takes nothing away. */
  plan(): Promise<{ plan: SweepPlan; clock: ClockTrust }>
  /** Resolves once the intent is durable; the sweep goes on. Throws SWEEP_RUNNING, CLOCK_UNTRUSTED. */
  start(asked: { clockIsRight: boolean; actor: LedgerActor }): Promise<{ id: string }>
  /** Newest first; older than `before`. */
  list(limit: number, before?: string | null): readonly SweepRecord[]
  get(id: string): SweepRecord | null
  /** Canonical JSON; null where there is none (yet). */
  proof(id: string): string | null
}
