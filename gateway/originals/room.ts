/** What the parts of this room share: settings, what is known, what lies on the disk, and when the time of an hour is over. */
import type { OriginalContent } from '../core/original/content.ts'
import type { OriginalTerms } from '../core/original/original.ts'
import type { ResendOutcome } from '../core/original/view.ts'
import type { EntityType } from '../core/pii/entity.ts'
import type { Clock, HealthBoard, Ledger } from '../core/ports.ts'
import { periodBounds } from '../core/retention/period.ts'
import { hourMs } from '../core/units.ts'
import type { OriginalKeys } from '../keyring/original-keys.ts'
import type { Log } from '../ops/log.ts'
import type { KeptOriginal, OriginalRegister } from '../store/original-register.ts'
import type { OriginalFolder } from './folder.ts'

export interface OriginalSettings {
  /** Null: switched off, and nothing stays. */
  terms: OriginalTerms | null
  hours: number
  maxTotalBytes: number
  /** Nothing is kept while the disk has less room than this. */
  minFreeBytes: number
}

export interface OriginalParts {
  folder: OriginalFolder
  register: OriginalRegister
  keys: OriginalKeys
  ledger: Ledger
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
  settings(): OriginalSettings
  /** What the policy in force lets nobody send as it is. */
  barred(): ReadonlySet<EntityType>
  /** Sends a request as it was, and writes that down. Never rejects. */
  send(original: KeptOriginal, content: OriginalContent): Promise<ResendOutcome>
}

/**
 * When what was kept in an hour goes: counted from the hour's beginning, so that nothing is there for longer than
 * `originals.hours`. Never before the hour is over, as its key is needed until then.
 */
export function goesAt(hour: string, hours: number): number {
  const { from, until } = periodBounds(hour) ?? { from: 0, until: 0 }
  return Math.max(until, from + hours * hourMs)
}
