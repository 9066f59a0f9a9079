/** A ledger in a folder of its own, and the same file as a tamperer with the database key sees it. */
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import type { Clock } from '../../gateway/core/ports.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openStore } from '../../gateway/store/store.ts'
import { folder, watchedHealth } from './fixture.ts'
import { key } from './records.ts'

export const seed = new Secret(Buffer.alloc(32, 9))

/** A clock that goes on by a second each time it is asked. */
export function steppingClock(from = Date.UTC(2026, 10, 22)): Clock {
  let now = from
  return { now: () => (now += 1000), monotonic: () => now }
}

/** The database with all its tables, and a durable connection to it. */
export async function migrated(file = join(folder(), 'gatehouse.db')) {
  await using store = await openStore({ file, key, clock: steppingClock(), health: watchedHealth() })
  if (store.failure !== null) throw store.failure
  const database = openDurableDatabase({ file, key })
  onTestFinished(() => database[Symbol.dispose]())
  return database
}

export async function openTestLedger(file?: string, clock = steppingClock()) {
  const database = await migrated(file)
  return { database, file: database.file, ledger: openLedger({ database, seed, clock }) }
}

export function note(subject: string, change: Partial<LedgerNote> = {}): LedgerNote {
  return { action: 'device.added', actor: 'box', subject, facts: { count: 1 }, ...change }
}
