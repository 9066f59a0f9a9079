/** Once a minute: writes what all devices sent, tells them what is stored, and makes the sums of hours that are over. */
import type { Clock, HealthBoard } from '../core/ports.ts'
import { minuteOf } from '../core/telemetry/period.ts'
import type { StoredMessage } from '../core/telemetry/reading.ts'
import { minuteMs, secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { Store } from '../store/store.ts'
import { mostDevices } from '../store/telemetry-place.ts'
import type { TelemetryReader } from '../store/telemetry-reader.ts'
import type { TelemetryThread } from '../store/telemetry-thread-client.ts'
import type { ReadingBuffer } from './buffer.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { sumHours } from './hour-sums.ts'
import { type MinuteBatch, putBack, takeMinute } from './minute-batch.ts'
import type { Pieces } from './piece.ts'

export interface RecorderOptions {
  store: Store
  thread: TelemetryThread
  reader: TelemetryReader
  buffer: ReadingBuffer
  pieces: Pieces
  clock: Clock
  health: HealthBoard
  log: Log
  /** A minute; tests do not wait that long. */
  flushEveryMs?: number
  /** A device may forget what it kept of this spool. */
  stored(deviceId: string, message: StoredMessage): void
  /** Its session has to begin anew, so that it sends again what there was no room for. */
  resend(deviceId: string): void
}

export interface Recorder extends AsyncDisposable {
  /** Null until the store could be read for the first time. */
  readonly catalogue: Catalogue | null
  /** False while writing fails. */
  readonly isStoring: boolean
  /** What was stored since the start. */
  readonly totals: { readings: number; points: number; bytes: number; sums: number; failures: number }
  /** Memory fills up: writes before the minute is over, unless writing fails anyway. */
  press(): void
  /** Writes now. Resolves when it is durable, or could not be. */
  flush(): Promise<void>
  /** Reads while nothing is on its way from memory to the disk, so that nothing is seen twice or not at all. */
  read<Answer>(work: () => Promise<Answer>): Promise<Answer>
  /** Makes all sums of hours that are over: before their readings go. Throws the store's failure. */
  completeHours(): Promise<void>
}

const retryMs = 10 * secondMs
/** Written a moment after the minute, when its last readings are there. */
const afterMinuteMs = 50
/** A minute is long against a read. */
const mostReadAttempts = 3
const warningCode = 'TELEMETRY_NOT_STORED'

export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const recorder = new MinuteRecorder(options)
  await recorder.start()
  return recorder
}

class MinuteRecorder implements Recorder {
  readonly #options: RecorderOptions
  readonly totals = { readings: 0, points: 0, bytes: 0, sums: 0, failures: 0 }
  #catalogue: Catalogue | null = null
  #running: Promise<void> | null = null
  #last: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #isFailing = false
  #closed = false
  #runs = 0

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  get catalogue(): Catalogue | null {
    return this.#catalogue
  }

  get isStoring(): boolean {
    return !this.#isFailing
  }

  async start(): Promise<void> {
    await this.#load().catch((error: unknown) => this.#failed(error))
    this.#schedule()
  }

