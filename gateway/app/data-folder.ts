/** Takes the data folder for this gateway alone; on a disk that turned read-only protection goes on without it. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { HealthBoard } from '../core/ports.ts'
import { diskTrouble, errorCode, obstacleError } from '../ops/disk-trouble.ts'
import { type FolderLock, takeLock } from '../ops/lock.ts'
import { refuseObstacles } from './obstacles.ts'
import type { DataPaths } from './paths.ts'

export interface DataFolder {
  /** False on a read-only disk: then there is no control socket, and nothing new is kept. */
  readonly writable: boolean
  release(): void
}

/** What a read-only disk brings with it; the first screen names the cause alone. */
export const consequences = {
  STORE_READ_ONLY: ['DATA_READ_ONLY'],
  BLIND_INDEX_PAUSED: ['DATA_READ_ONLY'],
  TELEMETRY_NOT_STORED: [
    'DATA_READ_ONLY',
    'STORE_FULL',
    'STORE_READ_ONLY',
    'STORE_CORRUPT',
    'STORE_WRONG_KEY',
  ],
} as const

/** Throws ALREADY_RUNNING, and DATA_UNWRITABLE where a folder cannot be begun or entered. */
export async function openDataFolder(paths: DataPaths, health: HealthBoard): Promise<DataFolder> {
  refuseObstacles(paths)
  await mkdir(paths.run, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw diskTrouble(paths.run, cause)
  })
  const lock = lockData(paths)
  if (lock !== null) return { writable: true, release: () => lock.release() }
  // Nothing was ever begun here, and nothing can be.
  if (!existsSync(paths.keys)) throw obstacleError(paths.directory, 'read-only')
  health.raise({
    code: 'DATA_READ_ONLY',
    title:
      'The disk is read-only: history is not being kept, and commands do not reach the gateway. Protection goes on.',
    hint: 'A memory card that turned read-only is usually dying: make a copy, replace it, then start the gateway anew.',
    severity: 'act-now',
  })
  return { writable: false, release: () => undefined }
}

/**
 * Null on a read-only disk: nobody can write there, so there is nothing to lock. Throws ALREADY_RUNNING, and
 * DATA_UNWRITABLE for any other trouble with the lock's file.
 */
export function lockData(paths: DataPaths): FolderLock | null {
  try {
    return takeLock(paths.lock)
  } catch (error) {
    if (errorCode(error) === 'EROFS') return null
    throw diskTrouble(paths.lock, error)
  }
}
