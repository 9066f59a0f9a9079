/** Keeps the users of the proxy in a file of the data folder, with hashes of their passwords and never more. */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { GatewayError } from '../core/errors.ts'
import { isUserName } from '../core/login/client-name.ts'
import { errorCode } from '../ops/disk-trouble.ts'
import { isPasswordHash } from './password-hash.ts'

const userSchema = z.strictObject({
  name: z.string().refine(isUserName),
  hash: z.string().refine(isPasswordHash),
  /** Random; made anew with each password. */
  mark: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  /** Milliseconds since 1970. */
  addedAt: z.int(),
  changedAt: z.int(),
})
export type StoredUser = z.infer<typeof userSchema>

const fileSchema = z.strictObject({ version: z.literal(1), users: z.array(userSchema) })

/** Empty where there is no file yet. Throws USERS_UNREADABLE, which names the file and nothing that is in it. */
export async function readUsers(file: string): Promise<StoredUser[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8'))).users
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return []
    const hint = `Put ${file} back from a backup, or delete it and add the users anew.`
    // What cannot be parsed may be quoted in its cause.
    throw new GatewayError('USERS_UNREADABLE', { file, code: errorCode(cause) }, { hint })
  }
}

/** Durable when it resolves. Throws USERS_UNWRITABLE; the old file then stands. */
export async function writeUsers(file: string, users: readonly StoredUser[]): Promise<void> {
  const temporary = `${file}.tmp`
  try {
    await writeDurably(temporary, `${JSON.stringify({ version: 1, users }, null, 2)}\n`)
    await rename(temporary, file)
    const folder = await open(dirname(file))
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (cause) {
    const hint = 'Make room on the disk and see that the data folder can be written. Nothing was changed.'
    throw new GatewayError('USERS_UNWRITABLE', { file, code: errorCode(cause) }, { hint, cause })
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.chmod(0o600)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
