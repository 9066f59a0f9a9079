/** Notes which settings of the network a person confirmed last, so that a start of the box may put them in force without asking. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { GatewayError } from '../core/errors.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { readNote, writeNote } from '../core/network/note.ts'

/** null where nothing was confirmed yet. Throws NETWORK_NOTE_REFUSED for what is not to be followed. */
export async function readConfirmed(file: string): Promise<NetworkSettings | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw refused(file, 'it cannot be read', error)
  })
  if (text === null) return null
  const settings = readNote(text)
  if (settings === null) throw refused(file, 'it does not hold what `network confirm` writes')
  return settings
}

/** False where it cannot be written: the confirmation itself counts all the same. */
export async function writeConfirmed(file: string, settings: NetworkSettings): Promise<boolean> {
  const text = writeNote(settings)
  if (text === null) return false
  try {
    await writeFile(`${file}.tmp`, text, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
    return true
  } catch {
    return false
  }
}

function refused(file: string, reason: string, cause?: unknown): GatewayError {
  const hint =
    'Write it anew: `gatehouse network up`, try the web from a client, then `gatehouse network confirm`.'
  return new GatewayError('NETWORK_NOTE_REFUSED', { file, reason }, { hint, cause })
}
