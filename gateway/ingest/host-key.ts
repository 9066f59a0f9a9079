/** Keeps the key by which devices recognise the SFTP listener: made once, readable by the service alone. */
import { constants } from 'node:fs'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import { newHostKey } from './ssh.ts'

/** Ed25519, as OpenSSH writes it. Throws INGEST_KEY_UNSAFE where others can read or change the file, and the system's errors. */
export async function loadHostKey(file: string): Promise<string> {
  const found = await read(file)
  if (found !== null) return found
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.tmp`
  await rm(temporary, { force: true })
  await using handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  await handle.writeFile(newHostKey())
  await handle.sync()
  // A link fails where the name is taken: whoever made a key first has made the key.
  await link(temporary, file).catch(ifThere)
  await rm(temporary, { force: true })
  await using directory = await open(dirname(file), constants.O_RDONLY | constants.O_DIRECTORY)
  await directory.sync()
  return (await read(file)) ?? unsafe(file, 'missing')
}

async function read(file: string): Promise<string | null> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW)
    const facts = await handle.stat()
    if (!facts.isFile() || (facts.mode & 0o077) !== 0) unsafe(file, 'readable-by-others')
    return await handle.readFile('utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    if (codeOf(error) === 'ELOOP') return unsafe(file, 'not-a-file')
    throw error
  }
}

function ifThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}

function unsafe(file: string, reason: string): never {
  throw new GatewayError(
    'INGEST_KEY_UNSAFE',
    { file, reason },
    { hint: 'Make it a file of mode 0600 of its own; or remove it, and let every device trust the new key.' },
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
