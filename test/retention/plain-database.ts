/** A database without encryption, in which a test can look for what the disk remembers. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'sqlite3'
import { onTestFinished } from 'vitest'
import { type DurableDatabase, openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { migrate } from '../../gateway/store/migrate.ts'
import { migrations } from '../../gateway/store/migrations.ts'
import { key } from '../store/records.ts'

/** The room's own connection settings, without the key; `overwrite` is the one thing that is varied. Goes with the test. */
export function plainDatabase(overwrite: boolean): DurableDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse residue-'))
  const file = join(folder, 'plain.db')
  const database = openDurableDatabase({ file, key, open: () => openPlain(file, overwrite) })
  onTestFinished(() => {
    database[Symbol.dispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  database.run((connection) => migrate(connection, migrations, 0))
  return database
}

/** How often the words stand in the files, as somebody with the disk in hand would find them. */
export function occurrences(database: DurableDatabase, words: string): number {
  const files = [database.file, `${database.file}-wal`].filter((path) => existsSync(path))
  return files.reduce((sum, path) => sum + readFileSync(path, 'latin1').split(words).length - 1, 0)
}

export function openPlain(file: string, overwrite: boolean): Database.Database {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma(`secure_delete = ${overwrite ? 'ON' : 'OFF'}`)
  database.pragma('foreign_keys = ON')
  return database
}
