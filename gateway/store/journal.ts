/** The journal: takes the record of every exchange without ever holding one up, keeps it, and finds it again. */
import { GatewayError } from '../core/errors.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import type { Clock, HealthBoard, JournalSink } from '../core/ports.ts'
import { dayMs, secondMs } from '../core/units.ts'
import { createJournalBuffer, type JournalBuffer } from './journal-buffer.ts'
import { type GapFile, openGapFile } from './journal-gap-file.ts'
import { createMissingRecords, type MissingRecords } from './journal-missing.ts'
import { type JournalPage, type JournalQuery, listExchanges } from './journal-query.ts'
import { recordOf, rowIndex, rowOf } from './journal-row.ts'
import { type JournalThread, startJournalThread } from './journal-thread-client.ts'
import { gapsSince, type JournalTotals, journalTotals } from './journal-totals.ts'
import type { Store } from './store.ts'

export interface JournalOptions {
  clock: Clock
  health: HealthBoard
  /** A record is written at most this long after it was made, if the disk can. A killed process loses that much. */
  flushMs?: number
  /** So many records are written at once, without waiting. */
  batchRecords?: number
  /** Records that wait at most, fewer where they have many findings. What comes on top is counted and dropped. */
  maxBuffered?: number
  /** First wait after a write failed; doubled up to half a minute. */
  retryMs?: number
  /** Told how many more records are lost; must be quick. */
  onDropped?(records: number): void
}

/** Reading waits for what was recorded before it, and throws the store's failure where there is no store. */
export interface Journal extends JournalSink, AsyncDisposable {
  list(query: JournalQuery): Promise<JournalPage>
  get(id: string): Promise<ExchangeRecord | null>
  totals(since: number): Promise<JournalTotals>
  /** Each record as it is made, stored or not. The listener must be quick. Returns the way to stop. */
  subscribe(listener: (record: ExchangeRecord) => void): () => void
  /** Resolves when all that was recorded so far was written, or could not be. */
  flush(): Promise<void>
  /** Flushes; true where all that was recorded before is on the disk, or was counted as lost. */
  durable(): Promise<boolean>
  /** So many records never came here: they are written down as missing. */
  missing(records: number): void
  /** Records that wait, and those dropped since the start. */
  readonly state: { buffered: number; dropped: number }
}

const mostPerWrite = 4096
const mostRetryMs = 30 * secondMs
/** A search stops after so long and goes on with the next page. */
const searchMs = 40

export function createJournal(store: Store, options: JournalOptions): Journal {
  return new BufferedJournal(store, options)
}

class BufferedJournal implements Journal {
  readonly #store: Store
  readonly #options: Required<JournalOptions>
  readonly #buffer: JournalBuffer
  readonly #thread: JournalThread
  readonly #missing: MissingRecords
  readonly #gapFile: GapFile
  readonly #listeners = new Set<(record: ExchangeRecord) => void>()
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> | null = null
  #retryMs = 0
  #recalled = false
  #closed = false

