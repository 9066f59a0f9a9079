/** BEFORE: programs read the API by the one access token, which reads all. AFTER: each has a key of an account, with scopes and an end. */
import type { Migration } from '../migrate.ts'

// api_key: `digest` of the whole key; `scopes` with a blank between; `used_on` the last day (UTC) that it opened something.
export const apiKeysMigration: Migration = {
  version: 15,
  name: 'api keys',
  sql: `
    CREATE TABLE api_key (
      id TEXT PRIMARY KEY CHECK (length(id) = 12),
      name TEXT NOT NULL UNIQUE,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      scopes TEXT NOT NULL CHECK (scopes <> ''),
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      added_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      revoked_at INTEGER,
      used_on TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX api_key_account ON api_key (account_id);
  `,
}
