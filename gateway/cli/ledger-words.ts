/** Says in words what the verification of the ledger found. */
import type { LedgerVerdictView } from '../api/schemas/ledger.ts'
import { ledgerProblems } from '../store/ledger-problems.ts'
import type { LedgerProblem } from '../store/ledger-verify.ts'

export function verdictWords(verdict: LedgerVerdictView): string {
  if (verdict.valid)
    return `The ledger is whole: ${verdict.entries} entries, ${verdict.checkpoints} checkpoints, root ${verdict.root}.`
  const { problem, seq, until, checkpoint } = verdict
  const what = ledgerProblems[problem as LedgerProblem] ?? 'It does not verify.'
  const where = [
    ...(seq == null ? [] : [until == null ? `entry ${seq}` : `entries ${seq} to ${until}`]),
    ...(checkpoint == null ? [] : [`checkpoint ${checkpoint}`]),
  ]
  return `THE LEDGER IS NOT WHOLE. ${what}${where.length === 0 ? '' : ` (${where.join(', ')})`}`
}