  constructor(store: Store, options: JournalOptions) {
    this.#store = store
    this.#options = {
      flushMs: secondMs,
      batchRecords: 500,
      maxBuffered: 50_000,
      retryMs: secondMs,
      onDropped: () => undefined,
      ...options,
    }
    this.#buffer = createJournalBuffer(this.#options.maxBuffered)
    this.#thread = startJournalThread(store.file, store.key)
    this.#missing = createMissingRecords(options.clock, options.health)
    this.#gapFile = openGapFile(store.file)
    const kept = this.#gapFile.read()
    if (kept !== null) {
      this.#buffer.owe(kept)
      this.#missing.recall(kept)
    }
    // What an earlier process lost is written down and shown without waiting for the first exchange.
    this.#wake(0)
  }

  get state() {
    return { buffered: this.#buffer.length, dropped: this.#buffer.dropped }
  }

  record(record: ExchangeRecord): void {
    if (this.#closed) return
    for (const listener of this.#listeners) tell(listener, record)
    try {
      const row = rowOf(record)
      this.#buffer.push(row, record.findings.length, Number(row[rowIndex.at]))
    } catch {
      this.#buffer.drop(1, this.#options.clock.now(), 'malformed')
    }
    if (this.#retryMs > 0) return
    if (this.#buffer.length >= this.#options.batchRecords) void this.flush()
    else this.#wake(this.#options.flushMs)
  }

  flush(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null
    })
    return this.#writing
  }

  async durable(): Promise<boolean> {
    // A write that runs may have begun before the last records came.
    await this.#writing
    await this.flush()
    return this.#retryMs === 0
  }

  missing(records: number): void {
    this.#buffer.drop(records, this.#options.clock.now(), 'worker')
    this.#wake(this.#options.flushMs)
  }

  list(query: JournalQuery): Promise<JournalPage> {
    const { clock } = this.#options
    return this.#read((db) => {
      const until = clock.monotonic() + searchMs
      return listExchanges(db, query, () => clock.monotonic() < until)
    })
  }

  get(id: string): Promise<ExchangeRecord | null> {
    return this.#read(async (db) => {
      const row = await db.selectFrom('exchange').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : recordOf(row)
    })
  }

  totals(since: number): Promise<JournalTotals> {
    return this.#read((db) => journalTotals(db, since))
  }

  subscribe(listener: (record: ExchangeRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#writing
    await this.flush()
    // What still waits is lost with the process: counted, and kept for the next one to write down.
    this.#buffer.dropAll('closed')
    this.#showDropped()
    await this.#gapFile.keep(this.#buffer.owed)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#listeners.clear()
    await this.#thread.close()
  }

  /** Whoever just made an exchange finds it; while the disk fails, reading does not wait for the next attempt. */
  async #read<T>(read: (db: Store['db']) => Promise<T>): Promise<T> {
    if (this.#writing !== null) await this.#writing
    else if (this.#buffer.length > 0 && this.#retryMs === 0) await this.flush()
    try {
      return await read(this.#store.db)
    } catch (error) {
      throw error instanceof GatewayError ? error : this.#store.failed(error)
    }
  }

  #wake(delayMs: number): void {
    if (this.#timer !== null || this.#closed) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.flush()
    }, delayMs)
    this.#timer.unref()
  }

  /** Writes until nothing waits or a write fails. What arrives meanwhile is written too, in larger batches. */
  async #writeAll(): Promise<void> {
    let failed = false
    do failed = !(await this.#writeOnce())
    while (!failed && this.#buffer.length > 0)
    this.#showDropped()
    if (!failed) {
      this.#retryMs = 0
      return
    }
    // Before the next attempt is planned: a process that is killed meanwhile leaves its gap behind.
    await this.#gapFile.keep(this.#buffer.owed)
    this.#retryMs = Math.min(this.#retryMs === 0 ? this.#options.retryMs : this.#retryMs * 2, mostRetryMs)
    this.#wake(this.#retryMs)
  }

  async #writeOnce(): Promise<boolean> {
    if (!this.#store.retry()) return false
    await this.#recall()
    const { rows, gap } = this.#buffer.take(mostPerWrite)
    if (rows.length === 0 && gap === null) return true
    try {
      const { refused } = await this.#thread.write(rows, gap)
      this.#buffer.settle(true)
      if (refused > 0) this.#buffer.drop(refused, this.#options.clock.now(), 'malformed')
      this.#store.wrote()
      await this.#gapFile.keep(null)
      return true
    } catch (error) {
      this.#buffer.settle(false)
      this.#store.failed(error)
      return false
    }
  }

  /** Once, and before anything is written: the losses of the last day that the database knows of. */
  async #recall(): Promise<void> {
    if (this.#recalled) return
    this.#recalled = true
    try {
      for (const gap of await gapsSince(this.#store.db, this.#options.clock.now() - dayMs))
        this.#missing.recall(gap)
    } catch (error) {
      this.#store.failed(error)
    }
  }

  #showDropped(): void {
    const lost = this.#buffer.takeLost()
    if (lost === null) {
      this.#missing.settle()
      return
    }
    this.#options.onDropped(lost.dropped)
    this.#missing.add(lost)
  }
}

function tell(listener: (record: ExchangeRecord) => void, record: ExchangeRecord): void {
  try {
    listener(record)
  } catch {
    // A live page that fails must not cost the journal its record.
  }
}
