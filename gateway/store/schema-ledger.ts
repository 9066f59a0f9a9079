/** The tables of ledger, holds and sweeps as types; migration 5 says what each is for. */

export interface LedgerSchema {
  ledger_entry: LedgerEntryTable
  ledger_node: { level: number; position: number; hash: Buffer }
  ledger_checkpoint: LedgerCheckpointTable
  hold: HoldTable
  sweep: SweepTable
  sweep_item: SweepItemTable
  clock_mark: { only_row: 1; at: number; entries: number }
}

export interface LedgerEntryTable {
  seq: number
  entry: string
  salt: Buffer | null
}

export interface LedgerCheckpointTable {
  number: number
  at: number
  size: number
  note: string
}

export interface HoldTable {
  id: string
  /** JSON of a HoldScope. */
  scope: string
  set_at: number
  reason: string
  released_at: number | null
  release_reason: string | null
}

export interface SweepTable {
  id: string
  /** As migration 5 knew them; an hourly one is `asked` here. */
  cause: Exclude<SweepCause, 'hourly'>
  by_hour: 0 | 1
  planned_at: number
  clock_confirmed: 0 | 1
  kept_by_hold: number
  /** 1: the keys are destroyed, nothing can be taken back. 0: holds still count. */
  keys_gone: 0 | 1
  state: SweepState
  finished_at: number | null
  problem: string | null
  /** The signed proof as canonical JSON; null until everything in it was seen to be unreadable. */
  proof: string | null
}

export interface SweepItemTable {
  sweep_id: string
  number: number
  /** JSON of a KeptPeriod. */
  period: string
  retention_days: number
  state: 'doomed' | 'held' | 'destroyed'
  erased: number
  /** What could still be read at the last try. */
  readable: string | null
}

/** `hourly`: of what is kept for hours alone. */
export const sweepCauses = ['asked', 'daily', 'hourly'] as const
export type SweepCause = (typeof sweepCauses)[number]

/**
 * `running`: begun, perhaps cut off. `pending`: something could still be read or not be taken away. `failed`: it could not be
 * carried on. All three are carried on later. `complete`: proven.
 */
export const sweepStates = ['running', 'pending', 'failed', 'complete'] as const
export type SweepState = (typeof sweepStates)[number]
