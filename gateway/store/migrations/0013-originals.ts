/** BEFORE: no request is kept as it came. AFTER: what is known of originals that are sealed for some hours; sweeps by the hour. */
import type { Migration } from '../migrate.ts'

// original: no value of the request. `header` is what opens the file of the same id, sealed to the owner and locked with
// the hour's key; null where nothing was kept, which `why` says. sweep.by_hour: SQLite changes no CHECK, and the one on
// `cause` knows no third word.
export const originalsMigration: Migration = {
  version: 13,
  name: 'originals',
  sql: `
    CREATE TABLE original (
      id TEXT PRIMARY KEY,
      hour TEXT NOT NULL,
      at INTEGER NOT NULL,
      client TEXT NOT NULL,
      scheme TEXT NOT NULL CHECK (scheme IN ('http', 'https')),
      destination TEXT NOT NULL,
      port INTEGER NOT NULL,
      method TEXT NOT NULL,
      path TEXT NOT NULL,
      types TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      sealed_bytes INTEGER NOT NULL,
      header BLOB,
      mark TEXT,
      why TEXT,
      resent_at INTEGER,
      CHECK ((header IS NULL) = (why IS NOT NULL)),
      CHECK ((header IS NULL) = (mark IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX original_hour ON original (hour);
    ALTER TABLE sweep ADD COLUMN by_hour INTEGER NOT NULL DEFAULT 0 CHECK (by_hour IN (0, 1));
  `,
}
