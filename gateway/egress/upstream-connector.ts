/** Makes the connections of one pool: straight or through another proxy, from the address and with the trust it has. */
import type { Socket } from 'node:net'
import type { buildConnector, Dispatcher, Pool } from 'undici'
import { formatHost, isAddress } from '../core/http/authority.ts'
import { fixedLookup } from '../core/net/fixed-lookup.ts'
import type { ParentProxy, UpstreamWay } from './options.ts'
import { failureOfAnswer, failureOfParent, ParentRefused, throughParent } from './parent-proxy.ts'
import { straightTo } from './straight.ts'
import { undici } from './undici-parts.ts'
import type { UpstreamTarget } from './upstream-target.ts'
import type { UpstreamTrust } from './upstream-trust.ts'

export type Connected = (...outcome: [error: Error, socket: null] | [error: null, socket: Socket]) => void

/** The way to a destination, whom to believe on it, and how long connecting may take. */
export interface Out {
  way: UpstreamWay | null
  trust: UpstreamTrust
  timeoutMs: number
}

/** Each call makes one connection, which offers HTTP/2 before HTTP/1.1, or HTTP/1.1 alone. */
export function connectorTo(
  target: UpstreamTarget,
  { way, trust, timeoutMs, http2 }: Out & { http2: boolean },
): (connected: Connected) => void {
  const from = way?.from ?? null
  const addresses = reachableFrom(from, target.addresses)
  const connector = undici.buildConnector({
    allowH2: http2,
    preferH2: http2,
    timeout: timeoutMs,
    // Only guarded addresses are ever tried; Node races them (RFC 8305).
    autoSelectFamily: true,
    lookup: fixedLookup(addresses),
    ...(target.scheme === 'https' ? trust.for(target.serverName) : {}),
  } as buildConnector.BuildOptions)
  const parent = way?.parent ?? null
  const plain = target.scheme === 'http'
  const at = plain && parent !== null ? parent : target
  const options = {
    hostname: at.host,
    host: at.host,
    protocol: `${target.scheme}:`,
    port: String(at.port),
    servername: isAddress(target.serverName) ? '' : target.serverName,
    ...(from === null ? {} : { localAddress: from }),
  }
  const connect = (inside: { httpSocket?: Socket }, connected: Connected) =>
    connector({ ...options, ...inside } as buildConnector.Options, (error, socket) =>
      error === null ? connected(null, socket as Socket) : connected(error, null),
    )
  // A parent that is spoken to in TLS carries plain requests inside a tunnel, too: nobody on the way reads them.
  if (parent === null) return (connected) => connect({}, connected)
  if (plain && !parent.tls)
    return (connected) =>
      connect({}, (error, socket) =>
        error === null ? connected(null, socket) : connected(failureOfParent(error), null),
      )
  return (connected) => {
    const order = { parent, addresses, host: target.host, port: target.port, from, timeoutMs }
    throughParent({ ...order, trust: trust.for(parent.host) }).then(
      (httpSocket) => (plain ? connected(null, httpSocket) : connect({ httpSocket }, connected)),
      (error: Error) => connected(error, null),
    )
  }
}

/** A connection to a destination that nobody reads, made as those of pools are. `socket` is open, or will say why not. */
export function openUnread(
  target: { host: string; port: number; addresses: readonly string[] },
  { way, trust, timeoutMs, signal }: Out & { signal: AbortSignal },
): Promise<Socket> {
  const { host, port } = target
  const from = way?.from ?? null
  const addresses = reachableFrom(from, target.addresses)
  const parent = way?.parent ?? null
  return parent === null
    ? straightTo({ host, port, addresses, from, timeoutMs, signal })
    : throughParent({ parent, addresses, host, port, from, timeoutMs, signal, trust: trust.for(parent.host) })
}

/** An own address reaches those of its own family only. */
export function reachableFrom(from: string | null, addresses: readonly string[]): readonly string[] {
  return from === null ? addresses : addresses.filter((one) => one.includes(':') === from.includes(':'))
}

/** The same pool, whose requests name their whole destination and log in to the parent (RFC 9112 §3.2.2, RFC 9110 §11.7). */
export function viaParent(
  pool: Pool,
  { parent, target }: { parent: ParentProxy; target: UpstreamTarget },
): Pool {
  if (parent.tls) return pool
  const origin = `http://${formatHost(target.host)}${target.port === 80 ? '' : `:${target.port}`}`
  const login = parent.authorization === null ? [] : ['Proxy-Authorization', parent.authorization]
  const asking = pool.compose((dispatch) => (options, handler) => {
    const fields = (options.headers ?? []) as string[]
    // `OPTIONS *` is asked of a proxy without a path (RFC 9112 §3.2.4).
    const path = options.path.startsWith('/') ? `${origin}${options.path}` : origin
    return dispatch({ ...options, path, headers: [...fields, ...login] }, answeredByParent(handler))
  })
  return asking as Pool
}

/** A login that the parent wants is none of the client's business: to it the destination is out of reach. */
function answeredByParent(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  let isAnswered = false
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart: (controller, status, headers, message) => {
      isAnswered ||= status >= 200
      if (status === 407) controller.abort(new ParentRefused(status))
      else handler.onResponseStart?.(controller, status, headers, message)
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) =>
      handler.onResponseError?.(controller, isAnswered ? error : failureOfAnswer(error)),
  }
}
