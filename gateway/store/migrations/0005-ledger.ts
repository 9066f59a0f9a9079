/** BEFORE: no ledger. AFTER: the ledger with its checkpoints, legal holds, sweeps with their proofs, and the trusted clock. */
import type { Migration } from '../migrate.ts'

// ledger_entry: `entry` is the canonical text that was hashed; without `salt` nobody can tell whom it is about.
// ledger_node: the hash of each full subtree (core/ledger/merkle.ts), so that an entry costs O(log n).
// hold: one that was released stays, since it explains what was kept.
// sweep, sweep_item: the intent is durable before anything is destroyed; a crash at any point is carried on from it.
// clock_mark: the latest time at which the clock was trusted; entries up to `entries` do not speak against it.
// journal_state.last_seq: numbers of exchanges never come back, also where every row was swept.
export const ledgerMigration: Migration = {
  version: 5,
  name: 'ledger',
  sql: `
    CREATE TABLE ledger_entry (
      seq INTEGER PRIMARY KEY,
      entry TEXT NOT NULL,
      salt BLOB
    ) STRICT;
    CREATE TABLE ledger_node (
      level INTEGER NOT NULL,
      position INTEGER NOT NULL,
      hash BLOB NOT NULL,
      PRIMARY KEY (level, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger_checkpoint (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      size INTEGER NOT NULL,
      note TEXT NOT NULL
    ) STRICT;

    CREATE TABLE hold (
      id TEXT PRIMARY KEY,
      scope TEXT NOT NULL,
      set_at INTEGER NOT NULL,
      reason TEXT NOT NULL,
      released_at INTEGER,
      release_reason TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sweep (
      id TEXT PRIMARY KEY,
      cause TEXT NOT NULL CHECK (cause IN ('asked', 'daily')),
      planned_at INTEGER NOT NULL,
      clock_confirmed INTEGER NOT NULL,
      kept_by_hold INTEGER NOT NULL,
      keys_gone INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'pending', 'failed', 'complete')),
      finished_at INTEGER,
      problem TEXT,
      proof TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sweep_item (
      sweep_id TEXT NOT NULL REFERENCES sweep (id),
      number INTEGER NOT NULL,
      period TEXT NOT NULL,
      retention_days INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('doomed', 'held', 'destroyed')),
      erased INTEGER NOT NULL,
      readable TEXT,
      PRIMARY KEY (sweep_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE clock_mark (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      at INTEGER NOT NULL,
      entries INTEGER NOT NULL
    ) STRICT;

    ALTER TABLE journal_state ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;
  `,
}
