/** BEFORE: machines of the office are known by nothing. AFTER: those that were met, by their network cards, and what was decided of them. */
import type { Migration } from '../migrate.ts'

// client: one network card; `id` is what exchanges of the journal name it by, and never comes back.
// client_address: the addresses that it had when that was last written down.
export const clientsMigration: Migration = {
  version: 11,
  name: 'clients',
  sql: `
    CREATE TABLE client (
      id TEXT PRIMARY KEY CHECK (length(id) = 8),
      hardware TEXT NOT NULL UNIQUE,
      name TEXT UNIQUE,
      client_group TEXT,
      state TEXT NOT NULL CHECK (state IN ('unknown', 'known', 'guest')),
      quarantined_at INTEGER,
      first_seen_at INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      decided_at INTEGER,
      decided_by TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE client_address (
      address TEXT PRIMARY KEY,
      client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
      seen_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX client_address_client ON client_address (client_id);
  `,
}
