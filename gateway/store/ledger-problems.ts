/** What each fault of the ledger is called by a person. */
import type { LedgerProblem } from './ledger-verify.ts'

export const ledgerProblems: Readonly<Record<LedgerProblem, string>> = {
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
