/** Notes which settings of the network a person confirmed last, so that a start of the box may put them in force without asking. */
import { constants, type Stats } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { GatewayError } from '../core/errors.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { readNote, writeNote } from '../core/network/note.ts'
import { MiB } from '../core/units.ts'

// The commands run as root, and the note lies in a folder that the gateway's own user may own: whoever is that user may put there
// whatever they like, so nothing there is followed, and only what `user` wrote is believed.

/** null where nothing was confirmed yet. Throws NETWORK_NOTE_REFUSED for what is not to be followed. */
export async function readConfirmed(
  file: string,
  user = process.geteuid?.(),
): Promise<NetworkSettings | null> {
  const text = await readOwn(file, user)
  if (text === null) return null
  const settings = readNote(text)
  if (settings === null) throw refused(file, 'it does not hold what `network confirm` writes')
  return settings
}

/** False where it cannot be written: the confirmation itself counts all the same. */
export async function writeConfirmed(file: string, settings: NetworkSettings): Promise<boolean> {
  const text = writeNote(settings)
  if (text === null) return false
  const temporary = `${file}.tmp`
  try {
    await rm(temporary, { force: true })
    await writeNew(temporary, text)
    await rename(temporary, file)
    return true
  } catch {
    return false
  }
}

/** O_EXCL: a link that somebody put there since is not followed (open(2)). Synced: the power may go before the next start. */
async function writeNew(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx', 0o600)
  await handle.writeFile(text)
  await handle.sync()
}

/** More than any settings that a configuration could hold. */
const mostBytes = 32 * MiB

async function readOwn(file: string, user: number | undefined): Promise<string | null> {
  try {
    // O_NONBLOCK: opening a pipe that somebody left here must not hang the start of the box.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const reason = reasonAgainst(await handle.stat(), user)
    if (reason !== null) throw refused(file, reason)
    return await handle.readFile('utf8')
  } catch (error) {
    if (error instanceof GatewayError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') return null
    throw refused(file, code === 'ELOOP' ? 'it is a link' : 'it cannot be read', error)
  }
}

function reasonAgainst(facts: Stats, user: number | undefined): string | null {
  if (!facts.isFile()) return 'it is no file'
  if (facts.uid !== user) return 'another user owns it'
  if ((facts.mode & 0o022) !== 0) return 'others may write to it'
  return facts.size > mostBytes ? 'it is too long' : null
}

function refused(file: string, reason: string, cause?: unknown): GatewayError {
  const hint =
    'Write it anew: `gatehouse network up`, try the web from a client, then `gatehouse network confirm`.'
  return new GatewayError('NETWORK_NOTE_REFUSED', { file, reason }, { hint, cause })
}
