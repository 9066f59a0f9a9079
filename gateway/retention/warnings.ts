/** Says on the first screen that a sweep did not come to its end, or could not begin, and takes it back. */
import { isGatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { SweepOutcome } from './conclude.ts'
import type { SweepParts } from './parts.ts'

const unfinishedCode = 'SWEEP_UNFINISHED'
const refusedCode = 'SWEEP_REFUSED'

export function showOutcome(
  { health, records }: Pick<SweepParts, 'health' | 'records'>,
  outcome: SweepOutcome,
): void {
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
    hint: 'It is tried again each day. See what stands in its way: gatehouse sweep list',
    severity: 'act-by',
  })
}

/** The daily sweep could not begin: nothing was destroyed. */
export function showRefusal(health: HealthBoard, error: unknown): void {
  health.raise({
    code: refusedCode,
    title: refusalTitle(error),
    hint:
      (isGatewayError(error) ? error.hint : undefined) ??
      'See the log for the cause; it is tried again within the hour.',
    severity: isGatewayError(error, 'LEDGER_INVALID') ? 'act-now' : 'act-by',
  })
}

function refusalTitle(error: unknown): string {
  if (isGatewayError(error, 'CLOCK_UNTRUSTED'))
    return 'The clock cannot be trusted, so nothing is destroyed by age.'
  if (isGatewayError(error, 'LEDGER_INVALID'))
    return 'The ledger was cut short or changed, so nothing is destroyed and no proof is signed.'
  return 'The daily sweep could not begin; nothing was destroyed.'
}

function noneLeft(records: SweepParts['records']): boolean {
  try {
    return records.unfinished().length === 0
  } catch {
    return false
  }
}
