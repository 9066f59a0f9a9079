/** What the steps of a sweep are handed: keys, targets, records, and the ledger that notes what was done. */
import type { EventBus } from '../core/events.ts'
import type { Signer } from '../core/ledger/signer.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { Log } from '../ops/log.ts'
import type { StoredLedger } from '../store/ledger.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import type { HoldRecords } from '../store/sweep-holds.ts'
import type { SweepRecords } from '../store/sweep-records.ts'
import type { Medium } from './medium.ts'
import type { RetentionConfig } from './schedule.ts'
import type { TrustedClock } from './trusted-clock.ts'

export interface SweepParts {
  keyring: Pick<Keyring, 'places' | 'destroy' | 'turnEpoch'>
  /** Names in the keys folder: an old epoch's file that is still there is found by its name. */
  keyFiles(): readonly string[]
  targets: readonly SweepTarget[]
  database: DurableDatabase
  records: SweepRecords
  holds: HoldRecords
  ledger: StoredLedger
  /** The ledger's own key; proofs are signed with it too. */
  signer: Signer
  trustedClock: TrustedClock
  medium: Medium
  clock: Clock
  /** As it is in force now; a reload changes it. */
  config(): RetentionConfig
  random(length: number): Buffer
  bus: EventBus
  health: HealthBoard
  log: Log
}
