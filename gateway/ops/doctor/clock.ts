/** Checks that the box's clock can be right: certificates, retention and legal clocks all hang on it. */
import { dayMs, minuteMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface ClockFacts {
  now: number
  builtAt: number
  written: readonly { what: string; at: number }[]
}

/** Clocks drift and are stepped by NTP; a few minutes behind one's own writing are no reason to worry anybody. */
const toleranceMs = 5 * minuteMs
/** No version of this program is meant to run ten years on; a clock that far ahead comes from a dead battery. */
const farAheadMs = 10 * 365 * dayMs

/** Compares the clock with what cannot be later than now. */
export function checkClock({ now, builtAt, written }: ClockFacts): DoctorCheck {
  const base = { id: 'clock', title: 'Clock' }
  const shown = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  const todo = 'Set the clock, best by time synchronisation: `timedatectl set-ntp true`.'
  if (now < builtAt) {
    return {
      ...base,
      state: 'fail',
      found: `The clock says ${shown}, which is before this version was made.`,
      meaning: 'Certificates of the whole web look "not yet valid", and nothing may be swept.',
      todo,
    }
  }
  if (now - builtAt > farAheadMs) {
    return {
      ...base,
      state: 'warn',
      found: `The clock says ${shown}, more than ten years after this version was made.`,
      meaning: 'Either the clock is wrong, or this version is far too old.',
      todo,
    }
  }
  const ahead = written.find((entry) => entry.at > now + toleranceMs)
  if (ahead) {
    return {
      ...base,
      state: 'fail',
      found: `The clock says ${shown}, but the ${ahead.what} was written later than that.`,
      meaning: 'The clock was set back. Retention does not run on a clock that cannot be trusted.',
      todo,
    }
  }
  return {
    ...base,
    state: 'ok',
    found: `The clock says ${shown}.`,
    meaning:
      written.length === 0
        ? 'There is nothing that was written before to compare it with.'
        : 'That fits what was written before.',
    todo: '',
  }
}
