/** Goes out through another proxy: asks it for a tunnel (RFC 9110 §9.3.6) and hands over the connection inside. */
import { connect, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { formatHost } from '../core/http/authority.ts'
import { fixedLookup } from '../core/net/fixed-lookup.ts'
import type { ParentProxy } from './options.ts'
import type { Trust } from './upstream-trust.ts'

export interface ParentOrder {
  parent: ParentProxy
  /** Addresses of the parent. */
  addresses: readonly string[]
  /** What the tunnel should lead to. */
  host: string
  port: number
  /** The own address to leave from. */
  from: string | null
  trust: Trust
  /** For connecting and for the answer together. */
  timeoutMs: number
  signal?: AbortSignal
}

/** An answer to CONNECT is a status line and a few fields: longer, and it is no proxy. */
const maxAnswerBytes = 16 * 1024

/** The parent would not open the tunnel; `status` is what it answered. */
export class ParentRefused extends Error {
  readonly code = 'ECONNREFUSED'
  readonly status: number
  constructor(status: number) {
    super(`the parent proxy answered ${status}`)
    this.status = status
  }
}

/** The parent was not reached, or did not answer as a proxy does. */
export class ParentFailed extends Error {
  readonly code: string
  constructor(cause: Error) {
    super('the parent proxy failed', { cause })
    const { code } = cause as { code?: unknown }
    this.code = typeof code === 'string' ? code : 'ECONNRESET'
  }
}

/** Resolves with a connection on which the destination is at the other end. Rejects as a connection would. */
export function throughParent(order: ParentOrder): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = open(order)
  const fail = (error: Error) => {
    clearTimeout(timer)
    socket.destroy()
    reject(failureOfParent(error))
  }
  const timer = setTimeout(
    () => fail(Object.assign(new Error('the parent proxy was too slow'), { code: 'ETIMEDOUT' })),
    order.timeoutMs,
  )
  const ended = () => fail(Object.assign(new Error('the parent proxy hung up'), { code: 'ECONNRESET' }))
  let answer = Buffer.alloc(0)
  const onData = (chunk: Buffer) => {
    answer = Buffer.concat([answer, chunk])
    const end = answer.indexOf('\r\n\r\n')
    if (end === -1 && answer.length <= maxAnswerBytes) return
    const status =
      end === -1 ? null : /^HTTP\/1\.[01] (\d{3})(?: |\r)/.exec(answer.toString('latin1', 0, 16))?.[1]
    if (status === undefined || status === null)
      return fail(Object.assign(new Error('no answer of a proxy'), { code: 'EPROTO' }))
    if (!status.startsWith('2')) return fail(new ParentRefused(Number(status)))
    clearTimeout(timer)
    socket.off('data', onData).off('error', fail).off('end', ended).off('close', ended)
    socket.pause()
    // Between here and whoever takes it over, a reset must not be nobody's.
    socket.on('error', () => {})
    const rest = answer.subarray(end + 4)
    if (rest.length > 0) socket.unshift(rest)
    resolve(socket)
  }
  socket.once(order.parent.tls ? 'secureConnect' : 'connect', () => socket.write(requestFor(order), 'latin1'))
  socket.on('error', fail).on('end', ended).on('close', ended).on('data', onData)
  return promise
}

function open({ parent, addresses, from, trust, signal }: ParentOrder): Socket {
  const where = {
    host: parent.host,
    port: parent.port,
    lookup: fixedLookup(addresses) as LookupFunction,
    autoSelectFamily: true,
    noDelay: true,
    allowHalfOpen: true,
    ...(signal === undefined ? {} : { signal }),
    ...(from === null ? {} : { localAddress: from }),
  }
  return parent.tls
    ? connectTls({ ...where, ...trust, servername: parent.host, ALPNProtocols: ['http/1.1'] })
    : connect(where)
}

function requestFor({ parent, host, port }: ParentOrder): string {
  const authority = `${formatHost(host)}:${port}`
  const login = parent.authorization === null ? '' : `Proxy-Authorization: ${parent.authorization}\r\n`
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`
}

/** Of a connection to the parent that came to nothing. */
export function failureOfParent(error: Error): Error {
  return isOwn(error) ? error : new ParentFailed(error)
}

/**
 * Of a plain request that got no answer: where the connection broke, or what came is no HTTP, the proxy at its other end is to
 * blame, which owes an answer also for a destination that does neither (RFC 9110 §15.6.3).
 */
export function failureOfAnswer(error: Error): Error {
  const { code, syscall, name } = error as { code?: unknown; syscall?: unknown; name: string }
  // An upload that broke off has no call of the system to blame.
  const isBroken = code === 'UND_ERR_SOCKET' || syscall !== undefined
  return isBroken || name === 'HTTPParserError' ? failureOfParent(error) : error
}

/** What the parent said, or what is amiss here, is no failure of the parent's. */
function isOwn(error: Error): boolean {
  const { code, syscall, name } = error as { code?: unknown; syscall?: unknown; name: string }
  return (
    error instanceof ParentRefused ||
    name === 'AbortError' ||
    (code === 'EADDRNOTAVAIL' && syscall === 'bind')
  )
}
