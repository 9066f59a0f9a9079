/** What a sweep needs of everything that keeps data: what is there, how to make it unreadable, and a try to read it. */
import type { KeyPlace } from '../ports.ts'
import { vaultClasses } from '../vault/object.ts'

/** All that one target keeps of one class (and source) and one period: destroyed whole or not at all. */
export interface KeptPeriod {
  /** Which target keeps it. */
  target: string
  /** Retention is set by class: `recording`, `journal`, `telemetryRaw`: as under `retention.days`. */
  class: string
  /** The device or source it belongs to, for legal holds; null where periods hold many sources. */
  source: string | null
  /** `2026`, `2026-11`, `2026-11-22` or `2026-11-22T09`, UTC. */
  period: string
  /** The period's end, milliseconds since 1970, exclusive: age counts from here. */
  until: number
  items: number
  bytes: number
  /** Keys that nothing else needs: without them every copy of the period is unreadable, wherever it lies. */
  keys: readonly KeyPlace[]
  /** How many items each of several others holds copies of, where that is known: nobody can read those any more. */
  holders?: readonly { name: string; items: number }[]
}

/** Everything that is kept, as `retention.days` calls it. */
export const keptClasses = [
  ...vaultClasses,
  'journal',
  'telemetryRaw',
  'telemetryMinutes',
  'telemetryHours',
  'client',
  'token',
] as const

/** Played by each room that keeps data. */
export interface SweepTarget {
  readonly name: string
  /** True where something is due that waits for no daily sweep. Asked each minute; absent: never. */
  isDueNow?(now: number): boolean
  inventory(): Promise<readonly KeptPeriod[]>
  /**
   * Unlinks blobs and deletes rows, durably; called after the keys are gone, and again after a crash: what is gone
   * already is no error. Returns how many items it took away.
   */
  erase(period: KeptPeriod): Promise<number>
  /** Tries to read the period with whatever keys and files there are. Null: nothing could be read. Otherwise what could. */
  readable(period: KeptPeriod): Promise<string | null>
}
