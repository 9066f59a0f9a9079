/** Gathers what the doctor asks of sweeps and ledger. */
import type { LedgerDesk } from '../api/services/ledger.ts'
import type { SweepDesk } from '../api/services/sweeps.ts'
import type { ClockTrust } from '../core/retention/clock-trust.ts'
import type { RetentionFacts } from '../ops/doctor/retention.ts'
import { ledgerProblems } from '../store/ledger-problems.ts'

export interface RetentionFactsParts {
  sweeps: Pick<SweepDesk, 'list' | 'holds'> & { clock(): ClockTrust }
  ledger: Pick<LedgerDesk, 'verify'>
  /** `retention.daily`. */
  daily: boolean
  now: number
}

/** Verifies the whole ledger. Throws the STORE_ errors. */
export async function retentionFacts({
  sweeps,
  ledger,
  daily,
  now,
}: RetentionFactsParts): Promise<RetentionFacts> {
  const verdict = await ledger.verify([])
  return {
    now,
    daily,
    sweeps: sweeps.list(50),
    holds: sweeps.holds.list().filter(({ releasedAt }) => releasedAt === null).length,
    clock: sweeps.clock(),
    ledgerProblem: verdict.valid ? null : ledgerProblems[verdict.problem],
    ledgerEntries: verdict.valid ? verdict.entries : 0,
  }
}
