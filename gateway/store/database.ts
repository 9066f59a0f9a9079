/** Opens one connection to the encrypted database file, with everything set that its safety rests on. */

import { closeSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'sqlite3'
import type { Secret } from '../core/secret.ts'
import { storeError } from './store-error.ts'

/**
 * A connection to `file`, made if it does not exist. Throws the STORE_ errors of `storeError`.
 *
 * What the settings promise: a killed process loses nothing that was committed; a power cut may lose the last commits
 * (those since the last checkpoint's sync) but leaves a consistent database (sqlite.org/pragma.html#pragma_synchronous,
 * WAL with NORMAL). Whoever must not lose a commit sets `synchronous=FULL` on a connection of its own.
 */
export function openDatabase(file: string, key: Secret): Database.Database {
  let database: Database.Database | undefined
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    prepareFile(file)
    database = new Database(file, { timeout: busyTimeoutMs })
    unlock(database, key)
    configure(database)
    return database
  } catch (error) {
    database?.close()
    throw storeError(error, file, key)
  }
}

/** How long a statement waits for another connection's write before it fails. */
const busyTimeoutMs = 5000

// SQLite would make the file readable for everyone (its -wal and -shm take the file's mode), and would take the rest of
// a truncated file for an empty database.
function prepareFile(file: string): void {
  const descriptor = openSync(file, 'a', 0o600)
  const { size } = fstatSync(descriptor)
  closeSync(descriptor)
  if (size > 0 && size < smallestPage)
    throw new Database.SqliteError('The file was cut off.', 'SQLITE_CORRUPT')
}

const smallestPage = 512

// The package's default cipher is its own chacha20. `legacy=4` writes the file format of SQLCipher 4 to the letter
// (AES-256-CBC, HMAC-SHA-512 a page), so that its tools open the file too. The key goes in by call, not by statement:
// statements are what gets logged.
function unlock(database: Database.Database, key: Secret): void {
  database.pragma(`cipher='sqlcipher'`)
  database.pragma('legacy=4')
  const rawKey = Buffer.from(`x'${key.reveal().toString('hex')}'`)
  database.key(rawKey)
  rawKey.fill(0)
}

function configure(database: Database.Database): void {
  // The first read: a wrong key or a foreign file shows here.
  database.prepare('SELECT count(*) FROM sqlite_schema').get()
  for (const setting of [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    // Deleted rows are overwritten; they leave the WAL only with a checkpoint that truncates.
    'secure_delete = ON',
    'foreign_keys = ON',
    // Sorting must not spill rows into a temporary file, which would not be encrypted.
    'temp_store = MEMORY',
    // Against a file that somebody crafted (sqlite.org/security.html).
    'trusted_schema = OFF',
    'cell_size_check = ON',
    // 16 MiB of WAL between checkpoints: pages that change often are then written once, not forty times.
    'wal_autocheckpoint = 4000',
    'journal_size_limit = 67108864',
    'cache_size = -16384',
  ]) {
    database.pragma(setting)
  }
}
