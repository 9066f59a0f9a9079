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
import { proposalsMigration } from './migrations/0009-proposals.ts'
import { reviewsMigration } from './migrations/0010-reviews.ts'
import { clientsMigration } from './migrations/0011-clients.ts'
import { tunnelReviewsMigration } from './migrations/0012-tunnel-reviews.ts'
import { originalsMigration } from './migrations/0013-originals.ts'
import { accountsMigration } from './migrations/0014-accounts.ts'
import { apiKeysMigration } from './migrations/0015-api-keys.ts'
import { originalsOfWorkersMigration } from './migrations/0016-originals-of-workers.ts'
import { missingOriginalsMigration } from './migrations/0017-missing-originals.ts'
import { policiesMigration } from './migrations/0018-policies.ts'
import { passkeysMigration } from './migrations/0019-passkeys.ts'
import { revealsMigration } from './migrations/0020-reveals.ts'

export const migrations: readonly Migration[] = [
  journalMigration,
  devicesMigration,
  telemetryMigration,
  vaultMigration,
  ledgerMigration,
  incidentsMigration,
  tokensMigration,
  lookedMigration,
  proposalsMigration,
  reviewsMigration,
  clientsMigration,
  tunnelReviewsMigration,
  originalsMigration,
  accountsMigration,
  apiKeysMigration,
  originalsOfWorkersMigration,
  missingOriginalsMigration,
  policiesMigration,
  passkeysMigration,
  revealsMigration,
]
