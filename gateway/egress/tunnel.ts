/** Carries a connection's bytes unread, because a rule says so, and counts them. */
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { writeAway } from './give-back.ts'

/** How a tunnel ended. */
export type TunnelEnd =
  | { kind: 'carried'; address: string; sent: number; received: number }
  | { kind: 'unreachable'; error: unknown }
  /** The client left before there was a connection to join its own to. */
  | { kind: 'client-gone' }

export interface TunnelOptions {
  /** Connects to the destination, in bounded time, and gives up when the signal says so. */
  open(signal: AbortSignal): Promise<Socket>
  idleTimeoutMs: number
}

/** Relays both ways until both sides ended, or neither sent a byte for the idle time. */
export async function carryTunnel(client: Duplex, options: TunnelOptions): Promise<TunnelEnd> {
  if (client.destroyed) return { kind: 'client-gone' }
  const leaving = new AbortController()
  const leave = () => leaving.abort()
  client.once('close', leave)
  let upstream: Socket
  try {
    upstream = await options.open(leaving.signal)
  } catch (error) {
    return client.destroyed ? { kind: 'client-gone' } : { kind: 'unreachable', error }
  }
  client.off('close', leave)
  if (client.destroyed) {
    upstream.destroy()
    return { kind: 'client-gone' }
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
    passOn(client, upstream)
    passOn(upstream, client)
    if (client.destroyed) over()
  })
}

/** What one side says goes to the other at its pace, and so does the end of it. */
function passOn(from: Duplex, to: Duplex): void {
  // What a socket reads is seen by nobody else, and what a socket has written it needs no more. Streams of HTTP/2 share.
  const isOwn = from instanceof Socket && to instanceof Socket
  from.on('data', (chunk: Buffer) => {
    if (!(isOwn ? writeAway(to, chunk) : to.write(chunk))) from.pause()
  })
  to.on('drain', () => from.resume())
  from.once('end', () => to.end())
  if (!to.writableNeedDrain) from.resume()
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
