/** Makes sure that one data folder is served by one gateway, even after a crash or a power cut. */
import { closeSync, openSync } from 'node:fs'
import Database from 'sqlite3'
import { GatewayError } from '../core/errors.ts'

export interface FolderLock extends Disposable {
  release(): void
}

/**
 * Takes the lock or throws GatewayError ALREADY_RUNNING. The lock is the kernel's (SQLite's exclusive file lock):
 * it ends with the process that holds it, however that dies, so there is never a stale one to judge.
 * @param file path of the lock file; created 0600, never deleted (deleting would let two hold "the" lock)
 */
export function takeLock(file: string): FolderLock {
  closeSync(openSync(file, 'a', 0o600))
  const handle = new Database(file, { timeout: 0 })
  try {
    // With locking_mode=EXCLUSIVE the lock of the first write is kept after its transaction ends.
    handle.pragma('journal_mode = MEMORY')
    handle.pragma('locking_mode = EXCLUSIVE')
    handle.exec('BEGIN EXCLUSIVE; COMMIT')
  } catch (error) {
    handle.close()
    const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
    if (!busy) throw error
    throw new GatewayError(
      'ALREADY_RUNNING',
      { lock: file },
      {
        hint: 'Stop the other gateway first, or give this one a data folder of its own.',
        cause: error,
      },
    )
  }
  const release = () => {
    if (handle.open) handle.close()
  }
  return { release, [Symbol.dispose]: release }
}
