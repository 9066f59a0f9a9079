/** Lists every migration of the database, in order. */
import type { Migration } from './migrate.ts'
import { journalMigration } from './migrations/0001-journal.ts'
import { devicesMigration } from './migrations/0002-devices.ts'
import { telemetryMigration } from './migrations/0003-telemetry.ts'
import { vaultMigration } from './migrations/0004-vault.ts'
import { ledgerMigration } from './migrations/0005-ledger.ts'
import { incidentsMigration } from './migrations/0006-incidents.ts'
import { tokensMigration } from './migrations/0007-tokens.ts'
import { lookedMigration } from './migrations/0008-looked.ts'

export const migrations: readonly Migration[] = [
  journalMigration,
  devicesMigration,
  telemetryMigration,
  vaultMigration,
  ledgerMigration,
  incidentsMigration,
  tokensMigration,
  lookedMigration,
]
