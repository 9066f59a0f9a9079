/** Puts new bytes in the place of a file, so that a power cut leaves either the old file whole or the new one. */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { GatewayError } from '../gateway/core/errors.ts'

/**
 * Writes beside the file, flushes, then renames over it. Mode and owner stay as they were; a new file gets 0600, and where
 * root writes it the owner of its folder, who has to read it. A link is followed, and stays. Throws CONFIG_UNWRITABLE; the old file is then untouched.
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  try {
    const target = await realpath(file).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return file
      throw error
    })
    const old = await lstat(target).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    })
    if (old !== null && !old.isFile()) throw new Error('no regular file')
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
    try {
      await writeNew(temporary, bytes, old ?? (await likeFolder(dirname(target))))
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    await syncFolder(dirname(target))
  } catch (cause) {
    const hint =
      'Look at the permissions of the file and its folder, and at the free space. The old file is as it was.'
    throw new GatewayError('CONFIG_UNWRITABLE', { file, code: codeOf(cause) }, { cause, hint })
  }
}

interface Owned {
  mode: number
  uid: number
  gid: number
}

/** Nobody but root can give a file away. */
async function likeFolder(folder: string): Promise<Owned | null> {
  if (process.geteuid?.() !== 0) return null
  const { uid, gid } = await stat(folder)
  return { mode: 0o600, uid, gid }
}

async function writeNew(path: string, bytes: Uint8Array, owned: Owned | null): Promise<void> {
  // O_EXCL: nobody else's file or link is written through.
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    await handle.writeFile(bytes)
    if (owned !== null) await keepOwner(handle, owned)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Owner first: changing it clears mode bits. */
async function keepOwner(handle: FileHandle, old: Owned): Promise<void> {
  const now = await handle.stat()
  if (now.uid !== old.uid || now.gid !== old.gid) await handle.chown(old.uid, old.gid)
  await handle.chmod(old.mode & 0o7777)
}

/** Without this a power cut can take the new name away again. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
