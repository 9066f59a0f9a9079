/** Says of which times exchanges are missing from the journal, beside an answer that goes by it. */
import type { JournalGap } from '../api/services.ts'
import { timeOfDay } from './times.ts'

export function missingLines(missing: readonly JournalGap[]): string[] {
  if (missing.length === 0) return []
  const dropped = missing.reduce((sum, gap) => sum + gap.dropped, 0)
  const times = missing.slice(0, 3).map(({ since, until }) => `${timeOfDay(since)} to ${timeOfDay(until)}`)
  const more = missing.length > times.length ? ` and ${missing.length - times.length} more times` : ''
  return [
    '',
    `Not in these numbers: ${dropped} exchanges that could not be written down (${times.join(', ')}${more}).`,
    'They were handled as the policy said. `gatehouse doctor` looks at the disk.',
  ]
}
