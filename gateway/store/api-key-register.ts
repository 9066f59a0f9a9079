/** Keeps API keys in the encrypted database, each as a digest alone. */
import type { DurableDatabase } from './ledger-database.ts'
import type { ApiKeyTable } from './schema-accounts.ts'

/** Times are milliseconds since 1970. */
export interface StoredApiKey {
  id: string
  name: string
  /** By id. */
  account: string
  scopes: readonly string[]
  digest: Buffer
  addedAt: number
  expiresAt: number
  revokedAt: number | null
  usedOn: string | null
}

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface ApiKeyRegister {
  /** In the order of their names. */
  list(): StoredApiKey[]
  byId(id: string): StoredApiKey | null
  byName(name: string): StoredApiKey | null
  add(key: StoredApiKey): void
  remove(id: string): void
  setRevoked(id: string, at: number): void
  setUsed(id: string, day: string): void
}

export function createApiKeyRegister(database: DurableDatabase): ApiKeyRegister {
  const one = (column: 'id' | 'name', value: string) =>
    database.run((db) => {
      const row = db.prepare<[string], ApiKeyTable>(`SELECT * FROM api_key WHERE ${column} = ?`).get(value)
      return row === undefined ? null : keyOf(row)
    })
  const change = (sql: string, ...values: (string | number)[]) =>
    database.run((db) => void db.prepare(sql).run(...values))
  return {
    list: () =>
      database.run((db) =>
        db.prepare<[], ApiKeyTable>('SELECT * FROM api_key ORDER BY name').all().map(keyOf),
      ),
    byId: (id) => one('id', id),
    byName: (name) => one('name', name),
    add: (key) => database.run((db) => void db.prepare(addSql).run(rowOf(key))),
    remove: (id) => change('DELETE FROM api_key WHERE id = ?', id),
    setRevoked: (id, at) => change('UPDATE api_key SET revoked_at = ? WHERE id = ?', Math.round(at), id),
    setUsed: (id, day) => change('UPDATE api_key SET used_on = ? WHERE id = ?', day, id),
  }
}

const addSql = `
  INSERT INTO api_key (id, name, account_id, scopes, digest, added_at, expires_at, revoked_at, used_on)
  VALUES ($id, $name, $account_id, $scopes, $digest, $added_at, $expires_at, $revoked_at, $used_on)`

function rowOf(key: StoredApiKey): ApiKeyTable {
  const { id, name, digest } = key
  return {
    ...{ id, name, digest },
    account_id: key.account,
    scopes: key.scopes.join(' '),
    // SQLite's integers take no fractions.
    added_at: Math.round(key.addedAt),
    expires_at: Math.round(key.expiresAt),
    revoked_at: key.revokedAt,
    used_on: key.usedOn,
  }
}

function keyOf(row: ApiKeyTable): StoredApiKey {
  const { id, name, digest } = row
  return {
    ...{ id, name, digest },
    account: row.account_id,
    scopes: row.scopes.split(' '),
    addedAt: row.added_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    usedOn: row.used_on,
  }
}
