/** The book of incidents: gathers signals into incidents, lets people acknowledge and close them, and tells everybody. */
import type { Signal } from '../core/detection/signal.ts'
import { isGatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { ClosingOutcome, KeptIncident } from '../core/incident/incident.ts'
import {
  acknowledge,
  addSignal,
  closeIncident,
  endByItself,
  openIncident,
  type Transition,
} from '../core/incident/transition.ts'
import type { LedgerAction, LedgerActor } from '../core/ledger/entry.ts'
import type { HealthBoard, Ledger } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import { isRowRefused } from '../store/incident-database.ts'
import type { IncidentRegister } from '../store/incident-register.ts'
import type { PostOccasion } from './payload.ts'
import { notPossible, unknownIncident } from './refusals.ts'
import type { Timekeeper } from './timekeeper.ts'

export interface BookOptions {
  register: IncidentRegister
  bus: EventBus
  ledger: Ledger
  time: Timekeeper
  health: HealthBoard
  log: Log
  newId(at: number): string
  /** Puts a post into the webhook's queue, within the write under way. */
  post(occasion: PostOccasion, incident: KeptIncident): void
}

export interface Book {
  /** Never throws: what cannot be written now waits, and is said on the first screen. */
  take(signals: readonly Signal[]): void
  /** Throws INCIDENT_UNKNOWN, INCIDENT_STATE and the STORE_ errors; then nothing has changed. */
  acknowledge(id: string, actor: LedgerActor): KeptIncident
  close(id: string, closing: { outcome: ClosingOutcome; note: string }, actor: LedgerActor): KeptIncident
  /** Writes what waits, notes what the ledger has not heard, and closes what ended by itself. */
  catchUp(): void
}

/** Signals that wait while the disk fails. More are counted and lost. */
const maxWaiting = 1000
const unwrittenCode = 'INCIDENTS_UNWRITTEN'

interface Change {
  occasion: PostOccasion
  incident: KeptIncident
}

export function createBook(options: BookOptions): Book {
  const { register, bus, ledger, time, health, log, newId, post } = options
  let waiting: Signal[] = []
  let dropped = 0

  function tell({ incident }: Change): void {
    const { id, state, severity, detector, subject, outcome } = incident
    log.event('incident.changed', { incident: id, state, severity })
    bus.publish('incident.changed', { id, state, at: time.moment().wall, detector, subject, outcome })
  }

  /** One signal becomes a new incident or a part of the one that is not closed; null: an all-clear of none. */
  function enter(signal: Signal): Change | null {
    const current = register.current(signal.detector, signal.subject)
    if (current === null && signal.kind === 'all-clear') return null
    const incident = current === null ? openIncident(newId(signal.at), signal) : addSignal(current, signal)
    register.put(incident, signal)
    const change: Change = { occasion: current === null ? 'opened' : 'signal', incident }
    // What is over and seen by nobody is closed in a moment: one post says both.
    if (signal.kind === 'alarm' || incident.state === 'acknowledged') post(change.occasion, incident)
    return change
  }

  function writeWaiting(): void {
    if (waiting.length === 0) return
    try {
      write(waiting)
      waiting = []
    } catch (error) {
      if (isRowRefused(error)) writeOneByOne()
      else dropped += waiting.splice(0, waiting.length - maxWaiting).length
      if (waiting.length > 0) sayUnwritten(error)
    }
    if (waiting.length === 0) health.clear(unwrittenCode)
  }

  function write(signals: readonly Signal[]): void {
    for (const change of register.writing(() => signals.map(enter))) if (change !== null) tell(change)
  }

  /** One that the database refuses for what it is must not keep the others waiting for ever. */
  function writeOneByOne(): void {
    waiting = waiting.filter((signal) => {
      try {
        write([signal])
        return false
      } catch (error) {
        if (!isRowRefused(error)) return true
        dropped++
        log.event('incident.unwritten', { waiting: waiting.length, dropped }, error)
        return false
      }
    })
  }

  function sayUnwritten(error: unknown): void {
    log.event('incident.unwritten', { waiting: waiting.length, dropped }, error)
    health.raise({
      code: unwrittenCode,
      title: `Alarms cannot be written down: ${waiting.length} wait${dropped > 0 ? `, ${dropped} are lost` : ''}.`,
      hint: 'They are written as soon as the disk can. Until then they are shown nowhere else: see the disk first.',
      severity: 'act-now',
    })
  }

  function note(action: LedgerAction, actor: LedgerActor, incident: KeptIncident): void {
    const { id, detector, severity, signals, outcome } = incident
    const facts = { detector, severity, signals, ...(outcome === null ? {} : { outcome }) }
    ledger.append({ action, actor, subject: id, facts })
  }

  /** The ledger first, as what cannot be noted is not done; then the incident with its post, in one write. */
  function change(next: KeptIncident, action: LedgerAction, actor: LedgerActor): KeptIncident {
    note(action, actor, next)
    const occasion = next.state === 'closed' ? 'closed' : 'acknowledged'
    register.writing(() => {
      register.put(next, null)
      post(occasion, next)
    })
    tell({ occasion, incident: next })
    return next
  }

  function existing(id: string): KeptIncident {
    writeWaiting()
    const incident = register.find(id)
    if (incident === null) throw unknownIncident(id)
    return incident
  }

  /** Each on its own: one that fails leaves the others, and is tried again. */
  function attempt(incident: KeptIncident, work: () => void): void {
    try {
      work()
    } catch (error) {
      log.event('incident.unnoted', { incident: incident.id }, error)
    }
  }

  function catchUp(): void {
    writeWaiting()
    try {
      for (const incident of register.unnoted())
        attempt(incident, () => {
          note('incident.opened', 'gateway', { ...incident, outcome: null })
          register.noted(incident.id)
        })
      for (const incident of register.over())
        attempt(incident, () => {
          change(endByItself(incident, time.moment().wall), 'incident.closed', 'gateway')
        })
    } catch (error) {
      // The store itself says on the first screen that it cannot be read.
      if (!isGatewayError(error)) throw error
    }
  }

  return {
    take(signals) {
      waiting.push(...signals)
      catchUp()
    },
    acknowledge: (id, actor) =>
      change(done(acknowledge(existing(id), time.moment())), 'incident.acknowledged', actor),
    close: (id, closing, actor) =>
      change(
        done(closeIncident(existing(id), { ...closing, wall: time.moment().wall })),
        'incident.closed',
        actor,
      ),
    catchUp,
  }
}

function done(transition: Transition): KeptIncident {
  if (!transition.ok) throw notPossible(transition.problem)
  return transition.incident
}
