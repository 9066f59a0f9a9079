/** BEFORE: no tokens. AFTER: what each token stands for, sealed, and whose it is. */
import type { Migration } from '../migrate.ts'

// token: `code` is what of a token is unique; `sealed` the value, under the column key of its period.
// token_owner: clients, or groups of clients, that caused it. Nobody else is given its value.
export const tokensMigration: Migration = {
  version: 7,
  name: 'tokens',
  sql: `
    CREATE TABLE token (
      seq INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
      type TEXT NOT NULL,
      destination_group TEXT NOT NULL,
      period TEXT NOT NULL,
      issued_at INTEGER NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX token_period ON token (period, destination_group);

    CREATE TABLE token_owner (
      token_seq INTEGER NOT NULL REFERENCES token (seq) ON DELETE CASCADE,
      owner TEXT NOT NULL,
      PRIMARY KEY (token_seq, owner)
    ) STRICT, WITHOUT ROWID;
  `,
}
