/** Ends a sweep: with a signed proof where nothing could be read any more, otherwise with what could. */
import { GatewayError } from '../core/errors.ts'
import { type DestroyedPeriod, proofHash, proofText, signProof } from '../core/retention/proof.ts'
import { placeId } from '../keyring/key-place.ts'
import type { SweepItem, SweepRecord } from '../store/sweep-records.ts'
import type { SweepParts } from './parts.ts'
import type { Findings } from './try-to-read.ts'

export interface SweepOutcome {
  id: string
  outcome: 'complete' | 'pending' | 'failed'
  /** Periods that were destroyed and proven so. */
  destroyed: number
  /** Why there is no proof; null where there is one. */
  problem: string | null
}

export type Ending =
  | { kind: 'tried'; doomed: readonly SweepItem[]; findings: Findings }
  | { kind: 'stopped'; error: unknown }

/** Never throws. A sweep without a proof stays unfinished and is carried on at the next run or start. */
export function conclude(parts: SweepParts, id: string, ending: Ending): SweepOutcome {
  const outcome = settled(parts, id, ending)
  const at = Math.round(parts.clock.now())
  parts.log.event('sweep.finished', { sweep: id, outcome: outcome.outcome, periods: outcome.destroyed })
  parts.bus.publish('sweep.finished', { id, at, destroyed: outcome.destroyed, outcome: outcome.outcome })
  return outcome
}

function settled(parts: SweepParts, id: string, ending: Ending): SweepOutcome {
  if (ending.kind === 'stopped') return failed(parts, id, ending.error)
  try {
    const { readable, leftovers } = ending.findings
    if (readable.size === 0 && leftovers.length === 0) return proven(parts, id, ending)
    const problem = [
      ...(readable.size === 0 ? [] : [`${readable.size} periods can still be read`]),
      ...leftovers,
    ].join('; ')
    parts.records.settle(id, { state: 'pending', problem, readable })
    return { id, outcome: 'pending', destroyed: 0, problem }
  } catch (error) {
    return failed(parts, id, error)
  }
}

function proven(
  parts: SweepParts,
  id: string,
  { doomed, findings }: Extract<Ending, { kind: 'tried' }>,
): SweepOutcome {
  const { records, ledger, signer } = parts
  const sweep = records.get(id)
  if (sweep === null) throw new GatewayError('INTERNAL', { where: 'retention', problem: 'sweep-lost' })
  const at = Math.round(parts.clock.now())
  const before = ledger.checkpoint()
  const destroyed = destroyedOf(parts, sweep, doomed)
  const text = proofText(
    signProof(
      {
        format: 'gatehouse-deletion-proof',
        version: 1,
        id,
        plannedAt: sweep.plannedAt,
        finishedAt: at,
        clockConfirmed: sweep.clockConfirmed,
        destroyed,
        keptByHold: sweep.keptByHold,
        method,
        medium: parts.medium,
        verification: [...findings.checks],
        ledger: { origin: signer.name, checkpoint: before.note },
      },
      signer,
    ),
  )
  records.complete(id, { text, at }, () =>
    ledger.append({
      action: 'sweep.finished',
      actor: 'gateway',
      subject: id,
      facts: {
        periods: destroyed.length,
        items: destroyed.reduce((sum, { items }) => sum + items, 0),
        keptByHold: sweep.keptByHold,
        clockConfirmed: sweep.clockConfirmed,
        proof: proofHash(text),
      },
    }),
  )
  checkpointAfter(parts)
  return { id, outcome: 'complete', destroyed: destroyed.length, problem: null }
}

/** The proof stands already; a checkpoint that fails now is made by the daily one. */
function checkpointAfter(parts: SweepParts): void {
  try {
    parts.ledger.checkpoint()
  } catch (error) {
    parts.log.event('ledger.checkpoint-failed', {}, error)
  }
}

function destroyedOf(
  parts: SweepParts,
  { id }: SweepRecord,
  doomed: readonly SweepItem[],
): DestroyedPeriod[] {
  const erased = new Map(parts.records.items(id).map((item) => [item.number, item.erased]))
  return doomed.map(({ number, period, retentionDays }) => ({
    target: period.target,
    class: period.class,
    source: period.source,
    period: period.period,
    until: period.until,
    retentionDays,
    items: period.items,
    bytes: period.bytes,
    keys: period.keys.map(placeId).sort(),
    erased: erased.get(number) ?? 0,
  }))
}

function failed(parts: SweepParts, id: string, error: unknown): SweepOutcome {
  const problem = error instanceof GatewayError ? `${error.code}: ${error.message}` : 'INTERNAL'
  parts.log.event('sweep.failed', { sweep: id }, error)
  try {
    parts.records.settle(id, { state: 'failed', problem })
  } catch {
    // The disk that stopped the sweep stops this note, too: the sweep stays as it is, and is carried on.
  }
  return { id, outcome: 'failed', destroyed: 0, problem }
}

const method = {
  keys: 'Keys were removed from the keyring, whose file was rewritten under a new epoch key; the old one was destroyed.',
  files: 'Files were unlinked.',
  rows: 'Rows of the journal were overwritten with zeros (secure_delete), sealed rows were deleted after their keys were destroyed, and the log of the database was cut to nothing.',
}
