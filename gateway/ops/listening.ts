/** Opens a port in words an operator can act on, and closes it within a bounded time. */
import type { AddressInfo, Server, Socket } from 'node:net'
import { GatewayError } from '../core/errors.ts'
import { secondMs } from '../core/units.ts'

export interface WantedPort {
  host: string
  port: number
  /** The key of the configuration that names it. */
  option: string
  /** What to do where this user may not open it; absent: take a higher one. */
  forbidden?: string
}

/** The port as bound. Throws PORT_IN_USE, PORT_FORBIDDEN. */
export async function openPort(server: Server, wanted: WantedPort): Promise<number> {
  const { host, port } = wanted
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port }, resolve)
  try {
    await promise
  } catch (error) {
    throw portError(error, wanted)
  } finally {
    server.off('error', reject)
  }
  return (server.address() as AddressInfo).port
}

/** More than the devices of one room behind one address translation have, and few enough to leave some to others. */
const maxPerAddress = 64

/** Nobody, known or not, takes all connections for himself. To be called before anything else listens for them. */
export function limitPerAddress(server: Server): void {
  const byAddress = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (byAddress.get(address) ?? 0) + 1
    byAddress.set(address, count)
    socket.once('close', () => {
      const left = (byAddress.get(address) ?? 1) - 1
      if (left === 0) byAddress.delete(address)
      else byAddress.set(address, left)
    })
    if (count > maxPerAddress) socket.destroy()
  })
}

/**
 * Counts connections from now on. What it returns takes no new ones, lets what is under way end until the drain is
 * over, and cuts the rest; the signal does the same.
 */
export function closesWithin(
  server: Server,
  { signal, drainMs = 5 * secondMs }: { signal: AbortSignal; drainMs?: number | undefined },
): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  let closing: Promise<void> | undefined
  const closeAll = async () => {
    signal.removeEventListener('abort', close)
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    if ('closeIdleConnections' in server) (server.closeIdleConnections as () => void)()
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, drainMs)
    await promise
    clearTimeout(cut)
  }
  const close = () => {
    closing ??= closeAll()
    return closing
  }
  signal.addEventListener('abort', close, { once: true })
  return close
}

function portError(error: unknown, { port, option, forbidden }: WantedPort): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const cause = error
  if (code === 'EADDRINUSE') {
    const hint = `Set ${option} to another port, or stop the program that holds this one.`
    return new GatewayError('PORT_IN_USE', { port }, { hint, cause })
  }
  if (code === 'EACCES') {
    const hint = forbidden ?? `Set ${option} to 1024 or above.`
    return new GatewayError('PORT_FORBIDDEN', { port }, { hint, cause })
  }
  return error
}
