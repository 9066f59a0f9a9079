/** Opens the local control socket: the same API for the command on the box, guarded by file mode alone. */

import { chmod, lstat, mkdir, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, resolve } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import { secondMs } from '../core/units.ts'
import { diskTrouble } from '../ops/disk-trouble.ts'
import { type FolderLock, takeLock } from '../ops/lock.ts'
import type { Log } from '../ops/log.ts'
import { mustFitSocket } from '../ops/socket-path.ts'
import { type Api, buildApi, serverLimits } from './api.ts'
import { watchConnections } from './closing.ts'
import type { Services } from './services.ts'

export interface ControlOptions {
  services: Services
  /** At most 107 bytes; its folder is made 0700 or must be so already. */
  socketPath: string
  log: Log
  signal: AbortSignal
  drainMs?: number
}

export interface ControlServer extends AsyncDisposable {
  close(): Promise<void>
}

/**
 * Throws GatewayError CONFIG_INVALID (folder open to others), ALREADY_RUNNING, or DATA_UNWRITABLE (also for a path too long).
 *
 * The socket is bound under a neighbouring name, closed to others, and only then given its own name: at no moment
 * does the published path have wider rights than 0600. A socket left behind by a crash is replaced the same way;
 * whether its owner still runs is told by the lock beside it.
 */
export async function startControl(options: ControlOptions): Promise<ControlServer> {
  const { services, log, signal, drainMs = 2 * secondMs } = options
  const path = resolve(options.socketPath)
  mustFitSocket(path)
  await closeFolder(dirname(path))
  const lock = lockSocket(`${path}.lock`)
  try {
    const server = createServer(serverLimits)
    const closesWith = watchConnections(server)
    const { api } = await buildApi({
      services,
      log,
      face: { kind: 'control' },
      server: (handler) => server.on('request', handler),
    })
    // One byte shorter or equal: what fits under the real name fits under this one.
    const next = `${path.slice(0, -1)}~`
    await publish(api, next, path).catch((cause: unknown) => {
      throw diskTrouble(path, cause)
    })
    log.event('listener.opened', { listener: 'control' })

    const { close } = closesWith(api, {
      drainMs,
      signal,
      async after() {
        await rm(path, { force: true })
        lock.release()
        log.event('listener.closed', { listener: 'control' })
      },
    })
    if (signal.aborted) await close()
    return { close, [Symbol.asyncDispose]: close }
  } catch (error) {
    lock.release()
    throw error
  }
}

function lockSocket(file: string): FolderLock {
  try {
    return takeLock(file)
  } catch (error) {
    throw diskTrouble(file, error)
  }
}

async function publish(api: Api, next: string, path: string): Promise<void> {
  await rm(next, { force: true })
  await api.listen({ path: next })
  await chmod(next, 0o600)
  await rename(next, path)
}

/** The folder is the real door: a socket's own mode is not looked at on every system. */
async function closeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  const own = process.getuid === undefined || found.uid === process.getuid()
  if (found.isDirectory() && own && (found.mode & 0o077) === 0) return
  throw new GatewayError(
    'CONFIG_INVALID',
    { folder, mode: (found.mode & 0o777).toString(8) },
    {
      hint: "Give the control socket a folder of its own that belongs to the gateway's user and has mode 0700.",
    },
  )
}
