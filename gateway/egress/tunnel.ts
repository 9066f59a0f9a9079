/** Carries a connection's bytes unread, because a rule says so, and counts them. */
import { connect, type LookupFunction, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { fixedLookup } from './fixed-lookup.ts'

/** How a tunnel ended. */
export type TunnelEnd =
  | { kind: 'carried'; address: string; sent: number; received: number }
  | { kind: 'unreachable'; error: unknown }
  /** The client left before there was a connection to join its own to. */
  | { kind: 'client-gone' }

export interface TunnelOptions {
  host: string
  addresses: readonly string[]
  port: number
  /** For all addresses together. */
  connectTimeoutMs: number
  idleTimeoutMs: number
}

/** Relays both ways until both sides ended, or neither sent a byte for the idle time. */
export async function carryTunnel(client: Duplex, options: TunnelOptions): Promise<TunnelEnd> {
  let upstream: Socket
  try {
    upstream = await openConnection(client, options)
  } catch (error) {
    return client.destroyed ? { kind: 'client-gone' } : { kind: 'unreachable', error }
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

/** Connects as pools do: only guarded addresses are tried, and Node races them (RFC 8305). */
function openConnection(client: Duplex, options: TunnelOptions): Promise<Socket> {
  const { host, port, addresses, connectTimeoutMs } = options
  return new Promise((resolve, reject) => {
    if (client.destroyed) return reject(new Error('client gone'))
    const socket = connect({
      host,
      port,
      lookup: fixedLookup(addresses) as LookupFunction,
      autoSelectFamily: true,
      noDelay: true,
      allowHalfOpen: true,
    })
    const late = () => socket.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' }))
    const gone = () => socket.destroy(new Error('client gone'))
    const timer = setTimeout(late, connectTimeoutMs)
    const decided = () => {
      clearTimeout(timer)
      client.off('close', gone)
    }
    client.once('close', gone)
    socket.once('error', reject)
    // An address among the names connects without a look-up; a socket may close without an error of its own.
    socket.once('close', decided)
    socket.once('connect', () => {
      decided()
      socket.off('error', reject)
      resolve(socket)
    })
  })
}
