/** The case of long lists of trackers: what asking them and cleaning a URL adds to an exchange, and what a host takes. */
import { compilePolicy } from '../../../gateway/core/policy/compile.ts'
import { decideConnection } from '../../../gateway/core/policy/decide.ts'
import { policyFileSchema } from '../../../gateway/core/policy/model.ts'
import { type TrackersInForce, trackingOf } from '../../../gateway/core/trackers/compile.ts'
import { HostTableBuilder } from '../../../gateway/core/trackers/host-table.ts'
import { type BenchLine, benchLine } from '../line.ts'

const perPass = 20_000
/** More than answers are remembered, so that some are always looked for anew. */
const hostsAsked = 5000
const client = '192.168.1.20'
/** As a shop's links are: three parameters of which two go. */
const target = '/p/4711?color=blue&utm_source=mail&gclid=Cj0KCQjwk96lBhDHARIsAEKO4xZyfbWi5R9a1Q2jr5glBHkF'

/** `hosts`: that the lists name. */
export function trackersCase({ passes, hosts }: { passes: number; hosts: number }): BenchLine[] {
  const trackers = trackersOf(hosts)
  const off = costUs(policyWith(null), passes)
  const on = costUs(policyWith(trackers), passes)
  const { byteLength } = trackers.lists.table.entries
  const detail = { hosts, exchanges: passes * perPass }
  return [
    benchLine({
      bench: 'traffic',
      case: 'trackers',
      ...{ metric: 'cpu_per_exchange', unit: 'µs', value: on },
      ...{ peer: 'without', peer_value: off, ratio: on / off },
      ...{ budget: '<= 5', bounds: 'value' },
      detail,
    }),
    benchLine({
      bench: 'traffic',
      case: 'trackers-memory',
      ...{ metric: 'bytes_per_host', unit: 'B', value: byteLength / hosts },
      ...{ peer: null, peer_value: null, ratio: null },
      ...{ budget: '<= 8', bounds: 'value' },
      detail,
    }),
  ]
}

function trackersOf(hosts: number): TrackersInForce {
  const builder = new HostTableBuilder({ high: 1, low: 2 })
  for (let index = 0; index < hosts; index += 1)
    builder.add({ host: `t${index}.ads${index % 997}.example`, scope: 'tree', exception: false }, 0)
  return {
    settings: {
      groups: [
        { name: 'desk', clients: ['192.168.1.0/24'], choice: { gpc: true, parameters: true, block: true } },
      ],
      others: { gpc: false, parameters: false, block: false },
      except: [],
      parameters: {
        names: ['utm_*', 'gclid', 'fbclid', 'msclkid'],
        untouched: ['state', 'code'],
        exceptions: [],
      },
    },
    lists: { names: ['bench'], table: builder.finish() },
  }
}

function policyWith(trackers: TrackersInForce | null) {
  const source = {
    connections: [{ id: 'all', action: 'intercept' }],
    exchanges: [{ id: 'rest', entities: { '*': 'mask' } }],
  }
  return compilePolicy(policyFileSchema.parse(source), {
    catalogue: { groups: {} },
    clientGroups: {},
    timeZone: 'UTC',
    ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
    corrections: [],
    analysis: { packs: null },
    trackers,
  })
}

/** The least of many passes: what another program took of the core is in the others. */
function costUs(policy: ReturnType<typeof policyWith>, passes: number): number {
  const names = Array.from({ length: hostsAsked }, (_, index) => `www.shop${index}.vendor.example`)
  let least = Number.POSITIVE_INFINITY
  let [passed, rare] = [0, 0]
  for (let pass = 0; pass < passes; pass += 1) {
    const start = process.cpuUsage()
    for (let index = 0; index < perPass; index += 1) {
      // Nine of ten go where somebody just was.
      const isRare = index % 10 === 0
      if (isRare) rare = (rare + 1) % hostsAsked
      const host = names[isRare ? rare : index % 100] ?? ''
      const { action } = decideConnection(policy, { client, host, port: 443, at: 1_790_000_000_000 })
      const cleaned = trackingOf(policy, client, host)?.clean?.(target).target ?? target
      if (action === 'intercept' && cleaned.startsWith('/p/4711?color=blue')) passed += 1
    }
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / perPass)
  }
  if (passed !== passes * perPass) throw new Error('a host that no list names was refused')
  return least
}
