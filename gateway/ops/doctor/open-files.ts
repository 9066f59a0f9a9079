/** Finds files with secrets that other users of the box could read. */
import { stat } from 'node:fs/promises'

export interface OpenFile {
  path: string
  /** Permission bits, as of stat(2). */
  mode: number
}

/** Those of `files` that are open to anybody but their owner; a file that is not there is closed to all. */
export async function openFiles(files: readonly string[]): Promise<OpenFile[]> {
  const looked = await Promise.all(
    files.map(async (path) => ({ path, mode: ((await stat(path).catch(() => null))?.mode ?? 0) & 0o777 })),
  )
  return looked.filter(({ mode }) => (mode & 0o077) !== 0)
}
