/** The thread that writes the journal, so that a slow memory card never holds up an exchange. */
import { parentPort, workerData } from 'node:worker_threads'
import type Database from 'sqlite3'
import { Secret } from '../core/secret.ts'
import { openDatabase } from './database.ts'
import type { JournalOrder, JournalReply, JournalThreadData } from './journal-thread-client.ts'
import { createJournalWriter, type JournalWriter } from './journal-writer.ts'
import { storeError } from './store-error.ts'

if (parentPort === null) throw new Error('This file runs as a thread of the journal only.')
const port = parentPort
const { file, key: keyBytes }: JournalThreadData = workerData
const key = new Secret(keyBytes)

let open: { database: Database.Database; writer: JournalWriter } | null = null

port.on('message', (order: JournalOrder) => {
  if (order.kind === 'close') {
    closeDatabase()
    port.postMessage({ ok: true, result: { written: 0, refused: 0 } } satisfies JournalReply)
    return
  }
  port.postMessage(write(order))
})

function write(order: Extract<JournalOrder, { kind: 'write' }>): JournalReply {
  try {
    open ??= openWriter()
    return { ok: true, result: open.writer.write(order.rows, order.gap) }
  } catch (error) {
    const { code, details, hint } = storeError(error, file, key)
    // A disk that came back, or another file in this place, is seen by a new connection only.
    if (code !== 'STORE_FULL') closeDatabase()
    return { ok: false, error: { code, details, hint } }
  }
}

function openWriter() {
  const database = openDatabase(file, key)
  return { database, writer: createJournalWriter(database) }
}

function closeDatabase(): void {
  open?.database.close()
  open = null
}
