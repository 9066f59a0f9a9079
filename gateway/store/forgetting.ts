/** Makes the database file forget what was deleted from it: deleting alone leaves the bytes where they were. */
import { setTimeout as delay } from 'node:timers/promises'
import type Database from 'sqlite3'
import type { DurableDatabase } from './ledger-database.ts'

/**
 * Deletes step by step, so that the gateway goes on meanwhile; each step is a transaction that returns how many rows it
 * took, or null when it found nothing more to do. Returns the sum.
 */
export async function deleteInSteps(
  database: DurableDatabase,
  step: (connection: Database.Database) => number | null,
): Promise<number> {
  let deleted = 0
  for (;;) {
    const count = database.run((connection) => {
      assertOverwrites(connection)
      return withoutSync(connection, () => connection.transaction(() => step(connection)).immediate())
    })
    if (count === null) return deleted
    deleted += count
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/**
 * `secure_delete` (set by openDatabase) overwrites deleted rows with zeros in the pages; the old pages stand in the WAL,
 * and in the database file under it, until a checkpoint that truncates. Only both together forget: measured, and shown by
 * the residue test. Vacuuming adds nothing to that: freed pages are zeros already. False where a reader stood in the way
 * for all of `patienceMs`: then the WAL still holds old pages.
 */
export async function forgetDeleted(database: DurableDatabase, patienceMs = 10_000): Promise<boolean> {
  const pauseMs = 100
  for (let waited = 0; ; waited += pauseMs) {
    const busy = database.run((connection) => {
      const [answer] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      return answer?.busy !== 0
    })
    if (!busy || waited >= patienceMs) return !busy
    await delay(pauseMs)
  }
}

/** A connection on which deleting leaves the bytes must not be taken for one that forgets. */
function assertOverwrites(connection: Database.Database): void {
  if (connection.pragma('secure_delete', { simple: true }) !== 1)
    throw new Error('This connection does not overwrite what it deletes.')
}

/**
 * A step that a power cut takes back is taken again, and the checkpoint that ends it all syncs: a sync a step would cost a
 * memory card thousands of writes. Nobody else uses the connection meanwhile, as nothing here waits.
 */
function withoutSync<Result>(connection: Database.Database, work: () => Result): Result {
  connection.pragma('synchronous = NORMAL')
  try {
    return work()
  } finally {
    connection.pragma('synchronous = FULL')
  }
}
