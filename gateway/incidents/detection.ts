/** Lets the detectors hear the gateway's events and the time, and keeps one that fails from harming the others. */
import type { Detector, Finding, Signal } from '../core/detection/signal.ts'
import type { EventBus, GatewayEventName } from '../core/events.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import type { Timekeeper } from './timekeeper.ts'

export interface DetectionOptions {
  detectors: readonly Detector[]
  bus: EventBus
  time: Timekeeper
  health: HealthBoard
  log: Log
  /** An id for a signal at a time. */
  newId(at: number): string
  /** Takes signals at once, in the order of their making. */
  take(signals: readonly Signal[]): void
}

export interface Detection extends Disposable {
  /** Lets the detectors look at the time. */
  tick(): void
  /** How often a detector failed since the start. */
  readonly failures: ReadonlyMap<string, number>
}

/** What one call may find: a detector that says more at once has a fault, and must not fill the disk with it. */
const maxFindings = 10_000
const none: readonly Signal[] = []
/** A detector that fails at each event must not fill the log. */
const maxLogged = 10

/** Listens until it is disposed of. */
export function startDetection(options: DetectionOptions): Detection {
  const { detectors, bus, time, health, log, newId, take } = options
  const failures = new Map<string, number>()

  function look(
    detector: Detector,
    during: 'event' | 'tick',
    find: () => readonly Finding[],
  ): readonly Signal[] {
    try {
      const found = find()
      if (found.length === 0) return none
      const { wall } = time.moment()
      return found
        .slice(0, maxFindings)
        .map((finding) => ({ ...finding, id: newId(wall), at: wall, detector: detector.id }))
    } catch (error) {
      const count = (failures.get(detector.id) ?? 0) + 1
      failures.set(detector.id, count)
      if (count <= maxLogged) log.event('detector.failed', { detector: detector.id, while: during }, error)
      health.raise({
        code: 'DETECTOR_FAILED',
        title: `The detector “${detector.id}” failed: what it watches for may go unnoticed.`,
        hint: 'The others go on. Send us the log of this time; restart Gatehouse if it comes again.',
        severity: 'act-by',
      })
      return none
    }
  }

  function hand(signals: readonly Signal[]): void {
    if (signals.length === 0) return
    for (const { detector, kind, severity } of signals)
      log.event('signal.raised', { detector, kind, severity })
    take(signals)
    for (const signal of signals) bus.publish('signal.raised', signal)
  }

  const ends = detectors.flatMap((detector) =>
    (Object.keys(detector.hears) as GatewayEventName[]).map((name) => {
      // Each name has the handler of its own event; over a union of names the compiler cannot see that.
      const hear = detector.hears[name] as (event: unknown, now: number) => readonly Finding[]
      return bus.subscribe(name, (event) => {
        const signals = look(detector, 'event', () => hear(event, time.watch()))
        if (signals.length > 0) hand(signals)
      })
    }),
  )
  return {
    failures,
    tick() {
      const now = time.watch()
      hand(detectors.flatMap((detector) => look(detector, 'tick', () => detector.tick(now))))
    },
    [Symbol.dispose]() {
      for (const end of ends) end()
    },
  }
}
