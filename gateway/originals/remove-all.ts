/** Lets all originals go, files before rows as everywhere; what cannot be removed stays in the list and is told. */
import { GatewayError } from '../core/errors.ts'
import { countOf } from '../core/pages/words.ts'
import { diskTrouble } from '../ops/disk-trouble.ts'
import type { OriginalParts } from './room.ts'

const folderAway = {
  message: '',
  details: { problem: 'The folder originals of the data folder is not there.', reason: 'away' },
  hint: 'Mount the disk that it is on, or put the folder back. Where it is gone for good, make an empty one in its place.',
}

export interface RemovedAll {
  /** Of those that were kept, so many files are gone. */
  kept: number
  /** Of those that were missing, so many can be opened by nothing that comes back. */
  missing: number
  /** Files that are still there, as far as anybody can see. */
  left: number
  /** What was in the way; null where all is gone. */
  trouble: { at: 'folder' | 'files' | 'list'; cause: unknown } | null
}

/** Throws the STORE_ errors before anything is gone; after that they are told. */
export async function removeAll({
  register,
  folder,
}: Pick<OriginalParts, 'register' | 'folder'>): Promise<RemovedAll> {
  const rows = register.filed()
  const filed = rows.map(({ id }) => id)
  let names: readonly string[]
  try {
    const found = await folder.names()
    // With no folder nothing was ever kept, or the disk that it is on is away, and comes back with all of them.
    if (found === null && rows.some(({ isMissing }) => !isMissing)) throw new FolderAway()
    names = found ?? []
  } catch (cause) {
    // Nobody knows what lies in a folder that cannot be looked into.
    return {
      kept: 0,
      missing: 0,
      left: rows.filter(({ isMissing }) => !isMissing).length,
      trouble: { at: 'folder', cause },
    }
  }
  const { left, cause } = await folder.removeNamed(names)
  const stays = new Set(left)
  const there = new Set(names)
  const kept = filed.filter((id) => there.has(id) && !stays.has(id)).length
  const stuck = left.length > 0 ? ({ at: 'files', cause } as const) : null
  try {
    const isGone = ({ id }: { id: string }) => !stays.has(id)
    for (const { hour } of register.hours())
      register.remove(
        register
          .ofHour(hour)
          .filter(isGone)
          .map(({ id }) => id),
      )
  } catch (unlisted) {
    return {
      kept,
      missing: 0,
      left: left.length,
      trouble: stuck ?? { at: 'list', cause: unlisted },
    }
  }
  const missing = filed.filter((id) => !there.has(id)).length
  return { kept, missing, left: left.length, trouble: stuck }
}

class FolderAway extends Error {}

/** Null where all is gone. */
export function unpurged({ kept, left, trouble }: RemovedAll): GatewayError | null {
  if (trouble === null) return null
  const {
    message,
    details,
    hint = '',
  } = trouble.cause instanceof FolderAway ? folderAway : diskTrouble('originals', trouble.cause)
  const gone = kept === 0 ? 'None went' : `${countOf(kept, 'original')} went`
  const there = `${countOf(left, 'file')} of the folder originals of the data folder ${left === 1 ? 'is' : 'are'} still there, and the owner’s key opens them until their hours are over.`
  const stays = {
    files: there,
    folder:
      left === 0
        ? 'nobody can look into the folder originals of the data folder, so that nobody knows what lies there.'
        : there,
    list: 'the list could not be written, and names them as missing until it can.',
  }[trouble.at]
  return new GatewayError(
    'ORIGINALS_UNPURGED',
    { purged: kept, left, reason: String(details.reason ?? 'other') },
    {
      hint: `${gone}; ${stays} ${String(details.problem ?? message)} ${hint} Then purge again.`,
      cause: trouble.cause,
    },
  )
}
