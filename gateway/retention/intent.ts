/** Plans a sweep, and makes the intent durable before anything is destroyed. */
import { doomedLines, periodId, planSweep, type SweepPlan } from '../core/retention/plan.ts'
import type { KeptPeriod } from '../core/retention/target.ts'
import { timedId } from '../core/timed-id.ts'
import type { SweepParts } from './parts.ts'
import { scheduleOf } from './schedule.ts'
import type { AskedSweep } from './sweep.ts'

/** Periods that an earlier sweep is not done with are left to that one: it will say what became of them. */
export function makePlan(parts: SweepParts, inventory: readonly KeptPeriod[]): SweepPlan {
  const taken = new Set(
    parts.records
      .unfinished()
      .flatMap(({ id }) => parts.records.items(id))
      .filter(({ state }) => state === 'doomed')
      .map(({ period }) => periodId(period)),
  )
  return planSweep({
    inventory: inventory.filter((period) => !taken.has(periodId(period))),
    schedule: scheduleOf(parts.config()),
    holds: parts.holds.standing(),
    now: parts.clock.now(),
    began: parts.ledger.oldestAt(),
  })
}

/** Durable when it returns; the sweep's id, sortable by time. Throws the STORE_ errors: then nothing is destroyed. */
export function recordIntent(parts: SweepParts, plan: SweepPlan, asked: AskedSweep): string {
  const plannedAt = Math.round(plan.now)
  const id = timedId(plannedAt, parts.random)
  const items = doomedLines(plan).map(({ period, days }) => ({ period, retentionDays: days }))
  const { cause, clockConfirmed, actor } = asked
  const keptByHold = plan.lines.filter(({ reason }) => reason === 'hold').length
  parts.database.transact(() => {
    parts.records.begin({ id, cause, plannedAt, clockConfirmed, keptByHold, items })
    if (actor !== null)
      parts.ledger.append({ action: 'sweep.asked', actor, subject: id, facts: { periods: items.length } })
  })
  parts.log.event('sweep.begun', { sweep: id, cause, periods: items.length })
  return id
}
