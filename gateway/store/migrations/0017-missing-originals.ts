/** BEFORE: an original whose file was away had lost what opens it for good. AFTER: only that it is away is noted (`missing`). */
import type { Migration } from '../migrate.ts'

// Those that lost theirs before stay as they are: without a header, so that no file brings them back.
export const missingOriginalsMigration: Migration = {
  version: 17,
  name: 'missing-originals',
  sql: `
    ALTER TABLE original ADD COLUMN missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1));
    UPDATE original SET missing = 1 WHERE why = 'missing';
  `,
}
