/** A connection for what must not be lost: every commit is on the disk when it returns. */
import Database from 'sqlite3'
import type { Secret } from '../core/secret.ts'
import { openDatabase } from './database.ts'
import { storeError } from './store-error.ts'

export interface DurableDatabase extends Disposable {
  readonly file: string
  /** Runs work on the connection, opened when first needed. Throws the STORE_ errors; other errors pass unchanged. */
  run<Result>(work: (database: Database.Database) => Result): Result
  /** The same, all of it or nothing; inside another transaction it is a part of that. */
  transact<Result>(work: (database: Database.Database) => Result): Result
}

export interface DurableDatabaseOptions {
  file: string
  key: Secret
  /** Opens the file; a test of what the disk remembers opens it without encryption. */
  open?(file: string, key: Secret): Database.Database
}

/** The file has to be migrated already: `openStore` does that. */
export function openDurableDatabase(options: DurableDatabaseOptions): DurableDatabase {
  return new LazyDatabase(options)
}

class LazyDatabase implements DurableDatabase {
  readonly file: string
  readonly #key: Secret
  readonly #open: (file: string, key: Secret) => Database.Database
  #database: Database.Database | null = null

  constructor({ file, key, open = openDatabase }: DurableDatabaseOptions) {
    this.file = file
    this.#key = key
    this.#open = open
  }

  run<Result>(work: (database: Database.Database) => Result): Result {
    try {
      this.#database ??= this.#openFull()
      return work(this.#database)
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error
      const failure = storeError(error, this.file, this.#key)
      // A disk that came back, or another file in this place, is seen by a new connection only.
      if (failure.code !== 'STORE_FULL' && this.#database?.inTransaction === false) this[Symbol.dispose]()
      throw failure
    }
  }

  transact<Result>(work: (database: Database.Database) => Result): Result {
    return this.run((database) => database.transaction(() => work(database)).immediate())
  }

  [Symbol.dispose](): void {
    this.#database?.close()
    this.#database = null
  }

  // sqlite.org/pragma.html#pragma_synchronous: in WAL mode FULL syncs the WAL after each transaction, which makes a
  // commit outlive a power cut; NORMAL does not.
  #openFull(): Database.Database {
    const database = this.#open(this.file, this.#key)
    database.pragma('synchronous = FULL')
    // Tokens are keyed at random: under a long stream of them any cache fills up and stays full, and finds little.
    database.pragma('cache_size = -4096')
    return database
  }
}
