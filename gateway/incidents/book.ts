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

export function createBook(options: BookOptions): Book {
  return new SignalBook(options)
}

class SignalBook implements Book {
  readonly #options: BookOptions
  #waiting: Signal[] = []
  #dropped = 0

  constructor(options: BookOptions) {
    this.#options = options
  }

  take(signals: readonly Signal[]): void {
    this.#waiting.push(...signals)
    this.catchUp()
  }

  acknowledge(id: string, actor: LedgerActor): KeptIncident {
    const next = done(acknowledge(this.#existing(id), this.#options.time.moment()))
    return this.#change(next, 'incident.acknowledged', actor)
  }

  close(id: string, closing: { outcome: ClosingOutcome; note: string }, actor: LedgerActor): KeptIncident {
    const { wall } = this.#options.time.moment()
    return this.#change(
      done(closeIncident(this.#existing(id), { ...closing, wall })),
      'incident.closed',
      actor,
    )
  }

  catchUp(): void {
    const { register, time } = this.#options
    this.#writeWaiting()
    try {
      for (const incident of register.unnoted())
        this.#attempt(incident, () => {
          this.#note('incident.opened', 'gateway', { ...incident, outcome: null })
          register.noted(incident.id)
        })
      for (const incident of register.over())
        this.#attempt(incident, () => {
          this.#change(endByItself(incident, time.moment().wall), 'incident.closed', 'gateway')
        })
    } catch (error) {
      // The store itself says on the first screen that it cannot be read.
      if (!isGatewayError(error)) throw error
    }
  }

  #writeWaiting(): void {
    if (this.#waiting.length === 0) return
    try {
      this.#write(this.#waiting)
      this.#waiting = []
    } catch (error) {
      if (isRowRefused(error)) this.#writeOneByOne()
      else this.#dropped += this.#waiting.splice(0, this.#waiting.length - maxWaiting).length
      if (this.#waiting.length > 0) this.#sayUnwritten(error)
    }
    if (this.#waiting.length === 0) this.#options.health.clear(unwrittenCode)
  }

  #write(signals: readonly Signal[]): void {
    const changes = this.#options.register.writing(() => signals.map((signal) => this.#enter(signal)))
    for (const incident of changes) if (incident !== null) this.#tell(incident)
  }

  /** One that the database refuses for what it is must not keep the others waiting for ever. */
  #writeOneByOne(): void {
    this.#waiting = this.#waiting.filter((signal) => {
      try {
        this.#write([signal])
        return false
      } catch (error) {
        if (!isRowRefused(error)) return true
        this.#dropped++
        this.#logUnwritten(error)
        return false
      }
    })
  }

  /** One signal becomes a new incident or a part of the one that is not closed; null: an all-clear of none. */
  #enter(signal: Signal): KeptIncident | null {
    const { register, newId, post } = this.#options
    const current = register.current(signal.detector, signal.subject)
    if (current === null && signal.kind === 'all-clear') return null
    const incident = current === null ? openIncident(newId(signal.at), signal) : addSignal(current, signal)
    register.put(incident, signal)
    // What is over and seen by nobody is closed in a moment: one post says both.
    if (signal.kind === 'alarm' || incident.state === 'acknowledged')
      post(current === null ? 'opened' : 'signal', incident)
    return incident
  }

  #existing(id: string): KeptIncident {
    this.#writeWaiting()
    const incident = this.#options.register.find(id)
    if (incident === null) throw unknownIncident(id)
    return incident
  }

  /** The ledger first, as what cannot be noted is not done; then the incident with its post, in one write. */
  #change(next: KeptIncident, action: LedgerAction, actor: LedgerActor): KeptIncident {
    const { register, post } = this.#options
    this.#note(action, actor, next)
    register.writing(() => {
      register.put(next, null)
      post(next.state === 'closed' ? 'closed' : 'acknowledged', next)
    })
    this.#tell(next)
    return next
  }

  #note(action: LedgerAction, actor: LedgerActor, incident: KeptIncident): void {
    const { id, detector, severity, signals, outcome } = incident
    const facts = { detector, severity, signals, ...(outcome === null ? {} : { outcome }) }
    this.#options.ledger.append({ action, actor, subject: id, facts })
  }

  #tell(incident: KeptIncident): void {
    const { id, state, severity, openedAt, lastSignalAt: signalAt, detector, subject, outcome } = incident
    const { bus, log, time } = this.#options
    const at = time.moment().wall
    log.event('incident.changed', { incident: id, state, severity })
    const facts = { id, state, at, severity, openedAt, signalAt, detector, subject, outcome }
    bus.publish('incident.changed', facts)
  }

  /** Each on its own: one that fails leaves the others, and is tried again. */
  #attempt(incident: KeptIncident, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#options.log.event('incident.unnoted', { incident: incident.id }, error)
    }
  }

  #sayUnwritten(error: unknown): void {
    this.#logUnwritten(error)
    const lost = this.#dropped > 0 ? `, ${this.#dropped} are lost` : ''
    this.#options.health.raise({
      code: unwrittenCode,
      title: `Alarms cannot be written down: ${this.#waiting.length} wait${lost}.`,
      hint: 'They are written as soon as the disk can. Until then they are shown nowhere else: see the disk first.',
      severity: 'act-now',
    })
  }

  #logUnwritten(error: unknown): void {
    const counts = { waiting: this.#waiting.length, dropped: this.#dropped }
    this.#options.log.event('incident.unwritten', counts, error)
  }
}

function done(transition: Transition): KeptIncident {
  if (!transition.ok) throw notPossible(transition.problem)
  return transition.incident
}
