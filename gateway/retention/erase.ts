/** Takes away what the destroyed keys left behind: files and rows, target by target, and makes the database forget them. */
import { forgetDeleted } from '../store/forgetting.ts'
import type { SweepItem } from '../store/sweep-records.ts'
import type { SweepParts } from './parts.ts'

/** Throws what a target throws; what was taken away so far is written down, and the next attempt takes the rest. */
export async function eraseAll(parts: SweepParts, id: string, doomed: readonly SweepItem[]): Promise<void> {
  for (const { period, number } of doomed) {
    const target = parts.targets.find(({ name }) => name === period.target)
    const erased = (await target?.erase(period)) ?? 0
    if (erased > 0) parts.records.erased(id, number, erased)
  }
}

/** True where no old page of the database is left in its WAL. */
export async function forgetRows(parts: SweepParts, doomed: readonly SweepItem[]): Promise<boolean> {
  return doomed.length === 0 || forgetDeleted(parts.database)
}
