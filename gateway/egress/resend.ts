/** Sends one request again as it was: by the ways, addresses and checks of certificates that count for every other. */
import type { VerdictReason } from '../core/journal.ts'
import type { OriginalContent } from '../core/original/content.ts'
import type { Clock } from '../core/ports.ts'
import { MiB } from '../core/units.ts'
import { pathForUndici } from './asterisk.ts'
import type { EgressOptions } from './options.ts'
import { DestinationResolver } from './resolve.ts'
import { requestBy } from './undici-parts.ts'
import { UpstreamPools } from './upstream.ts'
import { upstreamFault } from './upstream-fault.ts'

export interface Resent {
  /** Null where there was no answer. */
  status: number | null
  reason: VerdictReason
  address: string | null
  forwardedBytes: number
}

export interface ResendOptions {
  options: EgressOptions
  clock: Clock
  /** Where the proxy itself listens. */
  ownPort: number
  signal: AbortSignal
}

/** Of an answer nothing is read but its status: so much of the rest is let go by, and then its connection. */
const mostAnswerBytes = MiB

/**
 * In HTTP/1.1, on a connection of its own. A redirect is an answer like any other. Never rejects; sent once at most, since
 * nobody knows whether what broke off was done.
 */
export async function resend(
  content: OriginalContent,
  { options, clock, ownPort, signal }: ResendOptions,
): Promise<Resent> {
  const { scheme, host, port, method, target, fields, body } = content
  const unsent = { status: null, address: null, forwardedBytes: 0 }
  const ownPorts = () => [ownPort, ...options.ownPorts]
  const found = await new DestinationResolver({ ...options, clock, ownPorts }).resolve(host, port)
  if (!found.ok) return { ...unsent, reason: found.reason }
  const pools = new UpstreamPools(options.limits, options)
  const { addresses } = found
  const upstream = pools.private({ scheme, host, port, serverName: host, addresses }, clock.monotonic())
  try {
    const asked = { method, path: pathForUndici(target), headers: fields, body, signal }
    const answer = await requestBy(upstream.pool, asked)
    await answer.body.dump({ limit: mostAnswerBytes }).catch(() => undefined)
    const { address } = upstream
    return { status: answer.statusCode, reason: 'resent', address, forwardedBytes: body.length }
  } catch (error) {
    const reason = signal.aborted ? 'upstream-timeout' : upstreamFault(error)
    return { ...unsent, address: upstream.address, reason }
  } finally {
    await upstream.pool.destroy().catch(() => undefined)
  }
}
