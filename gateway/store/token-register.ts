/** Keeps tokens in the database: writes them with their owners, finds and deletes them; values are sealed before. */
import type { Database, Statement } from 'sqlite3'
import { deleteInSteps } from './forgetting.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { TokenTable } from './schema-tokens.ts'

/** A token as it lies in the database. */
export type TokenRow = Omit<TokenTable, 'seq'> & { seq: number }
export type NewToken = Omit<TokenTable, 'seq'>

/** What is kept for one destination group in one period. */
export interface TokenCount {
  period: string
  destinationGroup: string
  tokens: number
  bytes: number
}

export interface TokenTotals {
  tokens: number
  groups: number
  /** The first month; null where there is none. */
  oldest: string | null
}

/** A page of counts: those behind one place, in order of period and group. */
export interface CountPage {
  after: Pick<TokenCount, 'period' | 'destinationGroup'> | null
  limit: number
}

export interface TokenFilter {
  period?: string
  destinationGroup?: string
}

/** Codes asked for with one statement. */
const atOnce = 400
/** Rows that go with one write. */
const deletedAtOnce = 2000

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface TokenRegister {
  /** Runs several calls as one: all of them or none, with one sync. */
  writing<Result>(work: () => Result): Result
  find(code: string): TokenRow | null
  /** Of these codes those that one of the owners caused toward the group. */
  ownedBy(owners: readonly string[], destinationGroup: string, codes: readonly string[]): TokenRow[]
  /** Whoever caused them. */
  findAll(codes: readonly string[]): TokenRow[]
  add(token: NewToken): number
  own(seq: number, owner: string): void
  counts(page?: CountPage): TokenCount[]
  /** Read from the index alone. */
  totals(): TokenTotals
  /** The rows of a filter, a page at a time: those with a greater `seq`. */
  page(filter: TokenFilter, after: number, limit: number): TokenRow[]
  delete(seqs: readonly number[]): void
  /** All of a filter, in steps. Returns how many. */
  erase(filter: TokenFilter): Promise<number>
}

export function createTokenRegister(database: DurableDatabase): TokenRegister {
  const rows = (sql: string, ...values: (string | number)[]) =>
    database.run((db) => db.prepare<(string | number)[], TokenRow>(sql).all(...values))
  const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')
  return {
    writing: (work) => database.transact(work),
    find: (code) => database.run((db) => statementsOf(db).find.get(code) ?? null),
    ownedBy: (owners, group, codes) =>
      chunked(codes).flatMap((some) =>
        rows(
          `SELECT * FROM token WHERE destination_group = ? AND code IN (${marks(some)})
             AND EXISTS (SELECT 1 FROM token_owner WHERE token_seq = seq AND owner IN (${marks(owners)}))`,
          group,
          ...some,
          ...owners,
        ),
      ),
    findAll: (codes) =>
      chunked(codes).flatMap((some) => rows(`SELECT * FROM token WHERE code IN (${marks(some)})`, ...some)),
    add: (token) => database.run((db) => Number(statementsOf(db).add.run(token).lastInsertRowid)),
    own: (seq, owner) => database.run((db) => void statementsOf(db).own.run(seq, owner)),
    counts: ({ after, limit } = wholeCounts) =>
      database.run((db) =>
        db
          .prepare<[string, string, number], TokenCount>(countSql)
          .all(after?.period ?? '', after?.destinationGroup ?? '', limit),
      ),
    totals: () =>
      database.run(
        (db) => db.prepare<[], TokenTotals>(totalSql).get() ?? { tokens: 0, groups: 0, oldest: null },
      ),
    page: (filter, after, limit) => {
      const { where, values } = whereOf(filter)
      return rows(
        `SELECT * FROM token WHERE ${where} AND seq > ? ORDER BY seq LIMIT ?`,
        ...values,
        after,
        limit,
      )
    },
    delete: (seqs) =>
      database.transact((db) => {
        const statement = db.prepare('DELETE FROM token WHERE seq = ?')
        for (const seq of seqs) statement.run(seq)
      }),
    erase: (filter) => deleteInSteps(database, (db) => deleteSome(db, filter)),
  }
}

/** What is run for each new token: preparing it takes longer than running it. */
interface TokenStatements {
  find: Statement<[string], TokenRow>
  add: Statement<[NewToken]>
  own: Statement<[number, string]>
}

/** By connection: one that is opened anew has its own. */
const prepared = new WeakMap<Database, TokenStatements>()

function statementsOf(db: Database): TokenStatements {
  const known = prepared.get(db)
  if (known !== undefined) return known
  const made = {
    find: db.prepare<[string], TokenRow>('SELECT * FROM token WHERE code = ?'),
    add: db.prepare<[NewToken]>(addSql),
    own: db.prepare<[number, string]>('INSERT OR IGNORE INTO token_owner (token_seq, owner) VALUES (?, ?)'),
  }
  prepared.set(db, made)
  return made
}

function deleteSome(db: Database, filter: TokenFilter): number | null {
  const { where, values } = whereOf(filter)
  const { changes } = db
    .prepare(`DELETE FROM token WHERE seq IN (SELECT seq FROM token WHERE ${where} LIMIT ${deletedAtOnce})`)
    .run(...values)
  return changes === 0 ? null : changes
}

function whereOf({ period, destinationGroup }: TokenFilter): { where: string; values: string[] } {
  const parts = [
    ...(period === undefined ? [] : [{ sql: 'period = ?', value: period }]),
    ...(destinationGroup === undefined ? [] : [{ sql: 'destination_group = ?', value: destinationGroup }]),
  ]
  return {
    where: ['1 = 1', ...parts.map(({ sql }) => sql)].join(' AND '),
    values: parts.map(({ value }) => value),
  }
}

function chunked(codes: readonly string[]): string[][] {
  const chunks: string[][] = []
  for (let from = 0; from < codes.length; from += atOnce) chunks.push(codes.slice(from, from + atOnce))
  return chunks
}

const addSql = `
  INSERT INTO token (code, type, destination_group, period, issued_at, sealed)
  VALUES ($code, $type, $destination_group, $period, $issued_at, $sealed)`

const countSql = `
  SELECT period, destination_group AS destinationGroup, count(*) AS tokens,
    sum(length(sealed) + length(code) + length(type) + length(destination_group) + 60) AS bytes
  FROM token WHERE (period, destination_group) > (?, ?)
  GROUP BY period, destination_group ORDER BY period, destination_group LIMIT ?`

const totalSql = `
  SELECT count(*) AS tokens, count(DISTINCT destination_group) AS groups, min(period) AS oldest FROM token`

/** SQLite takes a negative limit for none. */
const wholeCounts: CountPage = { after: null, limit: -1 }
