/** Takes the data folder for this gateway alone; on a disk that turned read-only protection goes on without it. */
import { mkdir } from 'node:fs/promises'
import { GatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import { takeLock } from '../ops/lock.ts'
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
} as const

/** Throws ALREADY_RUNNING, and DATA_UNWRITABLE where a folder cannot be begun or entered. */
export async function openDataFolder(paths: DataPaths, health: HealthBoard): Promise<DataFolder> {
  try {
    await mkdir(paths.run, { recursive: true, mode: 0o700 })
    const lock = takeLock(paths.lock)
    return { writable: true, release: () => lock.release() }
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    if (code !== 'EROFS') throw unwritable(paths.directory, code, cause)
    // Nobody can write there, so there is nothing to lock; a first start fails where it makes its keys.
    health.raise({
      code: 'DATA_READ_ONLY',
      title:
        'The disk is read-only: history is not being kept, and commands do not reach the gateway. Protection goes on.',
      hint: 'A memory card that turned read-only is usually dying: make a copy, replace it, then start the gateway anew.',
      severity: 'act-now',
    })
    return { writable: false, release: () => undefined }
  }
}

function unwritable(directory: string, code: string, cause: unknown): GatewayError {
  const hint = 'Make room on the disk, and give the folder to the user that runs Gatehouse.'
  return new GatewayError('DATA_UNWRITABLE', { directory, code }, { hint, cause })
}
