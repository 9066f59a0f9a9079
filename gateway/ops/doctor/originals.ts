/** Says how many requests are kept as they were before they were changed, and until when. */
import { countOf } from '../../core/pages/words.ts'
import { minuteMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface OriginalFacts {
  isOn: boolean
  kept: number
  /** Kept, and not on the disk any more. */
  missing: number
  /** When the last of them goes; null where there is none. */
  until: number | null
  now: number
  /** Whether the last that came could not be kept. */
  isPaused: boolean
}

/** A sweep comes minutes late. */
const lateMs = 30 * minuteMs

/** None where it is switched off and nothing is left. */
export function checkOriginals({ isOn, kept, missing, until, now, isPaused }: OriginalFacts): DoctorCheck[] {
  if (!isOn && kept === 0 && missing === 0) return []
  const base = { id: 'originals', title: 'Originals' }
  if (until !== null && until + lateMs < now)
    return [
      {
        ...base,
        state: 'warn',
        found: `${countOf(kept, 'original')} of changed requests should be gone by now.`,
        meaning: 'Nobody can take them out, but their keys are still there.',
        todo: 'See why no sweep destroys them: `gatehouse sweep list`, and the check of sweeps.',
      },
    ]
  if (missing > 0)
    return [
      {
        ...base,
        state: 'warn',
        found: `${countOf(missing, 'original')} of changed requests ${missing === 1 ? 'is' : 'are'} missing: the files are not on the disk any more.`,
        meaning:
          'Nobody can open them or send them again while they are away. A purge that could not write the list leaves it so.',
        todo: 'Where the ledger notes no purge, see who can write to the data folder, and check that the disk is mounted and sound. `gatehouse originals list` names them.',
      },
    ]
  if (isPaused)
    return [
      {
        ...base,
        state: 'warn',
        found: `Originals of changed requests cannot be kept now; ${countOf(kept, 'earlier one')} ${kept === 1 ? 'is' : 'are'} there.`,
        meaning: 'Requests leave as always, and what they were before is lost.',
        todo: 'Make room on the disk, and see that the data folder can be written and is not too slow.',
      },
    ]
  return [
    {
      ...base,
      state: 'ok',
      found:
        until === null
          ? 'No original of a changed request is kept now.'
          : `${countOf(kept, 'original')} of changed requests ${kept === 1 ? 'is' : 'are'} kept, until ${new Date(until).toISOString().slice(0, 16)}Z at the latest.`,
      meaning: 'They are sealed to the owner alone: nothing on this box opens them.',
      todo: '',
    },
  ]
}
