/** Hands readings to the thread that writes them, and brings a thread that died back. */
import { Worker } from 'node:worker_threads'
import { type ErrorCode, GatewayError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { ErasedPeriod, TelemetryBatch } from './telemetry-writer.ts'

export interface TelemetryThreadData {
  file: string
  key: Uint8Array
}

export type TelemetryOrder =
  | { kind: 'write'; batch: TelemetryBatch }
  | { kind: 'erase'; period: ErasedPeriod; limit: number }
  | { kind: 'close' }

export type TelemetryReply =
  | { ok: true; count: number }
  | { ok: false; error: { code: ErrorCode; details: GatewayError['details']; hint: string | undefined } }

/** Orders are carried out one after the other. */
export interface TelemetryThread {
  /** Resolves when the batch outlives a power cut. Throws the STORE_ errors; nothing of it was written then. */
  write(batch: TelemetryBatch): Promise<number>
  /** Returns how many rows went; fewer than `limit` means that the period is empty. */
  erase(period: ErasedPeriod, limit: number): Promise<number>
  close(): Promise<void>
}

export function startTelemetryThread(file: string, key: Secret): TelemetryThread {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()

  /** The next order starts a new one. */
  function forget(thread: Worker): void {
    if (worker === thread) worker = null
  }

  function ask(order: TelemetryOrder): Promise<number> {
    const thread = worker ?? startWorker(file, key)
    // Also where it dies between two orders: nobody would ever answer the next one.
    if (worker === null) thread.once('exit', () => forget(thread))
    worker = thread
    // Only a thread that owes an answer keeps the process alive.
    thread.ref()
    return new Promise((resolve, reject) => {
      const answered = (reply: TelemetryReply) => {
        settle()
        if (reply.ok) resolve(reply.count)
        else reject(errorOf(reply.error))
      }
      const died = (cause?: unknown) => {
        settle()
        worker = null
        reject(new GatewayError('INTERNAL', { where: 'telemetry thread' }, { cause }))
      }
      const settle = () => {
        thread.off('message', answered).off('error', died).off('exit', died).unref()
      }
      thread.once('message', answered).once('error', died).once('exit', died)
      thread.postMessage(order)
    })
  }

  function inTurn(order: TelemetryOrder): Promise<number> {
    const run = last.then(() => ask(order))
    last = run.catch(() => undefined)
    return run
  }

  return {
    write: (batch) => inTurn({ kind: 'write', batch }),
    erase: (period, limit) => inTurn({ kind: 'erase', period, limit }),
    async close() {
      await last
      if (worker === null) return
      await ask({ kind: 'close' }).catch(() => undefined)
      await worker?.terminate()
      worker = null
    },
  }
}

function startWorker(file: string, key: Secret): Worker {
  const data: TelemetryThreadData = { file, key: Uint8Array.from(key.reveal()) }
  const worker = new Worker(new URL('./telemetry-thread.ts', import.meta.url), {
    name: 'telemetry',
    workerData: data,
    // The parent's flags (a test runner's, a debugger's) are not for this thread.
    execArgv: [],
  })
  data.key.fill(0)
  // Without a listener an error between two orders would end the process.
  worker.on('error', () => undefined)
  return worker
}

function errorOf({ code, details, hint }: Extract<TelemetryReply, { ok: false }>['error']): GatewayError {
  return new GatewayError(code, details, hint === undefined ? {} : { hint })
}
