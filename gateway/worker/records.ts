/** Hands the records of exchanges to control in batches, and keeps each until control says that it is durable. */
import type { RecordedExchange } from '../core/journal.ts'
import type { JournalSink } from '../core/ports.ts'
import { encodeFrame, maxWorkerFrameBytes } from '../core/worker/frame.ts'

export interface RecordsOptions {
  /** False where control is away. */
  send(frame: Buffer): boolean
  /** A record waits so long at most before it is handed over: what a killed worker loses. */
  batchMs: number
  /** Records that are kept at most; what comes on top is counted and dropped. */
  maxRecords: number
}

interface Batch {
  number: number
  frame: Buffer
  records: number
}

const mostInBatch = 200
/** Long ones count by their bytes, too. */
const maxBytes = 32 * 1024 * 1024

export class Records implements JournalSink {
  readonly #options: RecordsOptions
  #waiting: RecordedExchange[] = []
  #kept: Batch[] = []
  #keptRecords = 0
  #keptBytes = 0
  #dropped = 0
  #number = 0
  #timer: NodeJS.Timeout | null = null

  constructor(options: RecordsOptions) {
    this.#options = options
  }

  /** Records that control has not yet kept for good. */
  get length(): number {
    return this.#keptRecords + this.#waiting.length
  }

  record(record: RecordedExchange): void {
    if (this.length >= this.#options.maxRecords || this.#keptBytes >= maxBytes) {
      this.#dropped += 1
      return
    }
    this.#waiting.push(record)
    if (this.#waiting.length >= mostInBatch) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), this.#options.batchMs)
  }

  flush(): void {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
    const records = this.#waiting
    this.#waiting = []
    if (records.length > 0 || this.#dropped > 0) this.#hand(records)
  }

  /** Control came back: it may be another one, which knows of none of these. */
  again(): void {
    for (const { frame } of this.#kept) this.#options.send(frame)
    this.flush()
  }

  /** All batches up to this one are durable. */
  durable(number: number): void {
    while (this.#kept[0] !== undefined && this.#kept[0].number <= number) {
      const [first] = this.#kept.splice(0, 1)
      this.#keptRecords -= first?.records ?? 0
      this.#keptBytes -= first?.frame.length ?? 0
    }
  }

  #hand(records: readonly RecordedExchange[]): void {
    const frame = encodeFrame({ kind: 'records', batch: this.#number + 1, records, dropped: this.#dropped })
    if (frame.length > maxWorkerFrameBytes) {
      this.#split(records)
      return
    }
    this.#number += 1
    this.#dropped = 0
    this.#kept.push({ number: this.#number, frame, records: records.length })
    this.#keptRecords += records.length
    this.#keptBytes += frame.length
    this.#options.send(frame)
  }

  /** Hundreds of findings, each with a long path: a record that fits in no frame is counted as lost. */
  #split(records: readonly RecordedExchange[]): void {
    if (records.length === 1) {
      this.#dropped += 1
      return
    }
    const half = records.length >> 1
    this.#hand(records.slice(0, half))
    this.#hand(records.slice(half))
  }
}
