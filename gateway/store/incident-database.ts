/** The incidents' own connection to the database: what was written through it outlives a power cut. */
import Database from 'sqlite3'
import { isGatewayError } from '../core/errors.ts'
import { openDatabase } from './database.ts'
import type { Store } from './store.ts'
import { storeError } from './store-error.ts'

/** Both throw the STORE_ errors. `write` does all of the work or nothing; what either wrote is durable when it returns. */
export interface IncidentDatabase extends Disposable {
  use<Result>(work: (database: Database.Database) => Result): Result
  write<Result>(work: (database: Database.Database) => Result): Result
}

/** Opens its connection at the first use, so that a store that comes back is found. */
export function createIncidentDatabase(store: Pick<Store, 'file' | 'key' | 'failure'>): IncidentDatabase {
  let database: Database.Database | null = null

  function connection(): Database.Database {
    if (store.failure !== null) throw store.failure
    if (database === null) {
      database = openDatabase(store.file, store.key)
      // An alarm, or an acknowledgement that started a legal clock, must not be taken back by a power cut.
      database.pragma('synchronous = FULL')
      // A few small tables: 2 MiB hold them.
      database.pragma('cache_size = -2048')
    }
    return database
  }

  function close(): void {
    database?.close()
    database = null
  }

  function guarded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      const failure = storeError(error, store.file, store.key)
      // A disk that came back, or another file in this place, is seen by a new connection only.
      if (failure.code !== 'STORE_FULL') close()
      throw failure
    }
  }

  return {
    use: (work) => guarded(() => work(connection())),
    write: (work) =>
      guarded(() => {
        const current = connection()
        return current.transaction(() => work(current)).immediate()
      }),
    [Symbol.dispose]: close,
  }
}

/** True where the database refuses a row for what it is: to try it again could not help. */
export function isRowRefused(error: unknown): boolean {
  if (!isGatewayError(error, 'INTERNAL')) return false
  const { cause } = error
  if (cause instanceof Database.SqliteError)
    return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(cause.code)
  return cause instanceof TypeError || cause instanceof RangeError
}
