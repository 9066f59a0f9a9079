/** BEFORE: what lies sealed is read on the box alone. AFTER: an account can be given the right to reveal it (`reveals`). */
import type { Migration } from '../migrate.ts'

// Nobody has it who was there before.
export const revealsMigration: Migration = {
  version: 20,
  name: 'reveals',
  sql: `ALTER TABLE account ADD COLUMN reveals INTEGER NOT NULL DEFAULT 0 CHECK (reveals IN (0, 1));`,
}
