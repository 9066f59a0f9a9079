/** BEFORE: the policy is a file alone. AFTER: who published which text when is kept beside it, and a draft waits to be published. */
import type { Migration } from '../migrate.ts'

// policy_version: `found` is what somebody wrote into the file by hand. policy_draft: one, for all who may change the policy.
export const policiesMigration: Migration = {
  version: 18,
  name: 'policies',
  sql: `
    CREATE TABLE policy_version (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      actor TEXT,
      how TEXT NOT NULL CHECK (how IN ('found', 'published', 'rolled-back')),
      version TEXT NOT NULL,
      restored INTEGER,
      text TEXT NOT NULL,
      CHECK ((how = 'found') = (actor IS NULL)),
      CHECK ((how = 'rolled-back') = (restored IS NOT NULL))
    ) STRICT;
    CREATE TABLE policy_draft (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      mark TEXT NOT NULL,
      base TEXT NOT NULL,
      saved_at INTEGER NOT NULL,
      saved_by TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
  `,
}
