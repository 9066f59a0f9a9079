/** BEFORE: journal and devices. AFTER: readings as sealed chunks, their minutes and hours, and how far each device is stored. */
import type { Migration } from '../migrate.ts'

// telemetry_device, telemetry_series: small numbers for what would otherwise stand in every row.
// telemetry_raw: a chunk per device and minute; telemetry_late: readings that came long after their minute, by hour;
// telemetry_minutes, telemetry_hours: sums of an hour. Their ids are made by telemetry-place.ts: ascending with time, so
// that new rows lie side by side and a minute of all devices costs the pages it fills, not a page a device.
// telemetry_pending: hours whose sums are to be made, or made again.
// telemetry_progress: the last reading of each spool that is stored. telemetry_gap: readings that never will be.
// telemetry_kept: how much of each period there is, so that nobody has to count a million rows.
export const telemetryMigration: Migration = {
  version: 3,
  name: 'telemetry',
  sql: `
    CREATE TABLE telemetry_device (
      number INTEGER PRIMARY KEY,
      device_id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE telemetry_series (
      device INTEGER NOT NULL,
      number INTEGER NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (device, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE telemetry_raw (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE telemetry_late (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE telemetry_minutes (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE telemetry_hours (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE telemetry_pending (
      hour INTEGER NOT NULL,
      device INTEGER NOT NULL,
      PRIMARY KEY (hour, device)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE telemetry_progress (
      device INTEGER NOT NULL,
      stream TEXT NOT NULL,
      seq INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (device, stream)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE telemetry_gap (
      id INTEGER PRIMARY KEY,
      device INTEGER NOT NULL,
      at INTEGER NOT NULL,
      lost INTEGER NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE TABLE telemetry_kept (
      class TEXT NOT NULL,
      period TEXT NOT NULL,
      items INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY (class, period)
    ) STRICT, WITHOUT ROWID;
  `,
}
