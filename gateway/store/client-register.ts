/** Keeps the machines of the office in the database; what a person decided of one outlives a power cut. */
import type Database from 'sqlite3'
import type { ClientRecord } from '../core/client/client.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { ClientAddressTable, ClientTable } from './schema-clients.ts'

/** A machine with the addresses that it has. */
export interface StoredClient {
  client: ClientRecord
  addresses: readonly { address: string; seenAt: number }[]
}

/** Every method throws the STORE_ errors, and is durable (or did nothing) when it returns. */
export interface ClientRegister {
  load(): StoredClient[]
  /** New ones, and others as they are now; of each its addresses anew. */
  put(clients: readonly StoredClient[]): void
  delete(ids: readonly string[]): void
}

export function createClientRegister(database: DurableDatabase): ClientRegister {
  return {
    load: () => database.run(readAll),
    put(clients) {
      if (clients.length === 0) return
      database.transact((db) => {
        const sql = prepare(db)
        for (const one of clients) write(sql, one)
      })
    },
    delete(ids) {
      if (ids.length === 0) return
      database.transact((db) => {
        const sql = prepare(db)
        for (const id of ids) {
          sql.dropAddresses.run(id)
          sql.drop.run(id)
        }
      })
    },
  }
}

function prepare(db: Database.Database) {
  return {
    put: db.prepare(
      `INSERT INTO client (id, hardware, name, client_group, state, quarantined_at, first_seen_at, seen_at, decided_at, decided_by)
       VALUES (@id, @hardware, @name, @group, @state, @quarantinedAt, @firstSeenAt, @seenAt, @decidedAt, @decidedBy)
       ON CONFLICT (id) DO UPDATE SET name = @name, client_group = @group, state = @state, quarantined_at = @quarantinedAt,
         seen_at = @seenAt, decided_at = @decidedAt, decided_by = @decidedBy`,
    ),
    drop: db.prepare('DELETE FROM client WHERE id = ?'),
    dropAddresses: db.prepare('DELETE FROM client_address WHERE client_id = ?'),
    // An address has one owner: the newest.
    addAddress: db.prepare(
      'INSERT OR REPLACE INTO client_address (address, client_id, seen_at) VALUES (?, ?, ?)',
    ),
  }
}

function write(sql: ReturnType<typeof prepare>, { client, addresses }: StoredClient): void {
  sql.put.run(client)
  sql.dropAddresses.run(client.id)
  for (const { address, seenAt } of addresses) sql.addAddress.run(address, client.id, seenAt)
}

function readAll(db: Database.Database): StoredClient[] {
  const addresses = Map.groupBy(
    db.prepare<[], ClientAddressTable>('SELECT * FROM client_address ORDER BY seen_at, address').all(),
    (row) => row.client_id,
  )
  return db
    .prepare<[], ClientTable>('SELECT * FROM client ORDER BY first_seen_at, id')
    .all()
    .map((row) => ({
      client: clientOf(row),
      addresses: (addresses.get(row.id) ?? []).map(({ address, seen_at: seenAt }) => ({ address, seenAt })),
    }))
}

function clientOf(row: ClientTable): ClientRecord {
  return {
    id: row.id,
    hardware: row.hardware,
    name: row.name,
    group: row.client_group,
    state: row.state,
    quarantinedAt: row.quarantined_at,
    firstSeenAt: row.first_seen_at,
    seenAt: row.seen_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }
}
