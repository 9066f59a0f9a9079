/** The folder of sealed files: written under another name, synced, then put in their place in one step. */
import { constants, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import { timedIdForm } from '../core/timed-id.ts'

/** One blob on its way in. */
export interface BlobWriter {
  /** Throws VAULT_FULL, VAULT_UNWRITABLE. */
  write(bytes: Uint8Array): Promise<void>
  /** When it resolves, the blob outlives a power cut under its name. Throws as `write`; then nothing is left. */
  commit(): Promise<void>
  /** Gives the space back. */
  discard(): Promise<void>
}

export interface BlobReader extends AsyncDisposable {
  readonly bytes: number
  /** Fewer bytes than asked for where the blob ends before. The returned bytes lie in `into`. */
  read(into: Uint8Array, at: number): Promise<Uint8Array>
}

/** Blobs lie in `blobs/<xx>/<id>`; `xx` are the id's last two digits, since its first ones are the time. */
export interface BlobFolder {
  begin(id: string): Promise<BlobWriter>
  /** Null where there is no such blob. Throws VAULT_UNWRITABLE where the disk does not give it. */
  open(id: string): Promise<BlobReader | null>
  /** Durable. Blobs that are gone already are no error; returns how many were there. */
  remove(ids: readonly string[]): Promise<number>
  /** Takes away what a crash left half written. Only while nothing is being written. Returns how many. */
  removeUnfinished(): Promise<number>
  /** The ids of blobs, one list per folder. */
  list(): AsyncGenerator<string[]>
  freeBytes(): Promise<number>
}

/** The folder is made (mode 0700) with the first blob: a disk that is read-only now may be put right later. */
export function createBlobFolder(directory: string): BlobFolder {
  const [blobs, incoming] = [join(directory, 'blobs'), join(directory, 'incoming')]
  const folderOf = (id: string) => join(blobs, id.slice(-2))
  const pathOf = (id: string) => join(folderOf(id), id)
  const known = new Set<string>()

  async function makeFolder(folder: string): Promise<void> {
    if (known.has(folder)) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // Also where it was there: whoever made it may have died before this.
    await syncDirectory(dirname(folder))
    known.add(folder)
  }

  return {
    begin: (id) =>
      reported(directory, async () => {
        // Somebody who tidied up by hand must not stop uploads until the next start.
        if (!existsSync(incoming) || !existsSync(blobs)) known.clear()
        const temporary = join(incoming, id)
        await makeFolder(incoming)
        const handle = await open(temporary, newFile, 0o600)
        return createWriter({
          handle,
          directory,
          temporary,
          async place() {
            const folder = folderOf(id)
            await makeFolder(blobs)
            await makeFolder(folder)
            await rename(temporary, pathOf(id))
            await syncDirectory(folder)
          },
          unplace: () => rm(pathOf(id), { force: true }),
        })
      }),
    open: (id) => reported(directory, () => openReader(pathOf(id))),
    remove: (ids) =>
      reported(directory, async () => {
        let removed = 0
        const folders = new Set<string>()
        for (const id of ids) {
          if (await removeIfThere(pathOf(id))) removed++
          folders.add(folderOf(id))
        }
        for (const folder of folders) await syncDirectory(folder).catch(unlessMissing)
        return removed
      }),
    removeUnfinished: () =>
      reported(directory, async () => {
        const names = await namesIn(incoming)
        for (const name of names) await rm(join(incoming, name), { force: true })
        return names.length
      }),
    async *list() {
      for (const folder of await namesIn(blobs)) {
        const names = await namesIn(join(blobs, folder))
        const ids = names.filter((name) => timedIdForm.test(name) && name.endsWith(folder))
        if (ids.length > 0) yield ids
      }
    },
    freeBytes: () =>
      reported(directory, async () => {
        await makeFolder(directory)
        const { bavail, bsize } = await statfs(directory)
        return bavail * bsize
      }),
  }
}

// Never over a file that exists, never through a link.
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

interface WriterParts {
  handle: FileHandle
  directory: string
  temporary: string
  place(): Promise<void>
  unplace(): Promise<void>
}

function createWriter({ handle, directory, temporary, place, unplace }: WriterParts): BlobWriter {
  let isOpen = true
  const close = async () => {
    if (isOpen) await handle.close().catch(() => undefined)
    isOpen = false
  }
  const discard = async () => {
    await close()
    await rm(temporary, { force: true }).catch(() => undefined)
  }
  return {
    discard,
    write: (bytes) => reported(directory, () => writeAll(handle, bytes)),
    async commit() {
      try {
        await reported(directory, async () => {
          await handle.sync()
          await close()
          await place()
        })
      } catch (error) {
        await discard()
        await unplace().catch(() => undefined)
        throw error
      }
    },
  }
}

/** A disk that is almost full takes a part before it says so. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; )
    from += (await handle.write(bytes, from, bytes.length - from)).bytesWritten
}

async function openReader(path: string): Promise<BlobReader | null> {
  let handle: FileHandle
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    return unlessMissing(error)
  }
  const { size } = await handle.stat()
  return {
    bytes: size,
    async read(into, at) {
      let length = 0
      while (length < into.length) {
        const { bytesRead } = await handle.read(into, length, into.length - length, at + length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      return into.subarray(0, length)
    },
    [Symbol.asyncDispose]: () => handle.close(),
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // Not made yet, or something that is no folder and not ours.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw error
  }
}

async function removeIfThere(path: string): Promise<boolean> {
  try {
    await rm(path)
    return true
  } catch (error) {
    unlessMissing(error)
    return false
  }
}

function unlessMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

async function syncDirectory(path: string): Promise<void> {
  await using handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  await handle.sync()
}

/** Turns the system's errors into VAULT_FULL and VAULT_UNWRITABLE. */
async function reported<Result>(directory: string, operations: () => Promise<Result>): Promise<Result> {
  try {
    return await operations()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    const code = codeOf(cause)
    const full = code === 'ENOSPC' || code === 'EDQUOT'
    throw new GatewayError(
      full ? 'VAULT_FULL' : 'VAULT_UNWRITABLE',
      { directory, code },
      {
        hint: full
          ? 'Make room on the disk, or shorten the retention of files.'
          : 'See that the disk is mounted for writing and that the folder belongs to the user that runs Gatehouse.',
        cause,
      },
    )
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
