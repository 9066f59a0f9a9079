/** BEFORE: an empty database. AFTER: the journal, its search index, its hourly totals and its gaps. */
import type { Migration } from '../migrate.ts'

// exchange: one row per exchange, in the order of arrival; `findings` is written and read by journal-row.ts alone.
// facet_value, exchange_facet: the search index, filled a segment of rows at a time (journal-index.ts says why).
// exchange_hour, entity_hour, hour_range: totals, and where in `exchange` an hour's rows lie.
// journal_gap: what could not be written, so that a quiet hour and a lost one are told apart.
export const journalMigration: Migration = {
  version: 1,
  name: 'journal',
  sql: `
    CREATE TABLE exchange (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      at INTEGER NOT NULL,
      duration_ms REAL NOT NULL,
      client TEXT NOT NULL,
      scheme TEXT NOT NULL,
      destination TEXT NOT NULL,
      port INTEGER NOT NULL,
      address TEXT,
      method TEXT,
      path_template TEXT,
      status INTEGER,
      request_bytes INTEGER NOT NULL,
      forwarded_bytes INTEGER NOT NULL,
      response_bytes INTEGER NOT NULL,
      action TEXT NOT NULL,
      reason TEXT NOT NULL,
      rule_id TEXT,
      observed INTEGER NOT NULL,
      notes TEXT,
      findings TEXT,
      finding_counts TEXT
    ) STRICT;
    CREATE UNIQUE INDEX exchange_id ON exchange (id);

    CREATE TABLE facet_value (
      id INTEGER PRIMARY KEY,
      facet TEXT NOT NULL,
      value TEXT NOT NULL,
      UNIQUE (facet, value)
    ) STRICT;
    CREATE TABLE exchange_facet (
      value_id INTEGER NOT NULL REFERENCES facet_value (id),
      segment INTEGER NOT NULL,
      places BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX exchange_facet_place ON exchange_facet (value_id, segment);
    CREATE TABLE journal_state (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      indexed_segments INTEGER NOT NULL
    ) STRICT;
    INSERT INTO journal_state VALUES (1, 0);

    CREATE TABLE exchange_hour (
      hour INTEGER NOT NULL,
      action TEXT NOT NULL,
      count INTEGER NOT NULL,
      with_findings INTEGER NOT NULL,
      PRIMARY KEY (hour, action)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE entity_hour (
      hour INTEGER NOT NULL,
      type TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (hour, type)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE hour_range (
      hour INTEGER PRIMARY KEY,
      first_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE journal_gap (
      since INTEGER NOT NULL,
      until INTEGER NOT NULL,
      dropped INTEGER NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
  `,
}
