/** Closes a server within a bounded time, however its clients behave. */
import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Api } from './api.ts'

export interface Closing {
  /** What is under way may end until the drain is over; then every connection is cut. A second call waits for the first. */
  close(): Promise<void>
}

export interface ClosingOptions {
  drainMs: number
  /** Aborts: closes. */
  signal: AbortSignal
  /** Called before, and after, the server closes. */
  before?(): void
  after(): Promise<void> | void
}

/**
 * Counts a server's connections from now on, handshakes included (`server.closeAllConnections` knows only those that
 * have become HTTP), and hands out the way to close it.
 */
export function watchConnections(server: EventEmitter): (api: Api, options: ClosingOptions) => Closing {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return (api, { drainMs, signal, before, after }) => {
    let closing: Promise<void> | undefined
    const closeAll = async () => {
      signal.removeEventListener('abort', close)
      before?.()
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, drainMs)
      await api.close()
      clearTimeout(cut)
      await after()
    }
    const close = () => {
      closing ??= closeAll()
      return closing
    }
    signal.addEventListener('abort', close, { once: true })
    return { close }
  }
}
