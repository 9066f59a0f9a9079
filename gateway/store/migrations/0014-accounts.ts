/** BEFORE: pages and API open to one access token alone. AFTER: people have accounts of their own, with role, second factor and end. */
import type { Migration } from '../migrate.ts'

// account: `set_up_hash` of the one-time code that is out; `totp_sealed` under the column key of the class `account` and
// its period; `totp_step` the last step of 30 s whose code was used. account_recovery: hashes of codes not used yet.
export const accountsMigration: Migration = {
  version: 14,
  name: 'accounts',
  sql: `
    CREATE TABLE account (
      id TEXT PRIMARY KEY CHECK (length(id) = 16),
      name TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL CHECK (role IN ('owner', 'contractor', 'privacy-lead', 'auditor', 'staff')),
      added_at INTEGER NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      set_up_hash BLOB UNIQUE,
      set_up_ends_at INTEGER,
      password_hash TEXT,
      totp_sealed BLOB,
      totp_period TEXT,
      totp_step INTEGER NOT NULL DEFAULT 0,
      signed_in_at INTEGER,
      CHECK ((set_up_hash IS NULL) = (set_up_ends_at IS NULL)),
      CHECK ((totp_sealed IS NULL) = (totp_period IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE account_recovery (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      hash BLOB NOT NULL,
      PRIMARY KEY (account_id, hash)
    ) STRICT, WITHOUT ROWID;
  `,
}
