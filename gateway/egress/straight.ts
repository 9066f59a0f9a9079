/** Connects to one of a destination's addresses: only guarded ones are tried, and Node races them (RFC 8305). */
import { connect, type LookupFunction, type Socket } from 'node:net'
import { fixedLookup } from '../core/net/fixed-lookup.ts'

export interface StraightOrder {
  host: string
  port: number
  addresses: readonly string[]
  /** The own address to leave from. */
  from: string | null
  /** For all addresses together. */
  timeoutMs: number
  signal: AbortSignal
}

/** Rejects with the error of the last address, or ETIMEDOUT. */
export function straightTo(order: StraightOrder): Promise<Socket> {
  const { host, port, addresses, from, timeoutMs, signal } = order
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      lookup: fixedLookup(addresses) as LookupFunction,
      autoSelectFamily: true,
      noDelay: true,
      allowHalfOpen: true,
      signal,
      ...(from === null ? {} : { localAddress: from }),
    })
    const late = () => socket.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' }))
    const timer = setTimeout(late, timeoutMs)
    const decided = () => clearTimeout(timer)
    socket.once('error', reject)
    // An address among the names connects without a look-up; a socket may close without an error of its own.
    socket.once('close', decided)
    socket.once('connect', () => {
      decided()
      socket.off('error', reject)
      // Until it is joined to a client's, a reset must not be nobody's.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}
