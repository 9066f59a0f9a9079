/** The open database of the gateway, or, where it cannot be opened, the reason why and the way back. */
import { statSync } from 'node:fs'
import { Kysely, SqliteDialect } from 'kysely'
import type Database from 'sqlite3'
import type { ErrorCode, GatewayError } from '../core/errors.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import { openDatabase } from './database.ts'
import { keyFits, rememberKey } from './key-check.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations.ts'
import type { StoreSchema } from './schema.ts'
import { storeError } from './store-error.ts'

export interface StoreOptions {
  file: string
  /** 32 bytes, the keyring's `database` key. */
  key: Secret
  clock: Clock
  health: HealthBoard
  /** True where something else proves that this is no first run, though nothing of the database may be left. */
  begunBefore?: boolean
}

/** A gateway without its store still protects: whoever needs history looks at `failure` and goes on without. */
export interface Store extends AsyncDisposable {
  readonly file: string
  readonly key: Secret
  /** Why the store cannot be used now; null while it can. Commands throw it, the running gateway shows it. */
  readonly failure: GatewayError | null
  /** Typed SQL. Throws `failure`, or INTERNAL after closing. */
  readonly db: Kysely<StoreSchema>
  /** Tries to open again what could not be opened. True where the store is open. */
  retry(): boolean
  /** A write failed while the store was open: shown until `wrote` is called. Takes SQLite's errors as they are. */
  failed(error: unknown): GatewayError
  wrote(): void
}

/**
 * Opens the store, migrates it, and says on the health board what is wrong with it. Never throws for the state of the
 * disk or the file: STORE_FULL, STORE_READ_ONLY, STORE_CORRUPT, STORE_WRONG_KEY and STORE_NEWER are `failure`s. A
 * damaged file is left as it is.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store = new SqliteStore(options)
  store.retry()
  return store
}

class SqliteStore implements Store {
  readonly file: string
  readonly key: Secret
  readonly #clock: Clock
  readonly #health: HealthBoard
  #database: Database.Database | null = null
  #kysely: Kysely<StoreSchema> | null = null
  #failure: GatewayError | null = null
  readonly #begunBefore: boolean
  #closed = false

  constructor({ file, key, clock, health, begunBefore = false }: StoreOptions) {
    this.file = file
    this.key = key
    this.#clock = clock
    this.#health = health
    this.#begunBefore = begunBefore
  }

  get failure(): GatewayError | null {
    return this.#failure
  }

  get db(): Kysely<StoreSchema> {
    if (this.#kysely === null) throw this.#failure ?? storeError(new Error('The store is closed.'), this.file)
    return this.#kysely
  }

  retry(): boolean {
    if (this.#closed) return false
    if (this.#kysely !== null) return true
    let database: Database.Database | undefined
    try {
      const isLost = isEmpty(this.file) && (this.#begunBefore || keyFits(this.file, this.key) !== 'unknown')
      database = openDatabase(this.file, this.key)
      migrate(database, migrations, this.#clock.now())
      this.#database = database
      this.#kysely = new Kysely({ dialect: new SqliteDialect({ database }) })
      rememberKey(this.file, this.key)
      if (isLost) this.#health.raise(begunAnew)
      this.wrote()
      return true
    } catch (error) {
      database?.close()
      this.failed(error)
      return false
    }
  }

  failed(error: unknown): GatewayError {
    const failure = storeError(error, this.file, this.key)
    // A file that was put back in a damaged one's place is seen by a new connection only.
    if (failure.code === 'STORE_CORRUPT') this.#disconnect()
    if (this.#failure !== null && this.#failure.code !== failure.code) this.#health.clear(this.#failure.code)
    this.#failure = failure
    this.#health.raise({
      code: failure.code,
      title: titles[failure.code] ?? failure.message,
      hint: failure.hint ?? 'See the log for the cause.',
      severity: 'act-now',
    })
    return failure
  }

  wrote(): void {
    if (this.#failure === null) return
    this.#health.clear(this.#failure.code)
    this.#failure = null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#disconnect()
  }

  #disconnect(): void {
    this.#database?.close()
    this.#database = null
    this.#kysely = null
  }
}

function isEmpty(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0
}

/** The key is remembered, or the folder was in use, so there was one: whoever did not rename it must know that it is gone. */
const begunAnew = {
  code: 'STORE_BEGUN_ANEW',
  title: 'The database was gone, so history begins anew.',
  hint: 'If nobody moved it on purpose, check the disk and put the database back from your newest backup.',
  severity: 'act-by',
} as const

/** For an owner, who must read that protection goes on. */
const titles: Partial<Record<ErrorCode, string>> = {
  STORE_FULL: 'The disk is full: history is not being written. Protection goes on.',
  STORE_READ_ONLY: 'The disk cannot be written: history is not being kept. Protection goes on.',
  STORE_CORRUPT: 'The database is damaged: history is not being kept. Protection goes on.',
  STORE_WRONG_KEY: 'The database does not fit its key: history is not being kept. Protection goes on.',
  STORE_NEWER: 'The database is of a newer Gatehouse: history is not being kept. Protection goes on.',
  INTERNAL: 'The database does not answer: history is not being kept. Protection goes on.',
}
