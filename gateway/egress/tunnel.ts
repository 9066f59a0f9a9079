/** Carries a connection's bytes unread, because a rule says so, and counts them. */
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How a tunnel ended. */
export type TunnelEnd =
  | { kind: 'carried'; address: string; sent: number; received: number }
  | { kind: 'unreachable'; error: unknown }

export interface TunnelOptions {
  addresses: readonly string[]
  port: number
  connectTimeoutMs: number
  idleTimeoutMs: number
}

/** Opens a connection to one of the addresses, in order. Rejects with the last error. */
export async function openConnection(options: TunnelOptions): Promise<Socket> {
  let last: unknown = new Error('no address')
  for (const address of options.addresses) {
    try {
      return await connectTo(address, options)
    } catch (error) {
      last = error
    }
  }
  throw last
}

/** Relays both ways until both sides ended, or neither sent a byte for the idle time. */
export async function carryTunnel(client: Duplex, options: TunnelOptions): Promise<TunnelEnd> {
  let upstream: Socket
  try {
    upstream = await openConnection(options)
  } catch (error) {
    return { kind: 'unreachable', error }
  }
  const address = upstream.remoteAddress ?? ''
  await relay(client, upstream, options.idleTimeoutMs)
  return { kind: 'carried', address, sent: upstream.bytesWritten, received: upstream.bytesRead }
}

/** Joins two connections; half-closes are passed on. Resolves when both are over. */
export function relay(client: Duplex, upstream: Socket, idleTimeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    let open = 2
    const over = () => {
      open -= 1
      if (open === 0) resolve()
      else {
        finishThenDestroy(client, idleTimeoutMs)
        finishThenDestroy(upstream, idleTimeoutMs)
      }
    }
    upstream.setTimeout(idleTimeoutMs, () => upstream.destroy())
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.once('close', over)
    upstream.once('close', over)
    client.pipe(upstream)
    upstream.pipe(client)
    if (client.destroyed) over()
  })
}

/** What a side had still to be sent when the other closed is not lost, unless it does not take it in time. */
function finishThenDestroy(side: Duplex, withinMs: number): void {
  if (!side.writableEnded || side.writableFinished) {
    side.destroy()
    return
  }
  const stop = setTimeout(() => side.destroy(), withinMs)
  side.once('finish', () => side.destroy())
  side.once('close', () => clearTimeout(stop))
}

function connectTo(address: string, options: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: options.port, noDelay: true, allowHalfOpen: true })
    socket.setTimeout(options.connectTimeoutMs, () => socket.destroy(new Error('connect timeout')))
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('error', reject)
      resolve(socket)
    })
  })
}
