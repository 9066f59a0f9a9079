/** BEFORE: nothing is proposed. AFTER: what the gateway noticed and could change waits for a person's answer. */
import type { Migration } from '../migrate.ts'

// proposal: one per kind, client and host, whatever was answered, so that nobody is asked twice.
export const proposalsMigration: Migration = {
  version: 9,
  name: 'proposals',
  sql: `
    CREATE TABLE proposal (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('tunnel', 'install-root')),
      client TEXT NOT NULL,
      host TEXT NOT NULL,
      why TEXT NOT NULL CHECK (why IN ('pinned', 'own-list', 'only-this', 'no-root')),
      refused INTEGER NOT NULL,
      left_unused INTEGER NOT NULL,
      first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed')),
      answered_at INTEGER,
      correction TEXT,
      UNIQUE (kind, client, host),
      CHECK ((state = 'open') = (answered_at IS NULL)),
      CHECK ((kind = 'tunnel') = (host <> ''))
    ) STRICT;
    CREATE INDEX proposal_state ON proposal (state, seq);
    CREATE INDEX proposal_last ON proposal (last_at);
  `,
}
