/** Says in words what the verification of the ledger found. */
import type { LedgerVerdictView } from '../api/schemas/ledger.ts'
import type { LedgerProblem } from '../store/ledger-verify.ts'

export function verdictWords(verdict: LedgerVerdictView): string {
  if (verdict.valid)
    return `The ledger is whole: ${verdict.entries} entries, ${verdict.checkpoints} checkpoints, root ${verdict.root}.`
  const { problem, seq, until, checkpoint } = verdict
  const what = problems[problem as LedgerProblem] ?? 'It does not verify.'
  const where = [
    ...(seq == null ? [] : [until == null ? `entry ${seq}` : `entries ${seq} to ${until}`]),
    ...(checkpoint == null ? [] : [`checkpoint ${checkpoint}`]),
  ]
  return `THE LEDGER IS NOT WHOLE. ${what}${where.length === 0 ? '' : ` (${where.join(', ')})`}`
}

const problems: Readonly<Record<LedgerProblem, string>> = {
  'entry-malformed': 'An entry is not one, or stands in the place of another.',
  'entry-missing': 'An entry is missing.',
  'entry-changed': 'An entry was changed.',
  'entries-cut-off': 'The newest entries were cut off.',
  'tree-changed': 'The stored hashes were changed.',
  'checkpoint-missing': 'A checkpoint is missing.',
  'checkpoint-forged': 'A checkpoint was changed, or not signed with the key of this ledger.',
  'checkpoint-mismatch':
    'A signed checkpoint speaks of other entries: one of these was changed with all its hashes.',
  'remembered-forged':
    'The checkpoint beside the database is gone, or was not signed with the key of this ledger.',
  'remembered-mismatch': 'The checkpoint beside the database speaks of other entries.',
  'given-forged': 'The given checkpoint was not signed with the key of this ledger.',
  'given-mismatch': 'The given checkpoint speaks of other entries.',
}
