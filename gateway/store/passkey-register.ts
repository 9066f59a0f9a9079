/** Keeps passkeys of accounts in the encrypted database; what an authenticator counted stays counted after a power cut. */
import type { DurableDatabase } from './ledger-database.ts'
import type { PasskeyTable } from './schema-accounts.ts'

/** Times are milliseconds since 1970. */
export interface StoredPasskey {
  id: string
  /** By its id. */
  account: string
  /** Base64url, as the browser names it. */
  credential: string
  publicKey: Buffer
  counter: number
  /** The name of the box that it was made for. */
  rpId: string
  name: string
  transports: readonly string[]
  addedAt: number
  usedAt: number | null
}

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface PasskeyRegister {
  /** Oldest first. */
  ofAccount(account: string): StoredPasskey[]
  byCredential(credential: string): StoredPasskey | null
  /** False where the credential is somebody's already. */
  add(passkey: StoredPasskey): boolean
  /** False where there was none. */
  remove(account: string, id: string): boolean
  /** All of an account. */
  clear(account: string): void
  /** False where the counter did not grow, or the passkey is gone. One that never counts says 0 each time. */
  use(id: string, counter: number, at: number): boolean
}

export function createPasskeyRegister(database: DurableDatabase): PasskeyRegister {
  const change = (sql: string, ...values: (string | number | Buffer)[]) =>
    database.run((db) => db.prepare(sql).run(...values).changes)
  return {
    ofAccount: (account) =>
      database.run((db) =>
        db
          .prepare<[string], PasskeyTable>('SELECT * FROM passkey WHERE account_id = ? ORDER BY added_at, id')
          .all(account)
          .map(passkeyOf),
      ),
    byCredential: (credential) =>
      database.run((db) => {
        const row = db
          .prepare<[string], PasskeyTable>('SELECT * FROM passkey WHERE credential = ?')
          .get(credential)
        return row === undefined ? null : passkeyOf(row)
      }),
    add: ({ id, account, credential, publicKey, counter, rpId, name, transports, addedAt }) =>
      change(
        `INSERT INTO passkey (id, account_id, credential, public_key, counter, rp_id, name, transports, added_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential) DO NOTHING`,
        ...[id, account, credential, publicKey, counter, rpId, name, transports.join(' ')],
        Math.round(addedAt),
      ) === 1,
    remove: (account, id) => change('DELETE FROM passkey WHERE account_id = ? AND id = ?', account, id) === 1,
    clear: (account) => void change('DELETE FROM passkey WHERE account_id = ?', account),
    // WebAuthn Level 3 §7.2, step 22: where either is not zero, it has to be greater than the one before.
    use: (id, counter, at) =>
      change(
        'UPDATE passkey SET counter = ?, used_at = ? WHERE id = ? AND (counter < ? OR (counter = 0 AND ? = 0))',
        ...[counter, Math.round(at), id, counter, counter],
      ) === 1,
  }
}

function passkeyOf(row: PasskeyTable): StoredPasskey {
  const { id, account_id, credential, public_key, counter, rp_id, name, transports } = row
  return {
    ...{ id, credential, counter, name, account: account_id, publicKey: public_key, rpId: rp_id },
    transports: transports === '' ? [] : transports.split(' '),
    addedAt: row.added_at,
    usedAt: row.used_at,
  }
}
