/** Reads a file that a person named: a real file only, and never more of it than is asked for. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * At most `maxBytes + 1` bytes, so that a longer file can be told by its length. Throws the file system's errors, and
 * one with code `EINVAL` for what is no regular file: devices never end, and pipes may never begin.
 */
export async function readNamedFile(path: string, maxBytes: number): Promise<Buffer> {
  // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const { size } = await handle
      .stat()
      .then((stats) => (stats.isFile() ? stats : Promise.reject(notRegular())))
    const buffer = Buffer.alloc(Math.min(size, maxBytes + 1))
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.subarray(0, length)
  } finally {
    await handle.close()
  }
}

function notRegular(): Error {
  return Object.assign(new Error('The path names no regular file.'), { code: 'EINVAL' })
}
