/** Notes which settings of the network a person confirmed last, so that a start of the box may put them in force without asking. */
import { GatewayError } from '../core/errors.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { readNote, writeNote } from '../core/network/note.ts'
import { MiB } from '../core/units.ts'
import { readNoteFile, replaceNoteFile } from './note-file.ts'

// The commands run as root, and the note lies in a folder that the gateway's own user may own: whoever is that user may put there
// whatever they like, so nothing there is followed, and only what `user` wrote is believed.

/** null where nothing was confirmed yet. Throws NETWORK_NOTE_REFUSED for what is not to be followed. */
export async function readConfirmed(
  file: string,
  user = process.geteuid?.(),
): Promise<NetworkSettings | null> {
  const read = await readNoteFile(file, { user, mostBytes })
  if (read === null) return null
  if (!read.ok) throw refused(file, read.reason, read.cause)
  const settings = readNote(read.text)
  if (settings === null) throw refused(file, 'it does not hold what `network confirm` writes')
  return settings
}

/** False where it cannot be written: the confirmation itself counts all the same. */
export async function writeConfirmed(file: string, settings: NetworkSettings): Promise<boolean> {
  const text = writeNote(settings)
  if (text === null) return false
  try {
    await replaceNoteFile(file, text)
    return true
  } catch {
    return false
  }
}

/** More than any settings that a configuration could hold. */
const mostBytes = 32 * MiB

function refused(file: string, reason: string, cause?: unknown): GatewayError {
  const hint =
    'Write it anew: `gatehouse network up`, try the web from a client, then `gatehouse network confirm`.'
  return new GatewayError('NETWORK_NOTE_REFUSED', { file, reason }, { hint, cause })
}
