/** Turns the configured retention into days by class, in the words that targets use. */
import type { Config } from '../../config/schema.ts'

export type RetentionConfig = Config['retention']

/** A class that is not listed is kept until somebody gives it a schedule, and the plan says so. */
export function scheduleOf({ days }: RetentionConfig): Readonly<Record<string, number>> {
  return {
    recording: days.recording,
    export: days.export,
    document: days.document,
    other: days.other,
    journal: days.journal,
    'telemetry-raw': days.telemetryRaw,
    'telemetry-minutes': days.telemetryMinutes,
    'telemetry-hours': days.telemetryHours,
  }
}
