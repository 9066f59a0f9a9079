/** BEFORE: files of devices cannot be kept. AFTER: the index of the vault, without a word of what its objects are called. */
import type { Migration } from '../migrate.ts'

// vault_object: one row per sealed file. `header` is a small age file for the bucket's key: it holds the file's own key
// and its name, so that nobody reads either once the bucket's key is gone. The bytes lie in the blob folder.
export const vaultMigration: Migration = {
  version: 4,
  name: 'vault',
  sql: `
    CREATE TABLE vault_object (
      id TEXT PRIMARY KEY,
      source TEXT NOT NULL,
      class TEXT NOT NULL,
      period TEXT NOT NULL,
      at INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sealed_bytes INTEGER NOT NULL,
      header BLOB NOT NULL
    ) STRICT;
    CREATE INDEX vault_object_bucket ON vault_object (source, class, period, id);
    CREATE INDEX vault_object_source ON vault_object (source, id);
    CREATE INDEX vault_object_class ON vault_object (class, id);
  `,
}
