/** Measures one case: subject and peer take turns under the same load, so that a slow minute of the machine hits both. */
import { join } from 'node:path'
import type { LoadOrder, LoadResult } from './load.ts'
import type { OriginCounts } from './origin.ts'
import { cpuSecondsOf, residentBytesOf } from './process-tree.ts'
import { loadCore, type Program, startProgram } from './program.ts'
import type { BenchProxy, Destination } from './proxy.ts'

/** What is sent in one round. */
export interface Load {
  mode: LoadOrder['mode']
  bodyFiles: readonly string[]
  connections: number
  warmUp: number
  /** Requests of each round, in order. */
  rounds: readonly number[]
}

/** What one proxy cost in one round. Planted values and failures are counted over the whole of it. */
export interface Round {
  /** CPU seconds of the proxy's process tree for 1,000 requests. */
  cpuPerThousand: number
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  residentBytes: number
  planted: number
  failures: number
}

/** The rounds of each proxy, in the order of `proxies`. */
export async function runSeries(
  proxies: readonly BenchProxy[],
  load: Load,
  { destination, origin }: { destination: Destination; origin: Program },
): Promise<Round[][]> {
  const results: Round[][] = proxies.map(() => [])
  const { rounds, ...each } = load
  for (const requests of rounds) {
    for (const [index, proxy] of proxies.entries()) {
      results[index]?.push(await runRound(proxy, { ...each, requests }, { destination, origin }))
    }
  }
  return results
}

async function runRound(
  proxy: BenchProxy,
  load: Omit<Load, 'rounds'> & { requests: number },
  { destination, origin }: { destination: Destination; origin: Program },
): Promise<Round> {
  const order: LoadOrder = {
    proxyPort: proxy.port,
    host: destination.host,
    port: destination.port,
    caFile: proxy.caFile,
    ...load,
  }
  await using client = startProgram(join(import.meta.dirname, 'load.ts'), order, loadCore)
  await client.next<{ ready: true }>()
  const before = cpuSecondsOf(proxy.pid)
  client.send('go')
  const result = await client.next<LoadResult>()
  const cpu = cpuSecondsOf(proxy.pid) - before
  const counts = await originCounts(origin)
  const missing = order.requests + order.warmUp - counts.requests
  return {
    cpuPerThousand: (cpu / order.requests) * 1000,
    requestsPerSecond: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    residentBytes: residentBytesOf(proxy.pid),
    planted: counts.planted,
    failures: Math.max(result.failures, missing),
  }
}

/** What has arrived since the last time it was asked. */
export async function originCounts(origin: Program): Promise<OriginCounts> {
  origin.send('counts')
  return origin.next<OriginCounts>()
}
