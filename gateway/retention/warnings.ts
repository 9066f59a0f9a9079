/** Says on the first screen that a sweep did not come to its end, or could not begin, and takes it back. */
import { isGatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { ClockTrust } from '../core/retention/clock-trust.ts'
import type { SweepOutcome } from './conclude.ts'
import type { SweepParts } from './parts.ts'
import { dueNow } from './sweep.ts'
import { clockError } from './trusted-clock.ts'

const unfinishedCode = 'SWEEP_UNFINISHED'
const refusedCode = 'SWEEP_REFUSED'
const clockCode = 'CLOCK_UNTRUSTED'
export const ledgerCode = 'LEDGER_INVALID'

export function showOutcome(
  parts: Pick<SweepParts, 'health' | 'records' | 'targets' | 'clock' | 'config'>,
  outcome: SweepOutcome,
): void {
  const { health, records } = parts
  health.clear(refusedCode)
  if (outcome.outcome === 'complete' && noneLeft(records)) {
    health.clear(unfinishedCode)
    return
  }
  if (outcome.outcome === 'complete') return
  health.raise({
    code: unfinishedCode,
    title:
      outcome.outcome === 'pending'
        ? 'A sweep is not done: something that had to be destroyed can still be read.'
        : 'A sweep was stopped on its way; what it planned is not destroyed, or not proven so.',
    hint: `It is tried again ${whenAgain(parts)}. See what stands in its way: gatehouse sweep list`,
    severity: 'act-by',
  })
}

/** An hour's sweep carries on whatever is not done. */
function whenAgain(parts: Pick<SweepParts, 'targets' | 'clock' | 'config'>): string {
  if (isHourDue(parts)) return 'every ten minutes'
  return parts.config().daily ? 'each day' : 'with the next sweep (`gatehouse sweep run`)'
}

function isHourDue(parts: Pick<SweepParts, 'targets' | 'clock'>): boolean {
  try {
    return dueNow(parts).length > 0
  } catch {
    // A store that cannot be read keeps the hours' sweeps from beginning, too.
    return false
  }
}

/** The daily sweep could not begin: nothing was destroyed. */
export function showRefusal(health: HealthBoard, error: unknown): void {
  if (isGatewayError(error, 'LEDGER_INVALID')) {
    health.raise({
      code: ledgerCode,
      title: 'The ledger was cut short or changed, so nothing is destroyed and no proof is signed.',
      hint: error.hint ?? 'Run `gatehouse ledger verify`.',
      severity: 'act-now',
    })
    return
  }
  // What is odd about the clock stands there already.
  if (isGatewayError(error, 'CLOCK_UNTRUSTED')) return
  health.raise({
    code: refusedCode,
    title: 'The daily sweep could not begin; nothing was destroyed.',
    hint:
      (isGatewayError(error) ? error.hint : undefined) ??
      'See the log for the cause; it is tried again within the hour.',
    severity: 'act-by',
  })
}

/** From the moment on at which it shows, not only once a sweep is due. */
export function showClock(health: HealthBoard, trust: ClockTrust): void {
  if (trust.trusted) {
    health.clear(clockCode)
    return
  }
  const { hint } = clockError(trust)
  health.raise({
    code: clockCode,
    title: 'The clock cannot be trusted, so nothing is destroyed by age.',
    hint: hint ?? 'Compare it with another clock.',
    severity: 'act-by',
  })
}

function noneLeft(records: SweepParts['records']): boolean {
  try {
    return records.unfinished().length === 0
  } catch {
    return false
  }
}
