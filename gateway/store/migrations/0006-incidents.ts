/** BEFORE: no incidents. AFTER: incidents with their signals, what detectors remember, legal time, and posts that wait. */
import type { Migration } from '../migrate.ts'

// incident: one that is not closed per detector and subject; `opening_noted`: whether the ledger has it.
// incident_signal: the first and the newest of each incident; it goes with its incident.
// detector_memory: one JSON value a detector, whose form is the detector's own.
// incident_time: what was counted of steady and watch time up to the box's clock `wall` (core/incident/steady-time.ts).
// webhook_post: what was not yet delivered, in the order of making.
export const incidentsMigration: Migration = {
  version: 6,
  name: 'incidents',
  sql: `
    CREATE TABLE incident (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'closed')),
      detector TEXT NOT NULL,
      subject_kind TEXT NOT NULL CHECK (subject_kind IN ('device', 'client')),
      subject_name TEXT NOT NULL,
      severity TEXT NOT NULL CHECK (severity IN ('act-now', 'act-by', 'note')),
      sentence TEXT NOT NULL,
      opened_at INTEGER NOT NULL,
      last_signal_at INTEGER NOT NULL,
      signals INTEGER NOT NULL,
      over_at INTEGER,
      acknowledged_at INTEGER,
      acknowledged_steady INTEGER,
      notify_by INTEGER,
      closed_at INTEGER,
      outcome TEXT CHECK (outcome IN ('no-breach', 'notified', 'not-required', 'ended')),
      note TEXT NOT NULL CHECK (length(note) <= 1000),
      opening_noted INTEGER NOT NULL CHECK (opening_noted IN (0, 1)),
      CHECK ((state = 'closed') = (closed_at IS NOT NULL AND outcome IS NOT NULL)),
      CHECK ((acknowledged_at IS NULL) = (notify_by IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX incident_current ON incident (detector, subject_kind, subject_name) WHERE state <> 'closed';
    CREATE INDEX incident_state ON incident (state, seq);
    CREATE INDEX incident_unnoted ON incident (seq) WHERE opening_noted = 0;

    CREATE TABLE incident_signal (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      incident_id TEXT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('alarm', 'all-clear')),
      severity TEXT NOT NULL,
      sentence TEXT NOT NULL,
      evidence TEXT NOT NULL,
      technique TEXT,
      records TEXT NOT NULL
    ) STRICT;
    CREATE INDEX incident_signal_incident ON incident_signal (incident_id, seq);

    CREATE TABLE detector_memory (
      detector TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      saved_at INTEGER NOT NULL,
      memory TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE incident_time (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      steady INTEGER NOT NULL,
      watch INTEGER NOT NULL,
      wall INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE webhook_post (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      body TEXT NOT NULL,
      attempts INTEGER NOT NULL
    ) STRICT;
  `,
}
