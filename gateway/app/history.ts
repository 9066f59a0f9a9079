/** Opens the store and the journal in it; where it does not open, protection goes on and the first screen says so. */
import type { Config } from '../../config/schema.ts'
import type { JournalReader } from '../api/services.ts'
import type { Clock, HealthBoard, JournalSink } from '../core/ports.ts'
import { LatelySeen } from '../core/trouble/lately.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { StoreFacts } from '../ops/doctor/store.ts'
import type { Log } from '../ops/log.ts'
import type { GatewayMetrics } from '../ops/metrics.ts'
import { isEncrypted } from '../store/encrypted.ts'
import { createJournal, type Journal } from '../store/journal.ts'
import { openStore, type Store } from '../store/store.ts'

export interface History extends AsyncDisposable {
  readonly sink: JournalSink
  /** For records that workers hand over. */
  readonly handed: Pick<Journal, 'durable' | 'missing'>
  readonly reader: JournalReader
  /** Of the last minutes, by address. */
  readonly lately: LatelySeen
  readonly store: Store
  /** What a doctor finds. */
  examine(): Promise<StoreFacts>
}

export interface HistoryOptions {
  config: Config
  keyring: Keyring
  file: string
  /** True where a gateway ran on this folder before. */
  begunBefore: boolean
  clock: Clock
  health: HealthBoard
  log: Log
  metrics: GatewayMetrics
}

/** Rejects only for what is no fault of the store. */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { config, keyring, file, begunBefore, clock, health, log, metrics } = options
  const began = clock.monotonic()
  const store = await openStore({
    file,
    key: await keyring.longLivedKey('database'),
    clock,
    health,
    begunBefore,
  })
  const { flushMs, maxBuffered } = config.journal
  const onDropped = (records: number) => {
    metrics.journalDropped(records)
    log.event('journal.dropped', { records })
  }
  const journal = createJournal(store, { clock, health, flushMs, maxBuffered, onDropped })
  if (store.failure === null) log.event('store.opened', { durationMs: Math.round(clock.monotonic() - began) })
  else log.event('store.degraded', {}, store.failure)
  const lately = new LatelySeen()
  return {
    sink: watched(journal, { metrics, lately, clock }),
    lately,
    handed: journal,
    reader: readerOf(journal),
    store,
    async examine() {
      if (store.failure !== null) return { state: 'failed', error: store.failure }
      const { exchanges } = await journal.totals(0)
      return { state: 'ok', encrypted: await isEncrypted(file), journalRecords: exchanges }
    },
    async [Symbol.asyncDispose]() {
      await journal[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** Only `lately` learns the address of somebody who logged in. */
function watched(
  sink: JournalSink,
  { metrics, lately, clock }: { metrics: GatewayMetrics; lately: LatelySeen; clock: Clock },
): JournalSink {
  return {
    record(handed) {
      lately.take(handed, clock.monotonic())
      const { from: _from, ...record } = handed
      metrics.exchange(record)
      sink.record(record)
    },
  }
}

/** The journal in the words of the API. */
function readerOf(journal: Journal): JournalReader {
  return {
    async list({ limit, before, from, to, entity, client, destination, action }) {
      const { records, nextCursor } = await journal.list({
        limit,
        cursor: before ?? null,
        ...(from === undefined ? {} : { since: from }),
        ...(to === undefined ? {} : { until: to }),
        ...(entity === undefined ? {} : { entityType: entity }),
        ...(client === undefined ? {} : { client }),
        ...(destination === undefined ? {} : { destination }),
        ...(action === undefined ? {} : { action }),
      })
      return { records, next: nextCursor }
    },
    get: (id) => journal.get(id),
    async totals(since) {
      const totals = await journal.totals(since)
      return {
        since: totals.since,
        exchanges: totals.exchanges,
        byAction: totals.actions,
        entities: totals.entities,
        withFindings: totals.withFindings,
        dropped: totals.gaps.reduce((sum, gap) => sum + gap.dropped, 0),
        gaps: totals.gaps.map(({ since, until, dropped }) => ({ since, until, dropped })),
      }
    },
    subscribe: (listener) => journal.subscribe(listener),
  }
}
