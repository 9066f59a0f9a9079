/** Brings a database file to the form that this version knows, step by step and never half a step. */
import { createHash } from 'node:crypto'
import type Database from 'sqlite3'
import { GatewayError } from '../core/errors.ts'

/** One step forward. Its SQL never changes once it was released: a later step corrects it. */
export interface Migration {
  version: number
  name: string
  sql: string
}

/**
 * Runs what is missing, each migration in its own transaction, in order. Returns the version reached. Throws
 * STORE_NEWER where the file knows migrations that this version does not, STORE_CORRUPT where one of its migrations is
 * not what it was, and SQLite's own errors.
 */
export function migrate(database: Database.Database, migrations: readonly Migration[], now: number): number {
  const done = appliedMigrations(database)
  const latest = migrations.at(-1)?.version ?? 0
  for (const { version, checksum } of done) {
    const known = migrations.find((migration) => migration.version === version)
    if (known === undefined) throw newer(database.name, version, latest)
    if (checksumOf(known) !== checksum) throw changed(database.name, version)
  }
  const missing = migrations.filter(({ version }) => !done.some((migration) => migration.version === version))
  for (const migration of missing) apply(database, migration, now)
  return latest
}

function apply(database: Database.Database, migration: Migration, now: number): void {
  const { version, name, sql } = migration
  const step = database.transaction(() => {
    database.exec(versionTable)
    database.exec(sql)
    database
      .prepare('INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)')
      .run(version, name, checksumOf(migration), now)
  })
  step.immediate()
}

const versionTable = `
  CREATE TABLE IF NOT EXISTS schema_migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at INTEGER NOT NULL
  ) STRICT`

function appliedMigrations(database: Database.Database): { version: number; checksum: string }[] {
  const known = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'`).get()
  if (known === undefined) return []
  return database
    .prepare<[], { version: number; checksum: string }>(
      'SELECT version, checksum FROM schema_migration ORDER BY version',
    )
    .all()
}

/** White space does not count, so that formatting a file is no change of the database. */
function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql.replace(/\s+/g, ' ').trim()).digest('hex')
}

function newer(file: string, found: number, known: number): GatewayError {
  return new GatewayError(
    'STORE_NEWER',
    { file, found, known },
    { hint: 'Start the newer Gatehouse again, or put back the database from before the update.' },
  )
}

function changed(file: string, version: number): GatewayError {
  return new GatewayError(
    'STORE_CORRUPT',
    { file, reason: 'migration-changed', version },
    {
      hint: 'Start the Gatehouse that wrote this database, or put the database back from your newest backup.',
    },
  )
}
