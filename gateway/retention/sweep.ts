/** The way of a sweep: plan, intent, keys, files and rows, a try to read what was destroyed, proof, ledger. */
import type { LedgerActor } from '../core/ledger/entry.ts'
import { doomedLines, type SweepPlan } from '../core/retention/plan.ts'
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import type { SweepCause } from '../store/schema-ledger.ts'
import { conclude, type SweepOutcome } from './conclude.ts'
import { destroyKeys } from './destroy-keys.ts'
import { eraseAll, forgetRows } from './erase.ts'
import { makePlan, recordIntent } from './intent.ts'
import type { SweepParts } from './parts.ts'
import { tryToRead } from './try-to-read.ts'

export interface AskedSweep {
  cause: SweepCause
  /** A person vouched for a clock that had jumped. */
  clockConfirmed: boolean
  /** Who asked; null where it came by itself. */
  actor: LedgerActor | null
}

/** What is there and what would become of it now. Takes nothing away. */
export async function planNow(
  parts: SweepParts,
  targets: readonly SweepTarget[] = parts.targets,
): Promise<SweepPlan> {
  const inventories: (readonly KeptPeriod[])[] = []
  for (const target of targets) inventories.push(await target.inventory())
  return makePlan(parts, inventories.flat())
}

/** Plans, and writes the intent down. From here on a crash is carried on by the next start. Returns the sweep's id. */
export async function intend(parts: SweepParts, asked: AskedSweep): Promise<string> {
  return recordIntent(parts, await planNow(parts), asked)
}

/**
 * The same for what waits for no daily sweep. Null where there is nothing to take: what an earlier sweep is not done with stays
 * due, and a proof of nothing for each try would be kept for ever.
 */
export async function intendHourly(parts: SweepParts): Promise<string | null> {
  const plan = await planNow(parts, dueNow(parts))
  if (doomedLines(plan).length === 0) return null
  return recordIntent(parts, plan, { cause: 'hourly', clockConfirmed: false, actor: null })
}

/** Those that have something due which waits for no daily sweep. */
export function dueNow({ targets, clock }: Pick<SweepParts, 'targets' | 'clock'>): SweepTarget[] {
  return targets.filter((target) => target.isDueNow?.(clock.now()) === true)
}

/**
 * Carries an intent out from wherever it was cut off; every step may be taken again. Never throws for what goes wrong on
 * the way: the outcome says it, and the sweep stays to be carried on.
 */
export async function carryOut(parts: SweepParts, id: string): Promise<SweepOutcome> {
  try {
    const doomed = destroyKeys(parts, id)
    await eraseAll(parts, id, doomed)
    const rowsForgotten = await forgetRows(parts, doomed)
    const findings = await tryToRead(parts, doomed, rowsForgotten)
    return conclude(parts, id, { kind: 'tried', doomed, findings })
  } catch (error) {
    return conclude(parts, id, { kind: 'stopped', error })
  }
}
