/** Says in words why a file or folder of the data folder cannot be used, and what to do about it. */
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { GatewayError } from '../core/errors.ts'

/** What stands in the way. */
export type Obstacle =
  | 'file-for-folder'
  | 'folder-for-file'
  | 'dangling-link'
  | 'forbidden'
  | 'read-only'
  | 'full'
  | 'too-long'
  | 'other'

const words: Readonly<Record<Obstacle, { problem: string; hint: string }>> = {
  'file-for-folder': {
    problem: 'A file stands where a folder should be.',
    hint: 'Move the file away, or name another folder as data.directory.',
  },
  'folder-for-file': {
    problem: 'A folder stands where a file should be.',
    hint: 'Move the folder away, then start again: Gatehouse makes the file itself, or says where it comes from.',
  },
  'dangling-link': {
    problem: 'A link leads to a place that is not there.',
    hint: 'Mount the disk that the link leads to; where it is not needed any more, remove the link.',
  },
  forbidden: {
    problem: 'It belongs to another user, and this one may not use it.',
    hint: 'Run Gatehouse as the user it was begun with, or give the whole data folder to this one: chown -R USER FOLDER.',
  },
  'read-only': {
    problem: 'The disk is mounted read-only.',
    hint: 'Mount it for writing. A memory card that turned read-only is usually dying: make a copy and replace it.',
  },
  full: {
    problem: 'The disk is full.',
    hint: 'Make room on the disk (a few megabytes are enough to start), then start again.',
  },
  'too-long': {
    problem: 'It lies too deep: the path of the control socket in it may have 107 bytes at most.',
    hint: 'Choose a data folder with a shorter path (data.directory).',
  },
  other: {
    problem: 'The disk does not do what it is asked.',
    hint: 'Look at the system log (journalctl -k) for trouble with the disk, and check that it is mounted.',
  },
}

/** DATA_UNWRITABLE for a path and what the system said when it was used. */
export function diskTrouble(path: string, cause: unknown): GatewayError {
  if (cause instanceof GatewayError) return cause
  return obstacleError(path, obstacleOf(path, errorCode(cause)), cause)
}

export function obstacleError(path: string, obstacle: Obstacle, cause?: unknown): GatewayError {
  const { problem, hint } = words[obstacle]
  const code = errorCode(cause)
  return new GatewayError(
    'DATA_UNWRITABLE',
    { problem, path, reason: obstacle, ...(code === '' ? {} : { code }) },
    { hint, cause },
  )
}

/** The system's word (`ENOSPC`), or SQLite's; '' for an error of another kind. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function obstacleOf(path: string, code: string): Obstacle {
  switch (code) {
    case 'ENOTDIR':
    case 'EEXIST':
      return 'file-for-folder'
    case 'EISDIR':
      return 'folder-for-file'
    case 'ELOOP':
      return 'dangling-link'
    case 'EACCES':
    case 'EPERM':
      return 'forbidden'
    case 'EROFS':
    case 'SQLITE_READONLY':
      return 'read-only'
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return 'full'
    // Making a folder with its parents says so where a link leads nowhere, and on a read-only disk too.
    case 'ENOENT':
      return isReadOnly(nearest(path)) ? 'read-only' : 'dangling-link'
    default:
      return 'other'
  }
}

function nearest(path: string): string {
  const above = dirname(path)
  return existsSync(path) || above === path ? path : nearest(above)
}

function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return false
  } catch (error) {
    return errorCode(error) === 'EROFS'
  }
}
