/** The folder of sealed originals: written under another name, synced, then put in their place in one step. */
import { constants } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { timedIdForm } from '../core/timed-id.ts'

/** Every method rejects with the system's error; an id is one of the gateway's own, checked here once more. */
export interface OriginalFolder {
  /** When it resolves, the file outlives a power cut. Never over one that exists. */
  put(id: string, bytes: Uint8Array): Promise<void>
  /** Null where there is none. */
  read(id: string): Promise<Buffer | null>
  /** Durable. What is gone already is no error. */
  remove(ids: readonly string[]): Promise<void>
  /** What lies there, half written ones among them under names that are no ids; null where the folder itself is not there. */
  names(): Promise<string[] | null>
  /** Whatever it is called; one that cannot be removed keeps none of the others. */
  removeNamed(names: readonly string[]): Promise<Removal>
  freeBytes(): Promise<number>
}

export interface Removal {
  /** Those that are still there. */
  left: readonly string[]
  /** What the system said of the first of them. */
  cause: unknown
}

// Never over a file that exists, never through a link.
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/** Made (mode 0700) with the first file. */
export function createOriginalFolder(directory: string): OriginalFolder {
  const pathOf = (id: string) => {
    if (!timedIdForm.test(id)) throw new RangeError('this is no id of an original')
    return join(directory, id)
  }

  async function removeNamed(names: readonly string[]): Promise<Removal> {
    const left: string[] = []
    let cause: unknown
    for (const name of names)
      await rm(join(directory, name), { force: true, recursive: true }).catch((error: unknown) => {
        left.push(name)
        cause ??= error
      })
    if (left.length < names.length) await syncDirectory(directory).catch(unlessMissing)
    return { left, cause }
  }

  return {
    removeNamed,
    async put(id, bytes) {
      const path = pathOf(id)
      const temporary = `${path}.part`
      await mkdir(directory, { recursive: true, mode: 0o700 })
      try {
        await writeSynced(temporary, bytes)
        await rename(temporary, path)
        await syncDirectory(directory)
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined)
        throw error
      }
    },
    async read(id) {
      try {
        return await readFile(pathOf(id), { flag: constants.O_RDONLY | constants.O_NOFOLLOW })
      } catch (error) {
        return unlessMissing(error)
      }
    },
    async remove(ids) {
      for (const id of ids) await rm(pathOf(id), { force: true })
      if (ids.length > 0) await syncDirectory(directory).catch(unlessMissing)
    },
    names: () => readdir(directory).catch((error: unknown) => unlessMissing(error)),
    async freeBytes() {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const { bavail, bsize } = await statfs(directory)
      return bavail * bsize
    },
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(path, newFile, 0o600)
  await handle.writeFile(bytes)
  await handle.sync()
}

async function syncDirectory(path: string): Promise<void> {
  await using handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  await handle.sync()
}

function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
