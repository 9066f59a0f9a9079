/** Puts together what sweeps need, from the ports that the room is opened with. */
import { readdirSync } from 'node:fs'
import type { EventBus } from '../core/events.ts'
import { createSigner } from '../core/ledger/signer.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { Log } from '../ops/log.ts'
import type { StoredLedger } from '../store/ledger.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createClockRecords, createHoldRecords } from '../store/sweep-holds.ts'
import { createSweepRecords } from '../store/sweep-records.ts'
import { createJournalTarget } from './journal-target.ts'
import { mediumOf } from './medium.ts'
import type { SweepParts } from './parts.ts'
import type { RetentionConfig } from './schedule.ts'
import { createTrustedClock } from './trusted-clock.ts'

export interface RetentionOptions {
  keyring: Keyring
  /** The keys folder. */
  keysDirectory: string
  /** The data folder, whose disk the proofs speak of. */
  dataDirectory: string
  database: DurableDatabase
  ledger: StoredLedger
  /** Rooms that keep data, besides the journal: vault, telemetry, and tokens when they exist. */
  targets: readonly SweepTarget[]
  config(): RetentionConfig
  clock: Clock
  /** The day before which no clock can be right. */
  builtAt: number
  random(length: number): Buffer
  bus: EventBus
  health: HealthBoard
  log: Log
  /** Names in the keys folder, where that is not on a real disk. */
  keyFiles?(): readonly string[]
  /** How long after the start a missed sweep is caught up. */
  catchUpMs?: number
  /** False: nothing comes by itself. */
  timer?: boolean
}

export async function makeParts(options: RetentionOptions): Promise<SweepParts> {
  const { database, keyring, ledger, clock, builtAt, keysDirectory } = options
  const seed = await keyring.longLivedKey('ledger')
  const journal = createJournalTarget({ database, keyring })
  return {
    keyring,
    keyFiles: options.keyFiles ?? (() => readdirSync(keysDirectory)),
    targets: [journal, ...options.targets],
    database,
    records: createSweepRecords(database),
    holds: createHoldRecords(database),
    ledger,
    signer: createSigner(seed.reveal()),
    trustedClock: createTrustedClock({ clock, builtAt, records: createClockRecords(database), ledger }),
    medium: mediumOf(options.dataDirectory),
    clock,
    config: options.config,
    random: options.random,
    bus: options.bus,
    health: options.health,
    log: options.log,
  }
}
