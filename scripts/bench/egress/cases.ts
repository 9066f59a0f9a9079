/** The cases of the proxy bench, with the load that each sends and the budget it must keep (DESIGN §10). */
import { KiB } from '../../../gateway/core/units.ts'
import type { LoadOrder } from './load.ts'

export interface EgressCase {
  name: string
  bodyBytes: number
  mode: LoadOrder['mode']
  connections: number
  /** Of one round. */
  requests: number
  warmUp: number
  /** CPU seconds per request against Squid, which intercepts but does not look into the body. */
  budget: string
}

export const egressCases: readonly EgressCase[] = [
  {
    name: '2k',
    bodyBytes: 2 * KiB,
    mode: 'keep-alive',
    connections: 32,
    requests: 4000,
    warmUp: 400,
    budget: '<= 1',
  },
  {
    name: '64k',
    bodyBytes: 64 * KiB,
    mode: 'keep-alive',
    connections: 32,
    requests: 1200,
    warmUp: 200,
    budget: '<= 1.75',
  },
  {
    name: 'newconn',
    bodyBytes: 2 * KiB,
    mode: 'new-connection',
    connections: 8,
    requests: 400,
    warmUp: 40,
    budget: '<= 0.3333',
  },
]
