/** The cases of many connections: 2,000 hosts in the leaf cache, 9,000 idle clients, and how two workers share a thousand. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { childrenOf, cpuSecondsOf, residentBytesOf } from '../egress/process-tree.ts'
import { loadCore, type Program, pinned, startProgram } from '../egress/program.ts'
import type { BenchProxy } from '../egress/proxy.ts'
import { type BenchLine, benchLine } from '../line.ts'
import type { CrowdOrder, CrowdResult } from './crowd.ts'
import { distinctHosts, hostNumber, maskedHost, round, type Stage, through } from './stage.ts'

/** What a handshake costs where each is for another of 2,000 known hosts, beside handshakes for one. */
export async function hostsCase(stage: Stage): Promise<BenchLine> {
  await using gateway = await stage.startGateway({ leafCache: distinctHosts })
  const all = Array.from({ length: distinctHosts }, (_, index) => hostNumber(index))
  const visit = async (hosts: readonly string[]) => {
    const order = crowdOrder(stage, { hosts, connections: distinctHosts, after: 'close' })
    const { cpu } = await round<CrowdResult>(through(gateway), 'crowd.ts', order)
    return (cpu / distinctHosts) * 1000
  }
  // What all handshakes share (compiled code, the journal) is there before the hosts come.
  await visit([maskedHost])
  const one = await visit([maskedHost])
  const before = residentBytesOf(gateway.pid)
  const first = await visit(all)
  const growth = residentBytesOf(gateway.pid) - before
  const again = await visit(all)
  return benchLine({
    bench: 'traffic',
    case: `leaf-cache-2000-hosts${stage.suffix}`,
    ...{ metric: 'cpu_seconds_per_1000_handshakes', unit: 's', value: again },
    ...{ peer: 'gatehouse, one host', peer_value: one, ratio: again / one },
    detail: {
      ...{ hosts: distinctHosts, own_core: pinned, first_visit: Number(first.toPrecision(4)) },
      growth_kb_per_host: Math.round(growth / 1000 / distinctHosts),
    },
  })
}

/** What each client that has asked once and stays silent keeps in memory. */
export async function idleCase(stage: Stage, clients: number): Promise<BenchLine> {
  // Silent for longer than it takes all of them to come, and nobody is cut off meanwhile.
  await using gateway = await stage.startGateway({
    proxy: {
      limits: {
        maxConnectionsPerClient: 12_000,
        maxConnections: 12_000,
        keepAliveTimeoutMs: 3_600_000,
      },
    },
  })
  const some = await withCrowd(stage, { gateway, clients: 100 }, () => residentBytesOf(gateway.pid))
  const many = await withCrowd(stage, { gateway, clients }, () => residentBytesOf(gateway.pid))
  return benchLine({
    bench: 'traffic',
    case: `idle-tls-clients${stage.suffix}`,
    metric: 'resident_memory_per_client',
    unit: 'KB',
    value: (many - some) / 1000 / (clients - 100),
    budget: '<= 80',
    detail: { clients, with_100_mb: Math.round(some / 1e6), with_all_mb: Math.round(many / 1e6) },
  })
}

/** The smaller share of a thousand connections that either of two workers on one core got. */
export async function shareCase(stage: Stage): Promise<BenchLine> {
  const connections = 1000
  await using gateway = await stage.startGateway({ workers: 2 })
  const start = cpuSecondsOf(gateway.pid)
  const shares = await withCrowd(stage, { gateway, clients: connections }, () =>
    childrenOf(gateway.pid)
      .map((worker) => connectionsOf(worker, gateway.port))
      .filter((count) => count > 0),
  )
  return benchLine({
    bench: 'traffic',
    case: `workers-share${stage.suffix}`,
    metric: 'smaller_share_of_connections',
    unit: 'share',
    // A worker without any has no place among the shares.
    value: shares.length < 2 ? 0.001 : Math.min(...shares) / shares.reduce((sum, each) => sum + each, 0),
    budget: '>= 0.4',
    detail: {
      ...{ connections, workers: 2, shares, own_core: pinned },
      cpu_seconds: Number((cpuSecondsOf(gateway.pid) - start).toPrecision(3)),
    },
  })
}

/** Looks three seconds after all clients fell silent. */
async function withCrowd<T>(
  stage: Stage,
  { gateway, clients }: { gateway: BenchProxy; clients: number },
  look: () => T,
): Promise<T> {
  const order = crowdOrder(stage, { hosts: [maskedHost], connections: clients, after: 'keep' })
  const whole: CrowdOrder = { ...order, proxyPort: gateway.port, caFile: gateway.caFile }
  await using client: Program = startProgram(join(import.meta.dirname, 'crowd.ts'), whole, loadCore)
  await client.next<{ ready: true }>()
  client.send('go')
  await client.next<CrowdResult>()
  await wait(3000)
  const seen = look()
  client.send('go')
  await client.next<CrowdResult>()
  return seen
}

function crowdOrder(
  { ports }: Stage,
  of: Pick<CrowdOrder, 'hosts' | 'connections' | 'after'>,
): Omit<CrowdOrder, 'proxyPort' | 'caFile'> {
  return { ...of, port: ports.http1Port, protocol: 'http/1.1' }
}

/** Established connections of a process to its own port: proc_pid_fd(5) names the sockets, proc_pid_net(5) their ports. */
function connectionsOf(pid: number, port: number): number {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const established = '01'
  const inodes = new Set<string>()
  for (const row of readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n').slice(1)) {
    const fields = row.trim().split(/\s+/)
    if (fields[1]?.endsWith(`:${hexPort}`) && fields[3] === established) inodes.add(fields[9] ?? '')
  }
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`)
    } catch {
      return ''
    }
  })
  return open.filter((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '-')).length
}
