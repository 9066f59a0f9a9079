/** The thread that writes the vault's index: each change is on the disk before it is answered. */
import { parentPort, workerData } from 'node:worker_threads'
import type Database from 'sqlite3'
import { Secret } from '../core/secret.ts'
import { openDatabase } from './database.ts'
import { storeError } from './store-error.ts'
import type {
  VaultChange,
  VaultIndexThreadData,
  VaultOrder,
  VaultReply,
} from './vault-index-thread-client.ts'

if (parentPort === null) throw new Error('This file runs as a thread of the vault index only.')
const port = parentPort
const { file, key: keyBytes }: VaultIndexThreadData = workerData
const key = new Secret(keyBytes)

let open: { database: Database.Database; change(change: VaultChange): number } | null = null

port.on('message', (order: VaultOrder) => {
  switch (order.kind) {
    case 'close':
      closeDatabase()
      port.postMessage({ ok: true, removed: 0 } satisfies VaultReply)
      return
    case 'change':
      port.postMessage(carryOut(order.change))
      return
  }
})

function carryOut(change: VaultChange): VaultReply {
  try {
    open ??= openWriter()
    return { ok: true, removed: open.change(change) }
  } catch (error) {
    const { code, details, hint } = storeError(error, file, key)
    // A disk that came back, or another file in this place, is seen by a new connection only.
    if (code !== 'STORE_FULL') closeDatabase()
    return { ok: false, error: { code, details, hint } }
  }
}

function openWriter() {
  const database = openDatabase(file, key)
  // What a device was told is safe must outlive a power cut (sqlite.org/pragma.html#pragma_synchronous).
  database.pragma('synchronous = FULL')
  const insert = database.prepare(
    `INSERT INTO vault_object (id, source, class, period, at, bytes, sealed_bytes, header)
     VALUES (@id, @source, @class, @period, @at, @bytes, @sealed_bytes, @header)`,
  )
  const remove = database.prepare('DELETE FROM vault_object WHERE id = ?')
  const change = database.transaction((wanted: VaultChange): number => {
    for (const row of wanted.insert) insert.run({ ...row, header: Buffer.from(row.header) })
    let removed = 0
    for (const id of wanted.remove) removed += remove.run(id).changes
    return removed
  })
  return { database, change: (wanted: VaultChange) => change.immediate(wanted) }
}

function closeDatabase(): void {
  open?.database.close()
  open = null
}
