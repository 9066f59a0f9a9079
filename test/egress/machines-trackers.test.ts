/** Promises about trackers and machines: what a group chose counts for machines that are in it by their cards, and guests' requests stay as they are. */
import { expect, test } from 'vitest'
import type { Standing } from '../../gateway/core/client/standing.ts'
import { parseRange } from '../../gateway/core/net/address.ts'
import { unknownClient } from '../../gateway/egress/connection.ts'
import type { Egress } from '../../gateway/egress/shared.ts'
import { trackingOn } from '../../gateway/egress/tracking.ts'
import type { Way } from '../../gateway/egress/way.ts'
import { compiled } from '../core/policy/support.ts'
import { trackers } from '../core/trackers/lists.ts'
import { exchangeThrough } from './send.ts'
import { startOrigin, startProxy } from './setup.ts'

const asking = { gpc: true, parameters: true, block: false }
const get = { method: 'GET', type: null, body: '', path: '/?utm_source=mail' } as const

const byCard = compiled(
  {},
  {
    clientGroups: { tills: ['00:00:5e:00:53:01'] },
    trackers: trackers('||ads.example.test^', {
      groups: [{ name: 'tills', clients: ['group:tills'], choice: asking }],
    }),
  },
)

async function received(standing: Standing | null) {
  const origin = await startOrigin()
  const clients = { standingOf: () => standing, lookFor: () => null }
  const proxy = await startProxy([origin], { ports: { policy: { current: () => byCard }, clients } })
  await exchangeThrough(proxy, origin, get)
  return { url: origin.received[0]?.url, signal: origin.received[0]?.headers['sec-gpc'] }
}

test("a machine that is in a group by its card gets what the group chose, and nobody else's does", async () => {
  const till = { machine: '0a1b2c3d', state: 'known', groups: ['tills'] } as const
  expect(await received(till)).toEqual({ url: '/', signal: '1' })
  expect(await received({ ...till, groups: [] })).toEqual({ url: get.path, signal: undefined })
})

test("nothing is added to a guest's requests and nothing taken out, whatever everybody else gets", () => {
  const policy = compiled({}, { trackers: trackers('||ads.example.test^', { others: asking }) })
  const guests = [parseRange('192.0.2.0/24')].filter((range) => range !== null)
  const of = (address: string) => {
    const ports = { policy: { current: () => policy } } as Egress['ports']
    const way = { connection: unknownClient(address), egress: { ports, guests } } as unknown as Way
    return trackingOn(way, 'shop.example.test')
  }
  expect(of('192.0.2.7')).toBeNull()
  expect(of('198.51.100.7')).toMatchObject({ gpc: true })
})
