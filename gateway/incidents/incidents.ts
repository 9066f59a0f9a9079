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
import { timedId } from '../core/timed-id.ts'
import { secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import { createIncidentDatabase } from '../store/incident-database.ts'
import { createIncidentMemory } from '../store/incident-memory.ts'
import { createIncidentOutbox } from '../store/incident-outbox.ts'
import { createIncidentRegister, type IncidentQuery } from '../store/incident-register.ts'
import type { Store } from '../store/store.ts'
import { createBook } from './book.ts'
import type { WebhookSettings } from './deliver.ts'
import { type Detection, startDetection } from './detection.ts'
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
  /** With what waited to be written; null where there is no such incident. */
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
  return new IncidentRoom(assemble(options), options.tickMs ?? usualTickMs)
}

const usualTickMs = 5 * secondMs

type Parts = ReturnType<typeof assemble>

/** Everything in the room but what listens. */
function assemble(options: IncidentsOptions) {
  const { store, bus, clock, ledger, health, log, settings, random } = options
  const newId = (at: number) => timedId(at, random)
  const database = createIncidentDatabase(store)
  const register = createIncidentRegister(database)
  const outbox = createIncidentOutbox(database)
  // Three missed looks are a hung process, not a busy one.
  const time = createTimekeeper(clock, 3 * (options.tickMs ?? usualTickMs))
  const detectors = options.detectors ?? usualDetectors(options)
  const webhook = createWebhook({
    ...{ clock, health, log, newId, outbox },
    settings: () => settings().webhook,
    chance: () => (random(1)[0] ?? 0) / 256,
    ...(options.roots === undefined ? {} : { roots: options.roots }),
    ...(options.webhookPausesMs === undefined ? {} : { pausesMs: options.webhookPausesMs }),
    ...(options.webhookTimeoutMs === undefined ? {} : { timeoutMs: options.webhookTimeoutMs }),
  })
  const book = createBook({
    ...{ register, bus, ledger, time, health, log, newId },
    post: (occasion, incident) => webhook.add(occasion, incident),
  })
  const remembering = createRemembering({
    ...{ detectors, time, health, log },
    memory: createIncidentMemory(database),
    monotonic: clock.monotonic,
    ...(options.saveMs === undefined ? {} : { saveMs: options.saveMs }),
  })
  return { bus, health, log, newId, database, register, outbox, time, detectors, webhook, book, remembering }
}

class IncidentRoom implements Incidents {
  readonly #parts: Parts
  readonly #detection: Detection
  readonly #looking: NodeJS.Timeout

  constructor(parts: Parts, tickMs: number) {
    this.#parts = parts
    parts.remembering.restore()
    this.#detection = startDetection({
      ...parts,
      take: (signals) => {
        parts.book.take(signals)
        this.#followUp()
      },
    })
    this.#looking = setInterval(() => this.look(), tickMs).unref()
    this.look()
  }

  get detectorFailures() {
    return this.#detection.failures
  }

  look(): void {
    const { remembering, book } = this.#parts
    this.#detection.tick()
    if (!remembering.restore()) return
    book.catchUp()
    remembering.saveIfDue()
    this.#followUp()
  }

  list({ limit, ...query }: IncidentQuery): IncidentPage {
    const { register, time } = this.#parts
    const found = register.list({ ...query, limit: limit + 1 })
    const incidents = found.slice(0, limit).map((incident) => viewOf(incident, time.moment()))
    return { incidents, next: found.length > limit ? (incidents.at(-1)?.id ?? null) : null }
  }

  get(id: string): IncidentDetails | null {
    const { book, register, time } = this.#parts
    // Whoever closes it has seen what they close: nothing that waited for the disk joins it in between.
    book.catchUp()
    this.#followUp()
    const incident = register.find(id)
    if (incident === null) return null
    return { incident: viewOf(incident, time.moment()), signals: register.signals(id, shownSignals) }
  }

  acknowledge(id: string, actor: LedgerActor): IncidentView {
    return this.#changed(this.#parts.book.acknowledge(id, actor))
  }

  close(id: string, closing: { outcome: ClosingOutcome; note: string }, actor: LedgerActor): IncidentView {
    return this.#changed(this.#parts.book.close(id, closing, actor))
  }

  testWebhook(): Promise<WebhookTrial> {
    return this.#parts.webhook.test()
  }

  waitingPosts(): number {
    return this.#parts.outbox.waiting().length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { webhook, remembering, book, database } = this.#parts
    clearInterval(this.#looking)
    this.#detection[Symbol.dispose]()
    await webhook[Symbol.asyncDispose]()
    if (remembering.restore()) {
      book.catchUp()
      remembering.save()
    }
    database[Symbol.dispose]()
  }

  #changed(incident: KeptIncident): IncidentView {
    this.#followUp()
    return viewOf(incident, this.#parts.time.moment())
  }

  /** After anything may have changed. */
  #followUp(): void {
    this.#parts.webhook.wake()
    try {
      showState(this.#parts)
    } catch (error) {
      // The store itself says on the first screen that it cannot be read.
      if (!isGatewayError(error)) throw error
    }
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
