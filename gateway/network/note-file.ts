/** Reads and writes small files between programs of different rights: nothing is followed, and nothing is left half written. */
import { constants, type Stats } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'

export interface NoteBounds {
  mostBytes: number
  /** Who has to own it; absent: whoever may write into its folder. */
  user?: number | undefined
}

export type NoteText = { ok: true; text: string } | { ok: false; reason: string; cause?: unknown }

/** null where there is none. The reason never quotes what stands in it. */
export async function readNoteFile(file: string, bounds: NoteBounds): Promise<NoteText | null> {
  try {
    // O_NONBLOCK: opening a pipe that somebody left here must not hang the start of the box.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const reason = reasonAgainst(await handle.stat(), bounds)
    return reason === null ? { ok: true, text: await handle.readFile('utf8') } : { ok: false, reason }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    if (code === 'ENOENT') return null
    return { ok: false, reason: code === 'ELOOP' ? 'it is a link' : 'it cannot be read', cause }
  }
}

/** Whole or not at all, through no link. Rejects where it cannot be written. */
export async function replaceNoteFile(file: string, text: string, mode = 0o600): Promise<void> {
  const temporary = `${file}.tmp`
  await rm(temporary, { force: true })
  await writeNew(temporary, text, mode)
  await rename(temporary, file)
}

/** O_EXCL: a link that somebody put there since is not followed (open(2)). Synced: the power may go before the next start. */
async function writeNew(file: string, text: string, mode: number): Promise<void> {
  await using handle = await open(file, 'wx', mode)
  // A umask may have taken from whoever is to read it what was meant for them.
  await handle.chmod(mode)
  await handle.writeFile(text)
  await handle.sync()
}

function reasonAgainst(facts: Stats, { user, mostBytes }: NoteBounds): string | null {
  if (!facts.isFile()) return 'it is no file'
  if (user !== undefined && facts.uid !== user) return 'another user owns it'
  if ((facts.mode & 0o022) !== 0) return 'others may write to it'
  return facts.size > mostBytes ? 'it is too long' : null
}
