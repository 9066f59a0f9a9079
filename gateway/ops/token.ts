/** The access token that opens page, API and metrics until accounts exist. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { diskTrouble } from './disk-trouble.ts'
import type { Log } from './log.ts'

/** 256 bits: guessing is hopeless, so a limit on failures only keeps the log short. */
const tokenBytes = 32

/** A token that can be shown once at start and compared without telling how much of a guess was right. */
export class AccessToken {
  readonly #text: string
  readonly #digest: Buffer

  constructor(text: string) {
    this.#text = text
    this.#digest = sha256(text)
  }

  /** The token itself, for the line printed at start. */
  reveal(): string {
    return this.#text
  }

  /** Compares digests of equal length in constant time, so that neither content nor length leaks. */
  matches(presented: string): boolean {
    return timingSafeEqual(this.#digest, sha256(presented))
  }

  toJSON(): string {
    return '[secret]'
  }

  toString(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}

/**
 * Reads the token from its 0600 file, or makes one there. It survives restarts, so that a Prometheus or a script
 * keeps working; deleting the file makes a new one at the next start. A file that others could read counts as
 * leaked and is replaced. Throws DATA_UNWRITABLE.
 */
export async function openAccessToken(file: string, log: Log): Promise<AccessToken> {
  const found = await readToken(file)
  if (found.state === 'good') return new AccessToken(found.text)
  const text = randomBytes(tokenBytes).toString('base64url')
  await writePrivately(file, `${text}\n`).catch((cause: unknown) => {
    throw diskTrouble(file, cause)
  })
  log.event('token.created', { file, replacedUnsafe: found.state === 'unsafe' })
  return new AccessToken(text)
}

type FoundToken = { state: 'good'; text: string } | { state: 'absent' | 'unsafe' | 'malformed' }

async function readToken(file: string): Promise<FoundToken> {
  try {
    if (((await stat(file)).mode & 0o077) !== 0) return { state: 'unsafe' }
    const text = (await readFile(file, 'utf8')).trim()
    return /^[\w-]{32,128}$/.test(text) ? { state: 'good', text } : { state: 'malformed' }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { state: 'absent' }
    throw diskTrouble(file, error)
  }
}

/** Whole or not at all: a half-written token would lock the owner out. */
async function writePrivately(file: string, text: string): Promise<void> {
  const next = `${file}.${randomBytes(4).toString('hex')}`
  const handle = await open(next, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await chmod(next, 0o600)
    await rename(next, file)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
