/** Turns the configured retention into days by class: classes are called as the configuration calls them. */
import type { Config } from '../../config/schema.ts'

export type RetentionConfig = Config['retention']

/**
 * A class that is not listed is kept until somebody gives it a schedule, and the plan says so. Originals are kept for hours
 * (`originals.hours`): their periods end when they are due.
 */
export function scheduleOf({ days }: RetentionConfig): Readonly<Record<string, number>> {
  return { ...days, original: 0 }
}
