/** Keeps accounts in the encrypted database; a code that was used stays used after a power cut. */
import type Database from 'sqlite3'
import type { AccountRole } from '../core/account/account.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { AccountTable } from './schema-accounts.ts'

/** Times are milliseconds since 1970. */
export interface StoredAccount {
  /** Of this account alone: another one that later gets its name has another. */
  id: string
  name: string
  role: AccountRole
  addedAt: number
  expiresAt: number | null
  revokedAt: number | null
  setUp: { hash: Buffer; endsAt: number } | null
  passwordHash: string | null
  totp: SealedSeed | null
  /** The last step whose code was used. */
  totpStep: number
  signedInAt: number | null
  /** May reveal personal data over the network. */
  reveals: boolean
}

export interface SealedSeed {
  sealed: Buffer
  /** Of the column key that it is sealed under. */
  period: string
}

/** What an account has beside its app. */
export interface FactorsLeft {
  recoveryCodesLeft: number
  passkeys: number
}

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface AccountRegister {
  /** Runs several calls as one: all of them or none. */
  writing<Result>(work: () => Result): Result
  /** In the order of their names. */
  list(): ({ account: StoredAccount } & FactorsLeft)[]
  byName(name: string): StoredAccount | null
  byId(id: string): StoredAccount | null
  bySetUpHash(hash: Buffer): StoredAccount | null
  /** New, or the account of its id as it is now. */
  put(account: StoredAccount): void
  /** With its recovery codes. */
  remove(id: string): void
  /** True for the first who takes this step or a later one: the code of a step counts once. */
  takeStep(id: string, step: number): boolean
  /** All of them anew. */
  setRecovery(id: string, hashes: readonly Buffer[]): void
  /** True for the first who takes this code. */
  takeRecovery(id: string, hash: Buffer): boolean
  recoveryLeft(id: string): number
}

export function createAccountRegister(database: DurableDatabase): AccountRegister {
  const one = (column: 'id' | 'name' | 'set_up_hash', value: string | Buffer) =>
    database.run((db) => {
      const row = db
        .prepare<[string | Buffer], AccountTable>(`SELECT * FROM account WHERE ${column} = ?`)
        .get(value)
      return row === undefined ? null : accountOf(row)
    })
  const change = (sql: string, ...values: (string | number | Buffer)[]) =>
    database.run((db) => db.prepare(sql).run(...values).changes)
  return {
    writing: (work) => database.transact(work),
    list: () =>
      database.run((db) =>
        db
          .prepare<[], AccountTable & { left_over: number; passkeys: number }>(listSql)
          .all()
          .map(({ left_over, passkeys, ...row }) => ({
            ...{ account: accountOf(row), recoveryCodesLeft: left_over, passkeys },
          })),
      ),
    byName: (name) => one('name', name),
    byId: (id) => one('id', id),
    bySetUpHash: (hash) => one('set_up_hash', hash),
    put: (account) => database.run((db) => void db.prepare(putSql).run(rowOf(account))),
    remove: (id) => void change('DELETE FROM account WHERE id = ?', id),
    takeStep: (id, step) =>
      change('UPDATE account SET totp_step = ? WHERE id = ? AND totp_step < ?', step, id, step) === 1,
    setRecovery: (id, hashes) => database.transact((db) => writeRecovery(db, id, hashes)),
    takeRecovery: (id, hash) =>
      change('DELETE FROM account_recovery WHERE account_id = ? AND hash = ?', id, hash) === 1,
    recoveryLeft: (id) =>
      database.run(
        (db) =>
          db
            .prepare<[string], { count: number }>(
              'SELECT count(*) AS count FROM account_recovery WHERE account_id = ?',
            )
            .get(id)?.count ?? 0,
      ),
  }
}

const listSql = `
  SELECT account.*, (SELECT count(*) FROM account_recovery WHERE account_id = account.id) AS left_over,
    (SELECT count(*) FROM passkey WHERE account_id = account.id) AS passkeys
  FROM account ORDER BY name`

const putSql = `
  INSERT INTO account (id, name, role, added_at, expires_at, revoked_at, set_up_hash, set_up_ends_at, password_hash,
    totp_sealed, totp_period, totp_step, signed_in_at, reveals)
  VALUES ($id, $name, $role, $added_at, $expires_at, $revoked_at, $set_up_hash, $set_up_ends_at, $password_hash,
    $totp_sealed, $totp_period, $totp_step, $signed_in_at, $reveals)
  ON CONFLICT (id) DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at, revoked_at = excluded.revoked_at,
    set_up_hash = excluded.set_up_hash, set_up_ends_at = excluded.set_up_ends_at, password_hash = excluded.password_hash,
    totp_sealed = excluded.totp_sealed, totp_period = excluded.totp_period, totp_step = excluded.totp_step,
    signed_in_at = excluded.signed_in_at, reveals = excluded.reveals`

function writeRecovery(db: Database.Database, id: string, hashes: readonly Buffer[]): void {
  db.prepare('DELETE FROM account_recovery WHERE account_id = ?').run(id)
  const add = db.prepare('INSERT INTO account_recovery (account_id, hash) VALUES (?, ?)')
  for (const hash of hashes) add.run(id, hash)
}

function rowOf(account: StoredAccount): AccountTable {
  const { id, name, role, setUp, passwordHash, totp, totpStep } = account
  return {
    ...{ id, name, role },
    // SQLite's integers take no fractions.
    added_at: Math.round(account.addedAt),
    expires_at: rounded(account.expiresAt),
    revoked_at: rounded(account.revokedAt),
    set_up_hash: setUp?.hash ?? null,
    set_up_ends_at: rounded(setUp?.endsAt ?? null),
    password_hash: passwordHash,
    totp_sealed: totp?.sealed ?? null,
    totp_period: totp?.period ?? null,
    totp_step: totpStep,
    signed_in_at: rounded(account.signedInAt),
    reveals: account.reveals ? 1 : 0,
  }
}

function rounded(at: number | null): number | null {
  return at === null ? null : Math.round(at)
}

function accountOf(row: AccountTable): StoredAccount {
  const { id, name, role, set_up_hash, set_up_ends_at, totp_sealed, totp_period } = row
  return {
    ...{ id, name, role },
    addedAt: row.added_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    setUp:
      set_up_hash === null || set_up_ends_at === null ? null : { hash: set_up_hash, endsAt: set_up_ends_at },
    passwordHash: row.password_hash,
    totp: totp_sealed === null || totp_period === null ? null : { sealed: totp_sealed, period: totp_period },
    totpStep: row.totp_step,
    signedInAt: row.signed_in_at,
    reveals: row.reveals === 1,
  }
}
