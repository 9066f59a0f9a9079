/** Names the messages of verdicts' reasons: one for each that the journal knows, or the compiler says which is missing. */
import type { VerdictReason } from '../../../gateway/core/journal.ts'

export type ReasonKey = `reason.${VerdictReason}`
