/** The way of a sweep: plan, intent, keys, files and rows, a try to read what was destroyed, proof, ledger. */

import type { SweepPlan } from '../core/retention/plan.ts'
import type { KeptPeriod } from '../core/retention/target.ts'
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
}

/** What is there and what would become of it now. Takes nothing away. */
export async function planNow(parts: SweepParts): Promise<SweepPlan> {
  const inventories: (readonly KeptPeriod[])[] = []
  for (const target of parts.targets) inventories.push(await target.inventory())
  return makePlan(parts, inventories.flat())
}

/** Plans, and writes the intent down. From here on a crash is carried on by the next start. Returns the sweep's id. */
export async function intend(parts: SweepParts, asked: AskedSweep): Promise<string> {
  return recordIntent(parts, await planNow(parts), asked)
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
