/** The way of a device's message: broker → guard → topic → validate → readings → minute → told that it is stored. */
import { GatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { Clock, DeviceDirectory, HealthBoard } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import type { StatusMessage } from '../core/telemetry/reading.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { Log } from '../ops/log.ts'
import type { Store } from '../store/store.ts'
import { createTelemetryReader } from '../store/telemetry-reader.ts'
import { startTelemetryThread } from '../store/telemetry-thread-client.ts'
import { type Broker, type BrokerSettings, startBroker } from './broker.ts'
import { ReadingBuffer } from './buffer.ts'
import { createColumnKeys } from './column-keys.ts'
import { type CountName, createCounts } from './counts.ts'
import type { BrokerCertificate } from './door.ts'
import { createHearing } from './hearing.ts'
import { type HistoryAnswer, type HistoryQuery, readHistory } from './history.ts'
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
  const { store, events } = options
  const counts = createCounts()
  const buffer = new ReadingBuffer(options.mostWaiting ?? 2_000_000)
  const reader = createTelemetryReader(store)
  const thread = startTelemetryThread(store.file, store.key)
  const pieces = createPieces(createColumnKeys(options.keyring), options.random)
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
  const hearing = createHearing({ ...options, counts, buffer, recorder, broker: () => broker })
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
    if (options.settings.enabled) broker = await startBroker({ ...options, counts, hooks: hearing.hooks })
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
    lastStatus: (deviceId) => hearing.statuses.get(deviceId) ?? null,
    isOnline: (deviceId) => hearing.online.has(deviceId),
    async history(deviceName, query) {
      const { catalogue } = recorder
      if (catalogue === null) throw store.failure ?? new GatewayError('INTERNAL', { where: 'telemetry' })
      // One that began to report in this minute has no number in the store yet.
      for (const { identity } of buffer.all()) if (identity.name === deviceName) catalogue.device(identity)
      const device = catalogue.named(deviceName)
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
