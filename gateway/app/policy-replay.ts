/** Replays a period of the journal under a draft of the policy: what API and command call alike. */
import type { JournalGap } from '../api/services.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import { prepareDraft } from '../core/policy/replay/draft.ts'
import { createReplay, timeBefore } from '../core/policy/replay/replay.ts'
import type { ReplayReport } from '../core/policy/replay/tally.ts'
import { type JournalPages, missingBetween, walkJournal } from './journal-walk.ts'

export interface ReplayQuestion {
  policy: PolicyFile
  /** As it is now: groups, corrections, the office's own values, its time zone. */
  context: PolicyContext
  /** `proxy.limits.holdBytes`. */
  holdBytes: number
  /** Milliseconds since 1970: exchanges that began from `since` on, and before `until`. */
  since: number
  until: number
  client: string | null
  destination: string | null
  /** Rows of each list. */
  limit: number
  /** So many records were read, and the last of them began then. */
  onProgress?: ((records: number, at: number) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface ReplayedPeriod extends ReplayReport {
  since: number
  until: number
  mode: PolicyFile['mode']
  /** What happened then and is not in the journal. */
  missing: readonly JournalGap[]
}

/** Throws POLICY_INVALID, the journal's errors, and the signal's reason. */
export async function replayPolicy(journal: JournalPages, question: ReplayQuestion): Promise<ReplayedPeriod> {
  const { policy, context, holdBytes, since, until, client, destination, limit } = question
  // Persons are counted by the hour, so that the hour before counts as well, and all hosts of a group.
  const from = Math.max(0, since - timeBefore)
  const missing = await missingBetween(journal, { from, to: until })
  const replay = createReplay({
    draft: prepareDraft(policy, context, holdBytes),
    since,
    isAsked: (record) => destination === null || record.destination === destination,
    missing,
  })
  await walkJournal(journal, {
    ...{ from, to: until, client, destination: null },
    onRecord: (record) => replay.push(record),
    onProgress: question.onProgress,
    signal: question.signal,
  })
  const report = replay.end(limit)
  return { since, until, mode: policy.mode, missing: missing.filter((gap) => gap.until >= since), ...report }
}