  flush(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  press(): void {
    if (!this.#isFailing && this.#running === null) void this.flush()
  }

  async read<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      await this.#running
      const before = this.#runs
      const answer = await work()
      if (before === this.#runs || attempt === mostReadAttempts) return answer
    }
  }

  async completeHours(): Promise<void> {
    await this.flush()
    while (await this.#inTurn(() => this.#sumSome({ limit: 50, lateDevices: new Set() })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#running
    await this.flush()
  }

  #schedule(): void {
    if (this.#closed) return
    const { clock, flushEveryMs = minuteMs } = this.#options
    const untilNext = flushEveryMs - (clock.now() % flushEveryMs) + afterMinuteMs
    this.#timer = setTimeout(
      () => void this.flush().then(() => this.#schedule()),
      this.#isFailing ? Math.min(untilNext, retryMs) : untilNext,
    )
    this.#timer.unref()
  }

  #run(): Promise<void> {
    this.#runs++
    return this.#inTurn(() => this.#writeAndSum())
  }

  /** One after the other: readings that are stored while their hour is summed up would count as being in its sums. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #writeAndSum(): Promise<void> {
    try {
      const catalogue = this.#catalogue ?? (await this.#load())
      const late = await this.#writeMinute(catalogue)
      this.#recovered()
      if (!this.#closed) await this.#sumSome({ limit: 100, lateDevices: late })
    } catch (error) {
      this.#failed(error)
    }
  }

  async #load(): Promise<Catalogue> {
    const { store, reader, buffer } = this.#options
    if (store.failure !== null) store.retry()
    const catalogue = await readCatalogue(reader, mostDevices)
    const names = new Map((await reader.devices()).map(({ number, ...known }) => [number, known]))
    for (const { device, stream, seq, at } of await reader.progress()) {
      const known = names.get(device)
      if (known === undefined) continue
      buffer.of({ id: known.deviceId, name: known.name }).streams.restore(stream, { seq, at })
    }
    for (const { deviceId, name } of names.values()) {
      const series = catalogue.device({ id: deviceId, name })?.series.keys() ?? []
      for (const each of series) buffer.of({ id: deviceId, name }).series.add(each)
    }
    this.#catalogue = catalogue
    return catalogue
  }

  async #writeMinute(catalogue: Catalogue): Promise<ReadonlySet<number>> {
    const { buffer, pieces, clock, thread, log } = this.#options
    const began = clock.monotonic()
    // The minute that has just ended; where a stop or a full buffer comes before, the one that has begun.
    const minute = minuteOf(clock.now() - secondMs)
    const made = await takeMinute(minute, { buffer, catalogue, pieces, clock })
    if (made.taken.length === 0) return made.lateDevices
    try {
      await thread.write(made.batch)
    } catch (error) {
      putBack(made.taken, buffer)
      throw error
    }
    catalogue.written(made.batch)
    for (const { readings } of made.taken) buffer.release(readings)
    this.#acknowledge(made)
    this.totals.readings += made.readings
    this.totals.points += made.points
    this.totals.bytes += made.bytes
    log.event('telemetry.stored', {
      devices: made.taken.length,
      readings: made.readings,
      bytes: made.bytes,
      durationMs: Math.round(clock.monotonic() - began),
    })
    return made.lateDevices
  }

  /** Only after the commit: a device forgets what it is told here. */
  #acknowledge({ taken }: MinuteBatch): void {
    for (const { device, progress } of taken) {
      device.streams.stored(new Map(progress.map(({ stream, seq }) => [stream, seq])))
      for (const { stream, seq } of progress) this.#options.stored(device.identity.id, { v: 1, stream, seq })
    }
  }

  async #sumSome(order: { limit: number; lateDevices: ReadonlySet<number> }): Promise<boolean> {
    const { reader, pieces, clock, thread } = this.#options
    const sums = await sumHours({ now: clock.now(), ...order }, { reader, pieces })
    if (sums === null) return false
    await thread.write(sums)
    this.totals.sums += sums.rows.length
    return true
  }

  #recovered(): void {
    const { health, buffer, resend } = this.#options
    if (this.#isFailing) health.clear(warningCode)
    this.#isFailing = false
    // There is room again.
    for (const { identity, streams } of buffer.all()) if (streams.takeWanted()) resend(identity.id)
  }

  #failed(error: unknown): void {
    this.totals.failures++
    if (!this.#isFailing) this.#options.log.event('telemetry.failed', {}, error)
    this.#isFailing = true
    this.#options.health.raise({
      code: warningCode,
      title: 'Readings of devices are not being stored.',
      hint: 'Make room on the disk, or see that it can be written. Agents keep their readings meanwhile, and storing goes on by itself.',
      severity: 'act-now',
    })
  }
}
