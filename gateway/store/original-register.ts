/** Keeps what is known of originals: whose and where to, which file and key open one, or why it was not kept. */
import type { OriginalFacts, WhyNone } from '../core/original/original.ts'
import type { EntityType } from '../core/pii/entity.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { OriginalTable } from './schema-originals.ts'

/** What is there to be opened: `header` is locked with the key of `hour`. */
export interface LockedOriginal {
  header: Buffer
  mark: string
  sealedBytes: number
}

export interface KeptOriginal extends OriginalFacts {
  /** Who handed it over; as control knows it, not as a worker says. */
  worker: string
  /** Whose key it has: `2026-11-22T09`. */
  hour: string
  /** Null where none was kept. */
  locked: LockedOriginal | null
  /** Null where there is one; `missing` while its file is not on the disk. */
  why: WhyNone | null
  resentAt: number | null
}

export interface OriginalTotals {
  kept: number
  /** Those whose files are not on the disk any more; none of `kept`. */
  missing: number
  /** Of the newest that was kept. */
  lastHour: string | null
}

/** What was handed over by one worker. */
export interface OriginalsOfWorker {
  worker: string
  /** Of their files. */
  bytes: number
  /** Also those that were not kept. */
  listed: number
}

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface OriginalRegister {
  /** Runs several calls as one: all of them or none. */
  writing<Result>(work: () => Result): Result
  add(original: Omit<KeptOriginal, 'resentAt'>): void
  find(id: string): KeptOriginal | null
  /** Newest first; older than `before`. */
  list(query: { limit: number; before?: string }): KeptOriginal[]
  totals(): OriginalTotals
  byWorker(): OriginalsOfWorker[]
  hours(): { hour: string; items: number; bytes: number }[]
  ofHour(hour: string): KeptOriginal[]
  /** Of one worker, by when they came, which a worker does not say, as it says the ids. `kept`: those alone that have a file. */
  oldest(limit: number, of: { worker: string; kept: boolean }): KeptOriginal[]
  remove(ids: readonly string[]): number
  /** Those that were kept, also where their files are missing. */
  filed(): { id: string; isMissing: boolean }[]
  /** While their files are not on the disk nothing counts them; what opens them stays, as a disk may come back. */
  setMissing(ids: readonly string[], isMissing: boolean): void
  /** True where nobody sent it again before, or `again` says that it is meant. */
  claimResend(id: string, at: number, again: boolean): boolean
}

export function createOriginalRegister(database: DurableDatabase): OriginalRegister {
  const rows = (sql: string, ...values: (string | number)[]) =>
    database.run((db) =>
      db
        .prepare<(string | number)[], OriginalTable>(sql)
        .all(...values)
        .map(originalOf),
    )
  return {
    writing: (work) => database.transact(work),
    add: (original) => database.run((db) => void db.prepare(addSql).run(rowOf(original))),
    find: (id) => rows('SELECT * FROM original WHERE id = ?', id)[0] ?? null,
    list: ({ limit, before }) =>
      rows('SELECT * FROM original WHERE id < ? ORDER BY id DESC LIMIT ?', before ?? afterAll, limit),
    totals: () => database.run((db) => db.prepare<[], OriginalTotals>(totalsSql).get() ?? none),
    hours: () =>
      database.run((db) =>
        db
          .prepare<[], { hour: string; items: number; bytes: number }>(
            'SELECT hour, count(*) AS items, sum(sealed_bytes) AS bytes FROM original GROUP BY hour ORDER BY hour',
          )
          .all(),
      ),
    ofHour: (hour) => rows('SELECT * FROM original WHERE hour = ? ORDER BY id', hour),
    byWorker: () => database.run((db) => db.prepare<[], OriginalsOfWorker>(byWorkerSql).all()),
    oldest: (limit, { worker, kept }) =>
      rows(
        `SELECT * FROM original WHERE worker = ? AND ${kept ? 'header IS NOT NULL AND missing = 0' : 'true'} ORDER BY hour, id LIMIT ?`,
        worker,
        limit,
      ),
    remove: (ids) =>
      database.transact((db) => {
        const one = db.prepare('DELETE FROM original WHERE id = ?')
        return ids.reduce((sum, id) => sum + one.run(id).changes, 0)
      }),
    filed: () =>
      database.run((db) =>
        db
          .prepare<[], Pick<OriginalTable, 'id' | 'missing'>>(
            'SELECT id, missing FROM original WHERE header IS NOT NULL',
          )
          .all()
          .map(({ id, missing }) => ({ id, isMissing: missing === 1 })),
      ),
    setMissing: (ids, isMissing) =>
      database.transact((db) => {
        const one = db.prepare('UPDATE original SET missing = ? WHERE id = ?')
        for (const id of ids) one.run(isMissing ? 1 : 0, id)
      }),
    claimResend: (id, at, again) =>
      database.run(
        (db) =>
          db
            .prepare('UPDATE original SET resent_at = ? WHERE id = ? AND (resent_at IS NULL OR ?)')
            .run(Math.round(at), id, again ? 1 : 0).changes === 1,
      ),
  }
}

/** Ids begin with hexadecimal milliseconds. */
const afterAll = 'g'
const none: OriginalTotals = { kept: 0, missing: 0, lastHour: null }

const totalsSql = `
  SELECT count(header) FILTER (WHERE missing = 0) AS kept, count(*) FILTER (WHERE missing = 1) AS missing,
    max(hour) FILTER (WHERE header IS NOT NULL AND missing = 0) AS lastHour FROM original`

const byWorkerSql = `
  SELECT worker, sum(iif(missing, 0, sealed_bytes)) AS bytes, count(*) AS listed FROM original GROUP BY worker`

const addSql = `
  INSERT INTO original (id, worker, hour, at, client, scheme, destination, port, method, path, types, bytes, sealed_bytes, header, mark, why)
  VALUES ($id, $worker, $hour, $at, $client, $scheme, $destination, $port, $method, $path, $types, $bytes, $sealed_bytes, $header, $mark, $why)`

function rowOf({
  at,
  types,
  locked,
  ...original
}: Omit<KeptOriginal, 'resentAt'>): Omit<OriginalTable, 'resent_at' | 'missing'> {
  return {
    ...original,
    // SQLite's integers take no fractions.
    at: Math.round(at),
    types: types.join(),
    sealed_bytes: locked?.sealedBytes ?? 0,
    header: locked?.header ?? null,
    mark: locked?.mark ?? null,
  }
}

function originalOf(row: OriginalTable): KeptOriginal {
  const { types, sealed_bytes: sealedBytes, header, mark, why, missing, resent_at: resentAt, ...facts } = row
  return {
    ...facts,
    why: missing === 1 ? 'missing' : why,
    types: types === '' ? [] : (types.split(',') as EntityType[]),
    locked: header === null || mark === null ? null : { header, mark, sealedBytes },
    resentAt,
  }
}
