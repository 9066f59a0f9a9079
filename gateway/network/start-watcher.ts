/** Starts the watcher before anything is changed, and waits until it watches. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { GatewayError } from '../core/errors.ts'
import type { WatchOrder } from './order.ts'

const program = fileURLToPath(new URL('./watcher.ts', import.meta.url))

/** Detached: a session that ends, or a caller that is killed, leaves it alone. Returns its process id. */
export async function startWatcher(order: WatchOrder): Promise<number> {
  const child = spawn(process.execPath, ['--disable-sigusr1', program], {
    cwd: '/',
    detached: true,
    env: { LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = Promise.withResolvers<never>()
  child.once('error', () => ended.reject(notWatched()))
  child.once('exit', () => ended.reject(notWatched()))
  ended.promise.catch(() => {})
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify(order))
  await Promise.race([
    once(child.stdout, 'data', { signal: AbortSignal.timeout(startMs) }),
    ended.promise,
  ]).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error instanceof GatewayError ? error : notWatched()
  })
  child.stdout.destroy()
  child.unref()
  return child.pid ?? 0
}

/** A small box that is busy takes its time to start a process. */
const startMs = 30_000

function notWatched(): GatewayError {
  const hint = 'Look whether memory is short, and try again.'
  return new GatewayError('NETWORK_REFUSED', { program: 'watcher', reason: 'it did not start' }, { hint })
}
