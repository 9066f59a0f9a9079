/** The thread that writes readings durably, so that a slow memory card never holds up a message. */
import { parentPort, workerData } from 'node:worker_threads'
import type Database from 'sqlite3'
import { Secret } from '../core/secret.ts'
import { openDatabase } from './database.ts'
import { storeError } from './store-error.ts'
import type { TelemetryOrder, TelemetryReply, TelemetryThreadData } from './telemetry-thread-client.ts'
import { createTelemetryWriter, type TelemetryWriter } from './telemetry-writer.ts'

if (parentPort === null) throw new Error('This file runs as a thread of telemetry only.')
const port = parentPort
const { file, key: keyBytes }: TelemetryThreadData = workerData
const key = new Secret(keyBytes)

let open: { database: Database.Database; writer: TelemetryWriter } | null = null

port.on('message', (order: TelemetryOrder) => port.postMessage(answer(order)))

function answer(order: TelemetryOrder): TelemetryReply {
  try {
    if (order.kind === 'close') {
      closeDatabase()
      return { ok: true, count: 0 }
    }
    open ??= openWriter()
    const count =
      order.kind === 'write' ? open.writer.write(order.batch) : open.writer.erase(order.period, order.limit)
    return { ok: true, count }
  } catch (error) {
    const { code, details, hint } = storeError(error, file, key)
    // A disk that came back, or another file in this place, is seen by a new connection only.
    if (code !== 'STORE_FULL') closeDatabase()
    return { ok: false, error: { code, details, hint } }
  }
}

function openWriter() {
  const database = openDatabase(file, key)
  // A device forgets what it is told is stored: the commit must outlive a power cut, so the WAL is synced with each one
  // (sqlite.org/pragma.html#pragma_synchronous). Once a minute this costs next to nothing.
  database.pragma('synchronous = FULL')
  // What is erased here is sealed under a key that is gone already: overwriting it as well would cost as many writes
  // as it once took, and a memory card keeps the old blocks all the same.
  database.pragma('secure_delete = FAST')
  return { database, writer: createTelemetryWriter(database) }
}

function closeDatabase(): void {
  open?.database.close()
  open = null
}
