/** Says on the first screen how many exchanges are missing from the journal, and of which time. */
import type { Clock, HealthBoard } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import { joinGaps } from './journal-buffer.ts'
import type { Gap } from './journal-writer.ts'

export interface MissingRecords {
  /** These were lost just now. */
  add(gap: Gap): void
  /** These were lost by an earlier process. */
  recall(gap: Gap): void
  /** Takes the warning away a day after the last loss. */
  settle(): void
}

const code = 'JOURNAL_INCOMPLETE'

export function createMissingRecords(clock: Clock, health: HealthBoard): MissingRecords {
  let missing: Gap | null = null
  let lastLoss = Number.NEGATIVE_INFINITY

  function join(gap: Gap, at: number): void {
    missing = joinGaps(missing, gap)
    lastLoss = Math.max(lastLoss, at)
    health.raise({ code, ...missingWords(missing), severity: 'act-by' })
  }

  return {
    add: (gap) => join(gap, clock.monotonic()),
    recall: (gap) => join(gap, clock.monotonic() - Math.max(0, clock.now() - gap.until)),
    settle() {
      if (missing === null || clock.monotonic() - lastLoss <= dayMs) return
      missing = null
      health.clear(code)
    },
  }
}

/** How many, and of which time. */
export function missingWords({ dropped, since, until }: Gap): { title: string; hint: string } {
  return {
    title: `${dropped} exchanges are missing from the journal.`,
    hint: `See that the disk is well and has room. They were made between ${localTime(since)} and ${localTime(until)}, and handled as the policy says; they could not be written down.`,
  }
}

/** `2026-11-22 14:03:07` in the machine's own zone, as the lists of exchanges show their times. */
function localTime(millis: number): string {
  return new Date(millis).toLocaleString('sv-SE')
}
