/** Says on the first screen that incidents wait, that a legal clock runs out, and that detectors have no room left. */
import type { Detector } from '../core/detection/signal.ts'
import { counted, lengthOfTime } from '../core/detection/words.ts'
import { legalClock } from '../core/incident/legal-clock.ts'
import type { HealthBoard, Severity } from '../core/ports.ts'
import { hourMs } from '../core/units.ts'
import type { IncidentRegister } from '../store/incident-register.ts'
import type { Timekeeper } from './timekeeper.ts'

export interface WatchfulnessParts {
  register: IncidentRegister
  detectors: readonly Detector[]
  time: Timekeeper
  health: HealthBoard
}

/** With less left, whoever has to write a notification should be writing it. */
const soonMs = 24 * hourMs

/** Throws the STORE_ errors. */
export function showState(parts: WatchfulnessParts): void {
  showOpen(parts)
  showDeadline(parts)
  showRoom(parts)
}

function showOpen({ register, health }: WatchfulnessParts): void {
  const code = 'INCIDENTS_OPEN'
  const open = register.counts().filter(({ state }) => state === 'open')
  const severity = (['act-now', 'act-by', 'note'] as const satisfies readonly Severity[]).find((word) =>
    open.some((each) => each.severity === word),
  )
  if (severity === undefined) {
    health.clear(code)
    return
  }
  const count = open.reduce((sum, each) => sum + each.count, 0)
  health.raise({
    code,
    title: `${counted(count, 'incident')} ${count === 1 ? 'waits' : 'wait'} for somebody to look at ${count === 1 ? 'it' : 'them'}.`,
    hint: 'See them with `gatehouse incident list --state open`, then acknowledge or close each.',
    severity,
  })
}

function showDeadline({ register, time, health }: WatchfulnessParts): void {
  const code = 'INCIDENT_DEADLINE'
  const now = time.moment()
  const clocks = register.acknowledged().flatMap((incident) => legalClock(incident, now) ?? [])
  // In doubt the shorter one is shown: too early a warning costs less than too late a notification.
  const left = Math.min(
    ...clocks.map((clock) => (clock.isDoubtful ? Math.min(clock.leftMs, clock.leftByClockMs) : clock.leftMs)),
  )
  if (left >= soonMs) {
    health.clear(code)
    return
  }
  const doubt = clocks.some((clock) => clock.isDoubtful)
    ? " This box's clock was set meanwhile, so look yourself when it was."
    : ''
  health.raise({
    code,
    title:
      left < 0
        ? `The 72 hours to notify a breach are over since ${lengthOfTime(-left)}.${doubt}`
        : `If it is a breach, it has to be notified within ${lengthOfTime(left)}.${doubt}`,
    hint: 'GDPR Art. 33(1). See `gatehouse incident list --state acknowledged`; close what is decided.',
    severity: 'act-now',
  })
}

function showRoom({ detectors, health }: WatchfulnessParts): void {
  const code = 'DETECTOR_FULL'
  const full = detectors.filter((detector) => detector.load().refused > 0)
  if (full.length === 0) return
  health.raise({
    code,
    title: `There are more devices or clients than can be watched one by one (${full.map(({ id }) => id).join(', ')}).`,
    hint: 'If the office has fewer, somebody uses many addresses: look at the clients in the journal.',
    severity: 'act-by',
  })
}
