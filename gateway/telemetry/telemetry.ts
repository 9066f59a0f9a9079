/** The way of a device's message: broker → guard → topic → validate → readings → minute → told that it is stored. */
import type { DeviceIdentity } from '../core/device/device.ts'
import { GatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { Clock, DeviceDirectory, HealthBoard } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import { type PublishedKind, type StatusMessage, statusSchema } from '../core/telemetry/reading.ts'
import { dayMs } from '../core/units.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { Log } from '../ops/log.ts'
import type { Store } from '../store/store.ts'
import { createTelemetryReader } from '../store/telemetry-reader.ts'
import { startTelemetryThread } from '../store/telemetry-thread-client.ts'
import { type Broker, type BrokerCertificate, type BrokerSettings, startBroker } from './broker.ts'
import { ReadingBuffer } from './buffer.ts'
import { createColumnKeys } from './column-keys.ts'
import { type CountName, createCounts } from './counts.ts'
import { type HistoryAnswer, type HistoryQuery, readHistory } from './history.ts'
import { createIntake } from './intake.ts'
import { createPieces } from './piece.ts'
import { type Recorder, startRecorder } from './recorder.ts'
import { createTelemetryTarget } from './sweep-target.ts'

export interface TelemetryOptions {
  /** `broker` of the configuration; `enabled: false` leaves reading, sums and sweeps. */
  settings: BrokerSettings & { enabled: boolean }
  /** `retention.days.telemetryRaw`, asked again and again. */
  rawRetentionDays(): number
  certificate(): BrokerCertificate
  directory: DeviceDirectory
  events: EventBus
  store: Store
  keyring: Keyring
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Uint8Array
  /** A minute; tests do not wait that long. */
  flushEveryMs?: number
  /** Numbers that wait in memory at most. */
  mostWaiting?: number
}

export interface Telemetry extends AsyncDisposable {
  /** 0 where the broker is switched off. */
  readonly port: number
  readonly sessions: number
  readonly totals: Recorder['totals']
  /** For API and doctor. */
  status(): TelemetryStatus
  counts(): Readonly<Record<CountName, number>>
  /** The last `status` of a device since the gateway started. */
  lastStatus(deviceId: string): StatusMessage | null
  isOnline(deviceId: string): boolean
  /** Null where no device of this name ever reported. Throws the store's failure. */
  history(deviceName: string, query: HistoryQuery): Promise<HistoryAnswer | null>
  readonly target: SweepTarget
  /** Takes the listener's certificate anew. */
  renewCertificate(): void
  /** Writes now what waits. */
  flush(): Promise<void>
}

export interface TelemetryStatus {
  port: number
  sessions: number
  isStoring: boolean
  stored: { readings: number; points: number }
  counts: Readonly<Record<CountName, number>>
}

/** Throws PORT_IN_USE or PORT_FORBIDDEN. A store that cannot be opened does not keep devices from reporting. */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { store, clock, events } = options
  const counts = createCounts()
  const buffer = new ReadingBuffer(options.mostWaiting ?? 2_000_000)
  const reader = createTelemetryReader(store)
  const thread = startTelemetryThread(store.file, store.key)
  const pieces = createPieces(createColumnKeys(options.keyring), options.random)
  const online = new Set<string>()
  const statuses = new Map<string, StatusMessage>()
  let broker: Broker | null = null

  const recorder = await startRecorder({
    ...options,
    thread,
    reader,
    buffer,
    pieces,
    stored: (deviceId, message) => broker?.tell(deviceId, message),
    resend: (deviceId) => broker?.end(deviceId, 'resend'),
  })
  const intake = createIntake({
    buffer,
    clock,
    counts,
    rawRetentionMs: () => options.rawRetentionDays() * dayMs,
    knowsProgress: () => recorder.catalogue !== null,
  })

  function readings(device: DeviceIdentity, payload: Buffer): void {
    const outcome = intake(device, payload)
    if (outcome.fate === 'malformed') violated(device, 'malformed-message')
    if (outcome.fate !== 'taken' && outcome.fate !== 'clamped') return
    events.publish('reading.received', { device, reading: outcome.reading, at: clock.now() })
    if (buffer.isPressing) recorder.press()
  }

  function status(device: DeviceIdentity, payload: Buffer): void {
    const message = parseStatus(payload)
    if (message !== null) {
      statuses.set(device.id, message)
      return
    }
    counts.add('malformed')
    violated(device, 'malformed-message')
  }

  function violated(device: DeviceIdentity, violation: string): void {
    events.publish('device.violation', { device, violation, at: clock.now() })
  }

  const byKind: Readonly<Record<PublishedKind, (device: DeviceIdentity, payload: Buffer) => void>> = {
    telemetry: readings,
    status,
    // Read by rooms that are to come: taken, so that a device that sends them is not cut off.
    event: () => counts.add('ignored'),
    posture: () => counts.add('ignored'),
  }
  const hooks = {
    online(device: DeviceIdentity) {
      online.add(device.id)
      events.publish('device.online', { device, at: clock.now() })
    },
    offline(device: DeviceIdentity, reason: 'disconnected' | 'lost') {
      online.delete(device.id)
      events.publish('device.offline', { device, at: clock.now(), reason })
    },
    subscribed(device: DeviceIdentity) {
      const answers = buffer.find(device.id)?.streams.answers() ?? []
      for (const answer of answers) broker?.tell(device.id, { v: 1, ...answer })
    },
    violated,
    message: (device: DeviceIdentity, kind: PublishedKind, payload: Buffer) => byKind[kind](device, payload),
    fault: (error: unknown) => options.log.event('broker.failed', {}, error),
  }
  const unsubscribe = events.subscribe('device.revoked', ({ id }) => broker?.end(id, 'revoked'))
  const outdated = setInterval(() => broker?.endOutdated(), 10_000).unref()

  const close = async () => {
    clearInterval(outdated)
    unsubscribe()
    // Written and acknowledged while they still listen; then what came in between.
    await recorder.flush()
    await broker?.close()
    await recorder[Symbol.asyncDispose]()
    await thread.close()
  }
  try {
    if (options.settings.enabled) broker = await startBroker({ ...options, counts, hooks })
  } catch (error) {
    await close()
    throw error
  }
  return {
    port: broker?.port ?? 0,
    get sessions() {
      return broker?.sessions ?? 0
    },
    totals: recorder.totals,
    status: () => ({
      port: broker?.port ?? 0,
      sessions: broker?.sessions ?? 0,
      isStoring: recorder.isStoring,
      stored: { readings: recorder.totals.readings, points: recorder.totals.points },
      counts: counts.all(),
    }),
    counts: () => counts.all(),
    lastStatus: (deviceId) => statuses.get(deviceId) ?? null,
    isOnline: (deviceId) => online.has(deviceId),
    async history(deviceName, query) {
      const { catalogue } = recorder
      if (catalogue === null) throw store.failure ?? new GatewayError('INTERNAL', { where: 'telemetry' })
      // One that began to report in this minute has no number in the store yet.
      const fresh = [...buffer.all()].find(({ identity }) => identity.name === deviceName)
      const device = fresh === undefined ? catalogue.named(deviceName) : catalogue.device(fresh.identity)
      if (device === null) return null
      const waiting = (deviceId: string) => buffer.find(deviceId)?.readings ?? []
      const seriesNumber = (name: string) => catalogue.seriesNumber(device, name)
      return recorder.read(() => readHistory(device, query, { reader, pieces, waiting, seriesNumber }))
    },
    target: createTelemetryTarget({ reader, thread, pieces, completeHours: () => recorder.completeHours() }),
    renewCertificate: () => broker?.renew(),
    flush: () => recorder.flush(),
    [Symbol.asyncDispose]: close,
  }
}

function parseStatus(payload: Buffer): StatusMessage | null {
  try {
    const result = statusSchema.safeParse(JSON.parse(payload.toString('utf8')))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
