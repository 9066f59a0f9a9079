/** An original as commands, API and pages show it, and what came of sending one again. */
import type { VerdictReason } from '../journal.ts'
import type { OriginalFacts, WhyNone } from './original.ts'

export interface OriginalView extends OriginalFacts {
  /** Null where it is there. */
  why: WhyNone | null
  /** When it goes, at the latest. */
  until: number
  /** When it was last sent again; null where it never was. */
  resentAt: number | null
}

export interface OriginalPage {
  originals: readonly OriginalView[]
  /** Cursor of the next, older page; null on the last. */
  next: string | null
}

/** `exchange`: the id of the journal's record of it. `status`: null where there was no answer, which `reason` explains. */
export interface ResendOutcome {
  exchange: string
  status: number | null
  reason: VerdictReason
}
