/** BEFORE: an account's second factor is an app alone. AFTER: it can have passkeys, each for one name of the box. */
import type { Migration } from '../migrate.ts'

// passkey: `credential` as the browser names it; `counter` what the authenticator last counted; `transports` with a blank between.
export const passkeysMigration: Migration = {
  version: 19,
  name: 'passkeys',
  sql: `
    CREATE TABLE passkey (
      id TEXT PRIMARY KEY CHECK (length(id) = 12),
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      credential TEXT NOT NULL UNIQUE,
      public_key BLOB NOT NULL,
      counter INTEGER NOT NULL,
      rp_id TEXT NOT NULL,
      name TEXT NOT NULL,
      transports TEXT NOT NULL,
      added_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX passkey_account ON passkey (account_id);
  `,
}
