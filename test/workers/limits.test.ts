/** Promises about shares: together workers take what the settings allow for a destination, and none goes without. */
import { expect, test } from 'vitest'
import { shareOf } from '../../gateway/workers/limits.ts'
import { startProxy } from '../egress/setup.ts'

test.each([
  [10, 2, 5],
  [7, 3, 2],
  [3, 2, 1],
  [1, 2, 1],
  [null, 2, null],
])(
  'of %s connections to a destination with its own bound each of %s workers has %s',
  async (connections, workers, each) => {
    const { options } = await startProxy([])
    const way = {
      ...{ destinations: ['*'], parent: null, from: null, identity: null, revoked: null },
      connections,
    }
    const shared = shareOf({ ...options, upstreams: [way] }, workers)
    expect(shared.upstreams).toEqual([{ ...way, connections: each }])
    expect(options.limits.upstreamConnections).toBe(32)
    expect(shared.limits.upstreamConnections).toBe(workers === 2 ? 16 : 10)
  },
)
