/** Counts the 72 hours within which a breach has to be notified, so that a clock that jumps neither takes nor gives time. */
import { hourMs, minuteMs } from '../units.ts'
import type { KeptIncident } from './incident.ts'

/** GDPR Art. 33(1): "not later than 72 hours after having become aware of it". */
export const notificationMs = 72 * hourMs

export interface LegalClock {
  /** By what really passed; below 0: overdue by so much. */
  leftMs: number
  isOverdue: boolean
  /** By the box's clock alone: `notifyBy` minus now. */
  leftByClockMs: number
  /** The two differ: the box's clock was set since, or the box was off for longer than can be known. The shorter is the safe one. */
  isDoubtful: boolean
}

/** Drift and time synchronisation move a clock by seconds; what differs more was set. */
const toleratedMs = 10 * minuteMs

/** Null before it is acknowledged and after it is closed: then no clock runs. `steady` is steady time. */
export function legalClock(
  incident: Pick<KeptIncident, 'state' | 'acknowledgedAt' | 'acknowledgedSteady'>,
  now: { wall: number; steady: number },
): LegalClock | null {
  const { state, acknowledgedAt, acknowledgedSteady } = incident
  if (state !== 'acknowledged' || acknowledgedAt === null || acknowledgedSteady === null) return null
  const leftMs = Math.round(notificationMs - (now.steady - acknowledgedSteady))
  const leftByClockMs = Math.round(notificationMs - (now.wall - acknowledgedAt))
  return {
    leftMs,
    isOverdue: leftMs < 0,
    leftByClockMs,
    isDoubtful: Math.abs(leftMs - leftByClockMs) > toleratedMs,
  }
}
