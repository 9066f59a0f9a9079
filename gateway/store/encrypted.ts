/** Tells whether a database file is really encrypted, by looking at its bytes as a thief would. */
import { open } from 'node:fs/promises'

/** An open database begins with its name (sqlite.org/fileformat.html §1.3), an encrypted one with its salt. */
export async function isEncrypted(file: string): Promise<boolean> {
  await using handle = await open(file, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
  return bytesRead === 16 && !buffer.toString('latin1').startsWith('SQLite format 3')
}
