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
  /** Before each round, so that its connections are open. */
  warmUp: number
  /**
   * Of a first round that is not counted, for subject and peer alike: until the compilers of a program that then runs
   * for weeks have done their work. What that round cost stands in the detail as `first_value`.
   */
  settling: number
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
    settling: 24_000,
    budget: '<= 1',
  },
  {
    name: '64k',
    bodyBytes: 64 * KiB,
    mode: 'keep-alive',
    connections: 32,
    requests: 1200,
    warmUp: 200,
    settling: 4000,
    budget: '<= 1.75',
  },
  {
    name: 'newconn',
    bodyBytes: 2 * KiB,
    mode: 'new-connection',
    connections: 8,
    requests: 400,
    warmUp: 40,
    settling: 2000,
    budget: '<= 0.3333',
  },
]
