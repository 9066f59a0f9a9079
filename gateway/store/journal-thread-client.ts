/** Hands batches of the journal to the thread that writes them, and brings a thread that died back. */
import { Worker } from 'node:worker_threads'
import { type ErrorCode, GatewayError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { Row } from './journal-row.ts'
import type { Gap, WriteResult } from './journal-writer.ts'

export interface JournalThreadData {
  file: string
  key: Uint8Array
}

export type JournalOrder = { kind: 'write'; rows: readonly Row[]; gap: Gap | null } | { kind: 'close' }

export type JournalReply =
  | { ok: true; result: WriteResult }
  | { ok: false; error: { code: ErrorCode; details: GatewayError['details']; hint: string | undefined } }

/** One batch at a time: the caller waits for an answer before it sends the next. */
export interface JournalThread {
  /** Throws the STORE_ errors; nothing of the batch was written then (a batch sent again is not written twice). */
  write(rows: readonly Row[], gap: Gap | null): Promise<WriteResult>
  close(): Promise<void>
}

export function startJournalThread(file: string, key: Secret): JournalThread {
  let worker: Worker | null = null

  function ask(order: JournalOrder): Promise<WriteResult> {
    worker ??= startWorker(file, key)
    const thread = worker
    // Only a thread that owes an answer keeps the process alive.
    thread.ref()
    return new Promise((resolve, reject) => {
      const answered = (reply: JournalReply) => {
        settle()
        if (reply.ok) resolve(reply.result)
        else reject(errorOf(reply.error))
      }
      const died = (cause?: unknown) => {
        settle()
        worker = null
        reject(new GatewayError('INTERNAL', { where: 'journal thread' }, { cause }))
      }
      const settle = () => {
        thread.off('message', answered).off('error', died).off('exit', died).unref()
      }
      thread.once('message', answered).once('error', died).once('exit', died)
      thread.postMessage(order)
    })
  }

  return {
    write: (rows, gap) => ask({ kind: 'write', rows, gap }),
    async close() {
      if (worker === null) return
      await ask({ kind: 'close' }).catch(() => undefined)
      await worker?.terminate()
      worker = null
    },
  }
}

function startWorker(file: string, key: Secret): Worker {
  const data: JournalThreadData = { file, key: Uint8Array.from(key.reveal()) }
  const worker = new Worker(new URL('./journal-thread.ts', import.meta.url), {
    name: 'journal',
    workerData: data,
    // The parent's flags (a test runner's, a debugger's) are not for this thread.
    execArgv: [],
  })
  data.key.fill(0)
  // Without a listener an error between two batches would end the process; the next batch starts a new thread.
  worker.on('error', () => undefined)
  return worker
}

function errorOf({
  code,
  details,
  hint,
}: {
  code: ErrorCode
  details: GatewayError['details']
  hint: string | undefined
}) {
  return new GatewayError(code, details, hint === undefined ? {} : { hint })
}
