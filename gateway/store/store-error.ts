/** Turns what SQLite says into what an operator can act on: full, read-only, damaged, wrong key. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'sqlite3'
import { GatewayError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import { MiB } from '../core/units.ts'
import { keyFits } from './key-check.ts'

/**
 * STORE_FULL, STORE_READ_ONLY, STORE_CORRUPT, STORE_WRONG_KEY, or INTERNAL for what is none of them. SQLite's message
 * stays in `cause`. Without `key` a file that cannot be read at all counts as damaged.
 */
export function storeError(error: unknown, file: string, key?: Secret): GatewayError {
  if (error instanceof GatewayError) return error
  const code = errorCode(error)
  switch (kindOf(code, file)) {
    case 'full':
      return said('STORE_FULL', { file, code }, error)
    case 'read-only':
      return said('STORE_READ_ONLY', { file, code }, error)
    case 'misplaced':
      return new GatewayError('STORE_READ_ONLY', { file, code }, { hint: misplacedHint, cause: error })
    case 'damaged':
      return said('STORE_CORRUPT', { file, code }, error)
    case 'unreadable':
      return said(
        key !== undefined && keyFits(file, key) === 'no' ? 'STORE_WRONG_KEY' : 'STORE_CORRUPT',
        { file, code },
        error,
      )
    case 'other':
      return new GatewayError('INTERNAL', { where: 'store', code }, { cause: error })
  }
}

const hints = {
  STORE_FULL: 'Make room on the disk: history is written again by itself.',
  STORE_READ_ONLY:
    'See that the disk is mounted for writing and belongs to Gatehouse; a memory card that turned read-only is usually dying. History is written again by itself.',
  STORE_CORRUPT:
    'Stop Gatehouse, keep the file (rename it), check the disk, and put the database back from your newest backup; without one a new, empty one is made.',
  STORE_WRONG_KEY:
    'The keys folder and the database come from different times or boxes: put back the two that belong together.',
} as const

const misplacedHint =
  'Something else stands where the database should be, a folder or a link that leads nowhere: stop Gatehouse, move it away, and put the database back from your newest backup; without one a new, empty one is made.'

function said(code: keyof typeof hints, details: Record<string, string>, cause: unknown): GatewayError {
  return new GatewayError(code, details, { hint: hints[code], cause })
}

type Kind = 'full' | 'misplaced' | 'read-only' | 'damaged' | 'unreadable' | 'other'

function kindOf(code: string, file: string): Kind {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  if (code.startsWith('SQLITE_CORRUPT')) return 'damaged'
  if (code === 'SQLITE_NOTADB') return 'unreadable'
  if (['EISDIR', 'ENOENT', 'ELOOP'].includes(code)) return 'misplaced'
  const disk =
    /^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH)/.test(code) ||
    ['EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR'].includes(code)
  if (!disk) return 'other'
  // A full disk also shows as an I/O error, where SQLite could not lengthen its shared-memory file.
  return isFull(file) && !code.startsWith('SQLITE_READONLY') && isWritable(file) ? 'full' : 'read-only'
}

function isFull(file: string): boolean {
  try {
    const { bavail, bsize, ffree, files } = statfsSync(dirname(file))
    return bavail * bsize < MiB || (files > 0 && ffree === 0)
  } catch {
    return false
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}

function errorCode(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}
