/** Hands changes of the vault's index to the thread that writes and syncs them, all that wait at once. */
import { Worker } from 'node:worker_threads'
import type { Selectable } from 'kysely'
import { type ErrorCode, GatewayError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { VaultObjectTable } from './schema-vault.ts'

export interface VaultIndexThreadData {
  file: string
  key: Uint8Array
}

export interface VaultChange {
  insert: readonly Selectable<VaultObjectTable>[]
  /** Ids. */
  remove: readonly string[]
}

export type VaultOrder = { kind: 'change'; change: VaultChange } | { kind: 'close' }

export type VaultReply =
  | { ok: true; removed: number }
  | { ok: false; error: { code: ErrorCode; details: GatewayError['details']; hint: string | undefined } }

export interface VaultIndexThread {
  /** Durable when it resolves, with how many rows were removed; nothing was changed where it throws (the STORE_ errors). */
  change(change: VaultChange): Promise<number>
  /** Waits for what was asked for. */
  close(): Promise<void>
}

interface Waiting {
  change: VaultChange
  resolve(removed: number): void
  reject(error: unknown): void
}

/** The thread starts with the first change, so that syncing a slow memory card never holds up traffic. */
export function startVaultIndexThread(file: string, key: Secret): VaultIndexThread {
  let worker: Worker | null = null
  let waiting: Waiting[] = []
  let running: Promise<void> | null = null

  /** The next order starts a new one. */
  function forget(thread: Worker): void {
    if (worker === thread) worker = null
  }

  function ask(order: VaultOrder): Promise<VaultReply> {
    const thread = worker ?? startWorker(file, key)
    // Also where it dies between two orders: nobody would ever answer the next one.
    if (worker === null) thread.once('exit', () => forget(thread))
    worker = thread
    // Only a thread that owes an answer keeps the process alive.
    thread.ref()
    const { promise, resolve, reject } = Promise.withResolvers<VaultReply>()
    const died = (cause?: unknown) => {
      worker = null
      reject(new GatewayError('INTERNAL', { where: 'vault index thread' }, { cause }))
    }
    thread.once('message', resolve).once('error', died).once('exit', died)
    thread.postMessage(order)
    return promise.finally(() => thread.off('message', resolve).off('error', died).off('exit', died).unref())
  }

  /** Removing goes one order at a time, since each wants to know its own number. */
  function take(): Waiting[] {
    const removing = waiting.findIndex(({ change }) => change.remove.length > 0)
    const count = removing === 0 ? 1 : removing === -1 ? waiting.length : removing
    const batch = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return batch
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = take()
      const insert = batch.flatMap(({ change }) => change.insert)
      const remove = batch.flatMap(({ change }) => change.remove)
      try {
        const reply = await ask({ kind: 'change', change: { insert, remove } })
        if (!reply.ok) throw errorOf(reply.error)
        for (const { resolve } of batch) resolve(reply.removed)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running = null
  }

  return {
    change(change) {
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      waiting.push({ change, resolve, reject })
      running ??= work()
      return promise
    },
    async close() {
      await running
      if (worker === null) return
      await ask({ kind: 'close' }).catch(() => undefined)
      await worker?.terminate()
      worker = null
    },
  }
}

function startWorker(file: string, key: Secret): Worker {
  const data: VaultIndexThreadData = { file, key: Uint8Array.from(key.reveal()) }
  const worker = new Worker(new URL('./vault-index-thread.ts', import.meta.url), {
    name: 'vault-index',
    workerData: data,
    // The parent's flags (a test runner's, a debugger's) are not for this thread.
    execArgv: [],
  })
  data.key.fill(0)
  // Without a listener an error between two orders would end the process.
  worker.on('error', () => undefined)
  return worker
}

function errorOf({ code, details, hint }: Extract<VaultReply, { ok: false }>['error']): GatewayError {
  return new GatewayError(code, details, hint === undefined ? {} : { hint })
}
