/** Opens the room of incidents: detectors that listen, the book of incidents, and the webhook that tells others. */

import { createFirstCardDataDetector } from '../core/detection/first-card-data.ts'
import type { Detector } from '../core/detection/signal.ts'
import { createSilenceDetector } from '../core/detection/silence.ts'
import { isGatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { ClosingOutcome, KeptIncident } from '../core/incident/incident.ts'
import { type IncidentDetails, type IncidentPage, type IncidentView, viewOf } from '../core/incident/view.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { Clock, HealthBoard, Ledger } from '../core/ports.ts'
import { secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import { createIncidentDatabase } from '../store/incident-database.ts'
import { createIncidentMemory } from '../store/incident-memory.ts'
import { createIncidentOutbox } from '../store/incident-outbox.ts'
import { createIncidentRegister, type IncidentQuery } from '../store/incident-register.ts'
import type { Store } from '../store/store.ts'
import { createBook } from './book.ts'
import type { WebhookSettings } from './deliver.ts'
import { startDetection } from './detection.ts'
import { createRemembering } from './remembering.ts'
import { createTimekeeper } from './timekeeper.ts'
import { showState } from './watchfulness.ts'
import { createWebhook, type WebhookTrial } from './webhook.ts'

export interface IncidentSettings {
  silenceMs: number
  webhook: WebhookSettings
}

export interface IncidentsOptions {
  store: Pick<Store, 'file' | 'key' | 'failure'>
  bus: EventBus
  clock: Clock
  random(length: number): Uint8Array
  ledger: Ledger
  health: HealthBoard
  log: Log
  /** The configuration in force; asked whenever it is needed. */
  settings(): IncidentSettings
  /** Roots that the webhook's certificate may come from, beside those of Node. */
  roots?: readonly string[]
  /** For a first look (`--try`): detectors know enough after half a minute instead of an hour and a week. */
  hurried?: boolean
  /** Instead of the two usual ones, in tests. */
  detectors?: readonly Detector[]
  tickMs?: number
  saveMs?: number
  webhookPausesMs?: readonly number[]
  webhookTimeoutMs?: number
}

/** What page, API and command may ask. What is read or written throws the STORE_ errors. */
export interface Incidents extends AsyncDisposable {
  list(query: IncidentQuery): IncidentPage
  /** Null where there is no such incident. */
  get(id: string): IncidentDetails | null
  /** Throws INCIDENT_UNKNOWN, INCIDENT_STATE; then nothing has changed. */
  acknowledge(id: string, actor: LedgerActor): IncidentView
  close(id: string, closing: { outcome: ClosingOutcome; note: string }, actor: LedgerActor): IncidentView
  testWebhook(): Promise<WebhookTrial>
  /** Posts that wait for the webhook. */
  waitingPosts(): number
  /** Lets the detectors look at the time, writes what waits, sends what is due; by itself every few seconds. */
  look(): void
  /** How often each detector failed since the start. */
  readonly detectorFailures: ReadonlyMap<string, number>
}

const shownSignals = 50

/** Listens from the call on. A store that fails keeps nothing from starting: signals wait, and the first screen says so. */
export function openIncidents(options: IncidentsOptions): Incidents {
  const { store, bus, clock, ledger, health, log, settings, tickMs = 5 * secondMs } = options
  const newId = (at: number) => idOf(at, options.random)
  const database = createIncidentDatabase(store)
  const register = createIncidentRegister(database)
  // Three missed looks are a hung process, not a busy one.
  const time = createTimekeeper(clock, 3 * tickMs)
  const detectors = options.detectors ?? usualDetectors(options)
  const outbox = createIncidentOutbox(database)
  const webhook = createWebhook({
    ...{ clock, health, log, newId },
    outbox,
    settings: () => settings().webhook,
    chance: () => (options.random(1)[0] ?? 0) / 256,
    ...(options.roots === undefined ? {} : { roots: options.roots }),
    ...(options.webhookPausesMs === undefined ? {} : { pausesMs: options.webhookPausesMs }),
    ...(options.webhookTimeoutMs === undefined ? {} : { timeoutMs: options.webhookTimeoutMs }),
  })
  const book = createBook({
    register,
    bus,
    ledger,
    time,
    health,
    log,
    newId,
    post: webhook.add.bind(webhook),
  })
  const remembering = createRemembering({
    ...{ detectors, time, health, log },
    memory: createIncidentMemory(database),
    monotonic: clock.monotonic,
    ...(options.saveMs === undefined ? {} : { saveMs: options.saveMs }),
  })
  remembering.restore()
  const detection = startDetection({
    ...{ detectors, bus, time, health, log, newId },
    take(signals) {
      book.take(signals)
      followUp()
    },
  })

  /** After anything may have changed. */
  function followUp(): void {
    webhook.wake()
    try {
      showState({ register, detectors, time, health })
    } catch (error) {
      // The store itself says on the first screen that it cannot be read.
      if (!isGatewayError(error)) throw error
    }
  }

  function look(): void {
    detection.tick()
    if (!remembering.restore()) return
    book.catchUp()
    remembering.saveIfDue()
    followUp()
  }
  const ticking = setInterval(look, tickMs)
  ticking.unref()
  look()
  const changed = (incident: KeptIncident): IncidentView => {
    followUp()
    return viewOf(incident, time.moment())
  }
  return {
    list({ limit, ...query }) {
      const found = register.list({ ...query, limit: limit + 1 })
      const incidents = found.slice(0, limit).map((incident) => viewOf(incident, time.moment()))
      return { incidents, next: found.length > limit ? (incidents.at(-1)?.id ?? null) : null }
    },
    get(id) {
      const incident = register.find(id)
      if (incident === null) return null
      return { incident: viewOf(incident, time.moment()), signals: register.signals(id, shownSignals) }
    },
    acknowledge: (id, actor) => changed(book.acknowledge(id, actor)),
    close: (id, closing, actor) => changed(book.close(id, closing, actor)),
    testWebhook: () => webhook.test(),
    waitingPosts: () => outbox.waiting().length,
    look,
    detectorFailures: detection.failures,
    async [Symbol.asyncDispose]() {
      clearInterval(ticking)
      detection[Symbol.dispose]()
      await webhook[Symbol.asyncDispose]()
      if (remembering.restore()) {
        book.catchUp()
        remembering.save()
      }
      database[Symbol.dispose]()
    },
  }
}

/** What a demonstration of a minute can teach. */
const hurriedHistory = { pauses: 5, knownMs: 30 * secondMs }
const hurriedLearning = { ms: 30 * secondMs, exchanges: 3 }

function usualDetectors({ settings, hurried = false }: IncidentsOptions): Detector[] {
  return [
    createSilenceDetector({
      silenceMs: () => settings().silenceMs,
      ...(hurried ? { leastHistory: hurriedHistory } : {}),
    }),
    createFirstCardDataDetector(hurried ? { learning: hurriedLearning } : {}),
  ]
}

/** Sortable by time. A clock before 1970 or beyond the year 10889 must not break the form. */
function idOf(at: number, random: (length: number) => Uint8Array): string {
  const millis = Math.min(Math.max(0, Math.round(at)), 2 ** 48 - 1)
  return `${millis.toString(16).padStart(12, '0')}-${Buffer.from(random(6)).toString('hex')}`
}
