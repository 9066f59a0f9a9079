/** Says on the first screen that originals cannot be kept now. */
import type { OriginalParts } from './room.ts'

/** What the system, SQLite and the store say of a disk that is full. */
const fullCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'STORE_FULL']

/** A disk that is read-only, broken or another's is not full. */
export function whyUnwritten(error: unknown): 'no-room' | 'not-written' {
  if (!(error instanceof Error)) return 'not-written'
  if ('code' in error && fullCodes.includes(error.code)) return 'no-room'
  return error.cause === undefined ? 'not-written' : whyUnwritten(error.cause)
}

export const pausedCode = 'ORIGINALS_PAUSED'

export function showPaused({ health, log }: Pick<OriginalParts, 'health' | 'log'>, error: unknown): void {
  log.event('original.not-kept', {}, error)
  health.raise({
    code: pausedCode,
    title: 'What requests were before they were changed cannot be kept now; they leave as always.',
    hint: 'Make room on the disk, and see that the data folder can be written and is not too slow. This goes with the first request that is kept again.',
    severity: 'act-by',
  })
}
