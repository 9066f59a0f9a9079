/** Sends journal records to a reader as they are made (server-sent events), and drops readers that are too slow. */
import type { ServerResponse } from 'node:http'
import type { ExchangeRecord } from '../core/journal.ts'
import { KiB, secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'

export interface EventStreams {
  /** Takes over the answer, whose head was written. `resumes`: the reader was here before. */
  open(response: ServerResponse, resumes: boolean): void
  /** True where there are too many readers for one more. */
  readonly full: boolean
  /** Ends every stream, so that the server can stop. */
  closeAll(): void
  readonly count: number
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
 * One `exchange` event a record, its id the record's. Records made while a reader was away are not replayed, as
 * ids follow the start of exchanges and not their end: a `gap` event tells it to read the list instead.
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

  function open(response: ServerResponse, resumes: boolean): void {
    const end = () => {
      unsubscribe()
      clearInterval(heartbeat)
      ends.delete(end)
      response.end()
    }
    const send = (text: string) => {
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
    send(resumes ? 'retry: 3000\nevent: gap\ndata: {}\n\n' : 'retry: 3000\n: welcome\n\n')
  }

  return {
    open,
    closeAll: () => {
      for (const end of [...ends]) end()
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
