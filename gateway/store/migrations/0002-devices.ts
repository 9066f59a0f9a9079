/** BEFORE: the journal. AFTER: beside it devices, their one-time codes, certificates and SSH keys. */
import type { Migration } from '../migrate.ts'

// device: a name is taken by one device that is not revoked; ids never come back.
// device_invite: the hash of a secret, never the secret; it stays after its use, so that a second use is told so.
// device_certificate: those that count now, in the order of their issue; what was replaced or revoked is deleted.
// device_ssh_key: one key stands for one device.
export const devicesMigration: Migration = {
  version: 2,
  name: 'devices',
  sql: `
    CREATE TABLE device (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'revoked')),
      added_at INTEGER NOT NULL,
      enrolled_at INTEGER,
      revoked_at INTEGER,
      seen_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX device_name ON device (name) WHERE state <> 'revoked';

    CREATE TABLE device_invite (
      device_id TEXT PRIMARY KEY REFERENCES device (id),
      secret_hash BLOB NOT NULL,
      begins_at INTEGER NOT NULL,
      ends_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE device_certificate (
      fingerprint TEXT PRIMARY KEY,
      device_id TEXT NOT NULL REFERENCES device (id),
      not_before INTEGER NOT NULL,
      not_after INTEGER NOT NULL,
      issued_at INTEGER NOT NULL,
      seen_at INTEGER
    ) STRICT;
    CREATE INDEX device_certificate_device ON device_certificate (device_id);

    CREATE TABLE device_ssh_key (
      fingerprint TEXT PRIMARY KEY,
      device_id TEXT NOT NULL REFERENCES device (id),
      type TEXT NOT NULL,
      key TEXT NOT NULL,
      added_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX device_ssh_key_device ON device_ssh_key (device_id);
  `,
}
