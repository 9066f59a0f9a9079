/** What is kept of policies beside the file: which text counted since when by whom, and the draft that waits. */
import type { LedgerActor } from '../ledger/entry.ts'

/** `found`: written into the file by hand, and seen when the next one was published. */
export const publishedHows = ['found', 'published', 'rolled-back'] as const

export interface PolicyVersion {
  /** Counts up. */
  id: number
  /** Milliseconds since 1970. */
  at: number
  /** null where nobody knows, as for `found`. */
  actor: LedgerActor | null
  how: (typeof publishedHows)[number]
  /** Twelve hex digits of the text's SHA-256. */
  version: string
  /** The version whose text it is once more; null for all but `rolled-back`. */
  restored: number | null
  /** UTF-8 bytes. */
  size: number
}

export interface PolicyDraft {
  text: string
  /** Version of the file that it was made from. */
  base: string
  savedAt: number
  savedBy: LedgerActor
  /** Another one each time it is saved. */
  mark: string
}

/** A policy that a person writes is a tenth of it; the shipped one a twentieth. */
export const maxPolicyCharacters = 200_000
