/** The few file operations the keyring is built from, so that a test can stop the power between any two of them. */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { GatewayError } from '../core/errors.ts'

/** A file as it was found: facts and bytes come from one open descriptor, so nobody can swap it in between. */
export interface FoundFile {
  /** Empty where `regular` is false. */
  bytes: Buffer
  /** False for links, directories, pipes and devices. */
  regular: boolean
  /** Permission bits. */
  mode: number
  /** Owner's user id. */
  uid: number
}

/**
 * What the keyring needs of a file system. Synchronous on purpose: a key has to be durable before its first use, and
 * keys are made a few times a month. All methods throw the system's error, save where null or nothing is documented.
 */
export interface FileLayer {
  /** Null where nothing is there. */
  read(path: string): FoundFile | null
  /** Creates or truncates, mode 0600; not durable before `sync`. */
  write(path: string, bytes: Uint8Array): void
  sync(path: string): void
  /** Replaces `to` in one step; not durable before `syncDirectory`. */
  rename(from: string, to: string): void
  syncDirectory(path: string): void
  /** Does nothing where nothing is there. */
  remove(path: string): void
  /** Names in a directory; empty where it does not exist. */
  list(path: string): string[]
  /** Creates the directory and its parents, mode 0700; does nothing where it is there. */
  makeDirectory(path: string): void
}

export const nodeFiles = {
  read: readFound,
  write(path, bytes) {
    writeFileSync(path, bytes, { mode: 0o600 })
  },
  sync(path) {
    syncDescriptor(openSync(path, constants.O_RDWR | constants.O_NOFOLLOW))
  },
  rename: renameSync,
  syncDirectory(path) {
    syncDescriptor(openSync(path, constants.O_RDONLY | constants.O_DIRECTORY))
  },
  remove(path) {
    rmSync(path, { force: true })
  },
  list(path) {
    try {
      return readdirSync(path)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return []
      throw error
    }
  },
  makeDirectory(path) {
    if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) this.syncDirectory(dirname(path))
  },
} satisfies FileLayer

/** The system's error word (`ENOSPC`), or '' for an error of another kind. */
function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Thrown by `replaceFile` where the new file stands in its place, but nobody knows whether it would survive a power cut. */
export class NotDurableError extends Error {
  override readonly name = 'NotDurableError'
}

/**
 * Puts `bytes` in the place of `path` so that a power cut at any moment leaves the old file or the new one.
 * Throws KEYRING_UNWRITABLE; where its cause is a NotDurableError the new file took its place, otherwise the old stands.
 */
export function replaceFile(files: FileLayer, path: string, bytes: Uint8Array): void {
  changing(path, () => {
    const temporary = `${path}.tmp`
    files.write(temporary, bytes)
    files.sync(temporary)
    files.rename(temporary, path)
    try {
      files.syncDirectory(dirname(path))
    } catch (error) {
      throw new NotDurableError('The directory could not be synced.', { cause: error })
    }
  })
}

/** Runs file operations and turns the system's errors into KEYRING_UNWRITABLE for `path`. */
export function changing<T>(path: string, operations: () => T): T {
  try {
    return operations()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    const reason = errorCode(cause) || errorCode((cause as Error).cause) || 'unknown'
    const hint = 'Make room on the disk and see that the keys folder can be written.'
    throw new GatewayError('KEYRING_UNWRITABLE', { path, reason }, { hint, cause })
  }
}

function readFound(path: string): FoundFile | null {
  let descriptor: number
  try {
    // O_NONBLOCK: opening a pipe that somebody left here must not hang the start.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    if (errorCode(error) === 'ELOOP') return { bytes: Buffer.alloc(0), regular: false, mode: 0, uid: -1 }
    throw error
  }
  try {
    const { mode, uid } = fstatSync(descriptor)
    const regular = (mode & constants.S_IFMT) === constants.S_IFREG
    return { bytes: regular ? readFileSync(descriptor) : Buffer.alloc(0), regular, mode: mode & 0o7777, uid }
  } finally {
    closeSync(descriptor)
  }
}

function syncDescriptor(descriptor: number): void {
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
