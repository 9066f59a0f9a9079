/** Says whether files of devices can be kept now, and whether those that are listed are there. */
import { countOf, sizeOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface VaultFacts {
  freeBytes: number
  /** `ingest.minFreeBytes`: with less, files are refused. */
  minFreeBytes: number
  objects: number
  /** What the look at the start found; null where it is under way, or could not be done. */
  atStart: { missing: number; strange: number } | null
  /** Whether the configuration names somebody who can open exports. */
  hasOwner: boolean
}

/** Three checks. `facts` null: the folder or the index cannot be read. */
export function checkVault(facts: VaultFacts | null): DoctorCheck[] {
  if (facts === null) {
    return [
      {
        id: 'vault',
        title: 'Sealed files',
        state: 'fail',
        found: 'The folder of sealed files, or their index, cannot be read.',
        meaning: 'Files of devices are refused.',
        todo: 'Look at the checks of the store and of the data folder.',
      },
    ]
  }
  return [kept(facts), room(facts), owner(facts)]
}

function kept({ objects, atStart }: VaultFacts): DoctorCheck {
  const base = { id: 'vault', title: 'Sealed files' }
  if (atStart !== null && atStart.missing > 0) {
    return {
      ...base,
      state: 'fail',
      found: `${atStart.missing} of ${objects} files are missing from the disk.`,
      meaning: 'They are listed and cannot be opened.',
      todo: 'Check the disk, and put the vault folder back from your newest backup.',
    }
  }
  if (atStart !== null && atStart.strange > 0) {
    return {
      ...base,
      state: 'warn',
      found: `${atStart.strange} files on the disk are unknown to the database.`,
      meaning: 'The database may come from another time. Nothing was deleted.',
      todo: 'Put back the database that belongs to these files.',
    }
  }
  return {
    ...base,
    state: 'ok',
    found: `Kept: ${countOf(objects, 'file')}${atStart === null ? '' : ', and all of them are there'}.`,
    meaning: 'What devices send is sealed and kept.',
    todo: '',
  }
}

function room({ freeBytes, minFreeBytes }: VaultFacts): DoctorCheck {
  const base = { id: 'vault-room', title: 'Room for files' }
  const found = `${sizeOf(freeBytes)} are free; files are refused below ${sizeOf(minFreeBytes)}.`
  const todo = 'Make room on the disk, or shorten the retention of files.'
  if (freeBytes < minFreeBytes)
    return { ...base, state: 'fail', found, meaning: 'Files are refused now.', todo }
  if (freeBytes < 2 * minFreeBytes)
    return { ...base, state: 'warn', found, meaning: 'Files will be refused soon.', todo }
  return { ...base, state: 'ok', found, meaning: 'That is enough.', todo: '' }
}

function owner({ hasOwner }: VaultFacts): DoctorCheck {
  const base = { id: 'vault-owner', title: 'Owner of the files' }
  return hasOwner
    ? {
        ...base,
        state: 'ok',
        found: 'vault.recipient is set.',
        meaning: 'Exports open with its key.',
        todo: '',
      }
    : {
        ...base,
        state: 'ok',
        found: 'vault.recipient is not set.',
        meaning: 'Files can be exported for a recipient who is named each time, but none is the owner.',
        todo: 'Make a key with age-keygen, keep it away from this box, and set vault.recipient to its age1….',
      }
}
