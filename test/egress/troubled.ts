/** A proxy with the pages for trouble, and tunnels that a person allowed, on a clock that is set. */
import { randomBytes } from 'node:crypto'
import { createReviewFace } from '../../gateway/core/review/face.ts'
import { workerLinkKey } from '../../gateway/core/review/link.ts'
import type { TunnelPermit } from '../../gateway/core/review/tunnel-permit.ts'
import type { TroubleNotice } from '../../gateway/core/trouble/notice.ts'
import { type Origin, type ProxyChanges, startProxy } from './setup.ts'

/** Where the pages are read. */
export const at = 'http://gatehouse.test:8080'

/** What is asked of the pages is answered by 429. */
export async function troubledProxy(origin: Origin, changes: ProxyChanges = {}) {
  const times = { steady: 0 }
  const tunnels: TunnelPermit[] = []
  const asked: string[][] = []
  const told = async (...words: string[]): Promise<TroubleNotice> => {
    asked.push(words)
    return { state: 'full' }
  }
  const nobody = async () => ({ state: 'unknown' }) as const
  const face = createReviewFace({
    facts: () => ({ officeName: 'Office', contact: 'Kim', reviewsAt: at }),
    signer: () => ({ worker: 'here', key: workerLinkKey(randomBytes(32), 'here') }),
    permits: () => [],
    tunnels: () => tunnels,
    window: { look: nobody, ask: nobody, claim: async () => false },
    trouble: {
      list: (address) => told('list', address),
      look: (id, address) => told('look', id, address),
      ask: (id, address) => told('ask', id, address),
    },
    steadyMs: () => times.steady,
  })
  const proxy = await startProxy([origin], { ...changes, ports: { reviews: face, ...changes.ports } })
  const allow = (change: Partial<TunnelPermit> = {}) =>
    tunnels.push({
      ...{ review: 'r', client: '127.0.0.1', address: '127.0.0.1', machine: null, types: [], until: 1000 },
      ...{ destination: origin.host, port: origin.port, ...change },
    })
  return { proxy, allow, tunnels, times, asked }
}
