/** What routes and commands may ask of the policy: how it is, what a draft would do, and to have one take effect. */
import type { JournalFinding, VerdictReason } from '../../core/journal.ts'
import type { LedgerActor } from '../../core/ledger/entry.ts'
import type { EntityType } from '../../core/pii/entity.ts'
import type { PolicyMatrix } from '../../core/policy/matrix.ts'
import type { PolicyFile } from '../../core/policy/model.ts'
import type { PolicyDraft, PolicyVersion } from '../../core/policy/published.ts'
import type { Rehearsal, SettledField } from '../../core/policy/rehearse.ts'
import type { ReplayReport } from '../../core/policy/replay/tally.ts'
import type { RuleView } from '../../core/policy/rule-view.ts'
import type { JournalGap } from '../services.ts'

export interface PolicyServices {
  readonly policy: PolicyDesk
}

/** Whatever is given as text may be wrong, huge or hostile. Rejects with POLICY_UNJUDGED where it takes too long. */
export interface PolicyDesk {
  /** Rejects with CONFIG_UNREADABLE and the STORE_ errors. */
  overview(): Promise<PolicyOverview>
  check(text: string): Promise<Examination>
  /** Nothing is sent, kept or noted. Rejects with POLICY_INVALID, and USAGE for what is no host or client. */
  test(question: TestQuestion): Promise<TestAnswer>
  /** Rejects with POLICY_INVALID, and POLICY_UNJUDGED while another is replayed. */
  replay(question: ReplayedTime, signal: AbortSignal): Promise<ReplayedDraft>
  /** Newest first. Throws the STORE_ errors. */
  history(query: { limit: number; before?: number | undefined }): readonly NamedVersion[]
  /** Null where there is none of this id. */
  version(id: number): (NamedVersion & { text: string }) | null
  /** Has no effect on traffic, and need not be right. Rejects with CHANGED_MEANWHILE and the STORE_ errors; then nothing has changed. */
  saveDraft(draft: WrittenPolicy, who: PolicyChange): Promise<void>
  /** Rejects as `saveDraft`. */
  discardDraft(who: PolicyChange): Promise<void>
  /**
   * Writes the file, keeps what stood there, ends the draft, and takes it into force. Rejects with POLICY_INVALID, POLICY_MOVED where
   * the file is another than `base`, CHANGED_MEANWHILE, CONFIG_UNWRITABLE and the STORE_ errors; then nothing has changed.
   */
  publish(policy: WrittenPolicy, who: PolicyChange): Promise<Published>
  /** Publishes an earlier version once more; the draft stays. Rejects as `publish`, and with POLICY_VERSION_UNKNOWN. */
  rollBack(id: number, who: PolicyChange): Promise<Published>
}

export interface PolicyChange {
  actor: LedgerActor
  /** What whoever decided had before them; null on the box, where one person works. */
  seen: PolicyState | null
}

/** What two people may change at once. */
export interface PolicyState {
  version: string
  /** Of the draft; null where there is none. */
  mark: string | null
}

export interface WrittenPolicy {
  text: string
  /** Version of the file that it was made from. */
  base: string
}

export interface Published {
  version: string
  /** False where the configuration has mistakes meanwhile: it counts with the next good reload. */
  inForce: boolean
}

/** With the name of an account; null where it was none, or is gone. */
export type NamedVersion = PolicyVersion & { actorName: string | null }

/** A mistake, or what can never do what it seems to say. Never carries more of the text than names. */
export interface TextProblem {
  severity: 'error' | 'warning'
  /** From 1; null where the whole text is meant. */
  line: number | null
  column: number | null
  /** Key path; '' where a rule or the whole is meant. */
  path: string
  ruleId: string | null
  message: string
  hint: string | null
}

export interface PolicyView {
  mode: PolicyFile['mode']
  rules: readonly RuleView[]
  matrix: PolicyMatrix
}

export interface Examination {
  /** False where it would not be taken. */
  ok: boolean
  problems: readonly TextProblem[]
  /** null where it would not be taken. */
  view: PolicyView | null
}

export interface PolicyOverview {
  file: string
  /** `shipped`: nobody has written another. `own`: in the data folder. `named`: by `policy.file`. */
  source: 'shipped' | 'own' | 'named'
  /** As it lies on the disk. */
  text: string
  /** Twelve hex digits; changes whenever the text does. */
  version: string
  /** False where the file is another than what counts. */
  isInForce: boolean
  /** Of the file. */
  problems: readonly TextProblem[]
  /** Of what counts. */
  view: PolicyView
  draft: (PolicyDraft & { savedByName: string | null }) | null
}

export interface TestQuestion {
  /** null: what is in force. */
  text: string | null
  destination: string
  port: number
  method: string
  /** With its query. */
  path: string
  contentType: string
  client: string
  body: string
  /** Milliseconds since 1970; null: now. */
  at: number | null
}

export interface TestAnswer {
  action: Rehearsal['action']
  reason: VerdictReason
  explanation: string
  observed: boolean
  connectionRule: string
  connectionAction: Rehearsal['connection']['action']
  exchangeRule: string | null
  purpose: string | null
  destinationGroup: string
  unread: VerdictReason | null
  notes: readonly string[]
  findings: readonly JournalFinding[]
  findingCounts: Readonly<Partial<Record<EntityType, number>>>
  fields: readonly SettledField[]
  /** As they would be forwarded; null where nothing would leave. */
  target: string | null
  body: string | null
}

export interface ReplayedTime {
  /** null: what is in force. */
  text: string | null
  since: number
  until: number
  /** Rows of each list. */
  limit: number
}

export interface ReplayedDraft extends ReplayReport {
  since: number
  until: number
  mode: PolicyFile['mode']
  missing: readonly JournalGap[]
}
