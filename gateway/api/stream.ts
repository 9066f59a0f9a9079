/** Sends journal records to a reader as they are made (server-sent events), and drops readers that are too slow. */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { ExchangeRecord } from '../core/journal.ts'
import { KiB, secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'

export interface EventStreams {
  /** Takes over the answer, whose head was written. */
  open(response: ServerResponse, reader: StreamReader): void
  /** True where there are too many readers for one more. */
  readonly full: boolean
  /** Ends every stream, so that the server can stop. */
  closeAll(): void
  readonly count: number
}

export interface StreamReader {
  /** The id of the last event that it had (Last-Event-ID), as it says; null where it comes anew. */
  after: string | null
  /** Asked before each thing that is sent: whoever's session has ended hears nothing more. */
  isAllowed(): boolean
}

export interface StreamOptions {
  subscribe(listener: (record: ExchangeRecord) => void): () => void
  log: Log
  heartbeatMs?: number
  /** What may wait for one reader, in bytes, before it is dropped. */
  maxBufferedBytes?: number
  maxStreams?: number
}

/** Headers of an event stream; proxies in between must neither store nor gather it. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const

/**
 * One `exchange` event a record, its id the record's. A reader who was away for a moment gets what was made meanwhile, in the order in which
 * exchanges ended, each once; ids follow their start, so that the order is remembered here, from the first reader on. Who was away for longer
 * than that reaches back, or before a restart, is told by a `gap` event to read the list instead. The welcome has an id as well: who leaves before
 * the first event misses nothing either.
 */
export function createEventStreams(options: StreamOptions): EventStreams {
  const {
    subscribe,
    log,
    heartbeatMs = 15 * secondMs,
    maxBufferedBytes = 256 * KiB,
    maxStreams = 32,
  } = options
  const ends = new Set<() => void>()
  // Half of what may wait: all of it at once, with what is made meanwhile, drops nobody.
  const recent = createRecent(maxBufferedBytes / 2)
  let forget: (() => void) | null = null

  function open(response: ServerResponse, { after, isAllowed }: StreamReader): void {
    forget ??= subscribe(recent.add)
    const end = () => {
      unsubscribe()
      clearInterval(heartbeat)
      ends.delete(end)
      response.end()
    }
    const send = (text: string) => {
      if (!isAllowed()) return end()
      response.write(text)
      // Bytes the reader has not taken; Node counts its socket's own queue in.
      const waiting = response.writableLength
      if (waiting <= maxBufferedBytes) return
      log.event('api.slow-reader', { bufferedBytes: waiting })
      end()
      response.destroy()
    }
    const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs)
    const unsubscribe = subscribe((record) => send(exchangeEvent(record)))
    ends.add(end)
    response.on('close', end)
    response.on('error', end)
    // `retry`: a browser that lost the stream comes back after three seconds.
    send(
      `retry: 3000\n${after === null ? `: welcome\nid: ${recent.newest}\n\n` : (recent.after(after) ?? 'event: gap\ndata: {}\n\n')}`,
    )
  }

  return {
    open,
    closeAll: () => {
      for (const end of [...ends]) end()
      forget?.()
    },
    get full() {
      return ends.size >= maxStreams
    },
    get count() {
      return ends.size
    },
  }
}

/** JSON has no line breaks of its own, so one `data` line holds a record (WHATWG HTML §9.2.6). */
function exchangeEvent(record: ExchangeRecord): string {
  return `event: exchange\nid: ${record.id}\ndata: ${JSON.stringify(record)}\n\n`
}

/** The newest events as they were sent, bounded in bytes. */
function createRecent(maxBytes: number) {
  // Before the first event stands a mark, another after each start.
  let newest = `start-${randomUUID()}`
  /** By record id, oldest first. */
  const events = new Map([[newest, '']])
  let bytes = 0
  return {
    get newest(): string {
      return newest
    },
    add(record: ExchangeRecord): void {
      const text = exchangeEvent(record)
      newest = record.id
      events.set(newest, text)
      bytes += Buffer.byteLength(text)
      for (const [id, oldest] of events) {
        if (bytes <= maxBytes) break
        events.delete(id)
        bytes -= Buffer.byteLength(oldest)
      }
    },
    /** What came behind this one; null where it is not remembered. */
    after(id: string): string | null {
      const ids = [...events.keys()]
      const at = ids.indexOf(id)
      if (at < 0) return null
      const missed = ids.slice(at + 1).map((one) => events.get(one) ?? '')
      return missed.length === 0 ? ': nothing was missed\n\n' : missed.join('')
    },
  }
}
