/** Gives each worker its share of what all of them may take. */
import type { EgressOptions } from '../egress/options.ts'

/**
 * The kernel shares connections out by their addresses, never quite evenly: each worker may have a fifth more than its
 * even part of connections. Bounds for one client stay whole, since all its connections may come to one worker.
 */
export function shareOf(options: EgressOptions, workers: number): EgressOptions {
  const { limits } = options
  // Together never more than is set; but one at least, as a worker cannot do without.
  const part = (whole: number) => Math.max(1, Math.floor(whole / workers))
  return {
    ...options,
    reusePort: true,
    limits: {
      ...limits,
      maxConnections: workers === 1 ? limits.maxConnections : part(limits.maxConnections * 1.2),
      // A body that one process may hold can be held by each of several.
      maxHeldBytes: Math.max(part(limits.maxHeldBytes), limits.holdBytes),
      maxClientHeldBytes: Math.max(
        Math.min(limits.maxClientHeldBytes, part(limits.maxHeldBytes)),
        limits.holdBytes,
      ),
      upstreamConnections: part(limits.upstreamConnections),
    },
    upstreams: options.upstreams.map(({ connections, ...way }) => ({
      ...way,
      connections: connections === null ? null : part(connections),
    })),
  }
}
