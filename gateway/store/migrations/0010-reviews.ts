/** BEFORE: nobody can ask about what was stopped. AFTER: what was asked, what was answered, and how long the answer counts. */
import type { Migration } from '../migrate.ts'

// `found`, `boot` and `until`: JSON of kinds and counts; the start of the box by whose clock an answer ends, and when.
// `ticket` is a hash: what is read from the disk shows nobody's answer. `used`: a single passage was taken.
export const reviewsMigration: Migration = {
  version: 10,
  name: 'reviews',
  sql: `
    CREATE TABLE review (
      id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      client TEXT NOT NULL,
      destination TEXT NOT NULL,
      port INTEGER NOT NULL,
      rule TEXT NOT NULL,
      reason TEXT NOT NULL,
      is_list INTEGER NOT NULL,
      method TEXT NOT NULL,
      path TEXT NOT NULL,
      found TEXT NOT NULL,
      address TEXT NOT NULL,
      ticket TEXT NOT NULL UNIQUE,
      asked_at INTEGER NOT NULL,
      answer TEXT,
      answered_at INTEGER,
      correction TEXT,
      boot TEXT,
      until REAL,
      used INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX review_waiting ON review (client) WHERE answer IS NULL;
    CREATE INDEX review_counting ON review (boot) WHERE boot IS NOT NULL;
    CREATE INDEX review_at ON review (at);
  `,
}
