/** The cases of requests: streams of HTTP/2, downloads, and a tunnel that is not read, each beside a peer in turns. */
import { GiB, KiB, MiB } from '../../../gateway/core/units.ts'
import { pinned } from '../egress/program.ts'
import type { BenchProxy } from '../egress/proxy.ts'
import { squidInstalled, startSplicingSquid, startSquid } from '../egress/squid.ts'
import { type BenchLine, benchLine, median } from '../line.ts'
import type { AskOrder, AskResult } from './ask.ts'
import { arrivedAt, maskedHost, round, type Stage, through, tunnelHost, type Way } from './stage.ts'

interface Extent {
  rounds: number
  long: boolean
}

/** A hundred streams of one session beside a hundred connections in HTTP/1.1 through the same gateway. */
export async function streamsCase(stage: Stage, { rounds, long }: Extent): Promise<BenchLine> {
  await using gateway = await stage.startGateway()
  const way = through(gateway)
  const requests = long ? 10_000 : 2000
  const order: Omit<AskOrder, 'proxyPort' | 'caFile' | 'protocol'> = {
    ...{ host: maskedHost, port: stage.ports.port, path: '/v1/messages', bodyFiles: stage.bodyFiles },
    ...{ atATime: 100, requests, warmUp: requests / 2 },
  }
  const [streams, connections] = await inTurns(rounds, [
    () => ask(way, { ...order, protocol: 'h2' }),
    () => ask(way, { ...order, protocol: 'http/1.1' }),
  ])
  const { planted } = await arrivedAt(stage)
  if (planted > 0) throw new Error(`${planted} requests arrived with planted values`)
  return line(stage, {
    name: 'http2-100-streams',
    ...{ ours: streams, peers: connections, peer: 'gatehouse, 100 connections in HTTP/1.1', planted },
    ...costOf(requests),
  })
}

/** One size of download through the gateway, beside Squid that intercepts too. */
export async function downloadCase(
  stage: Stage,
  { bytes, rounds, long }: Extent & { bytes: number },
): Promise<BenchLine> {
  const small = bytes < MiB
  const requests = (small ? 1000 : 20) * (long ? 5 : 1)
  await using gateway = await stage.startGateway()
  await using squid = squidInstalled() ? await stage.startPeer(startSquid) : null
  const order = {
    ...{
      host: maskedHost,
      port: stage.ports.http1Port,
      path: `/download?bytes=${bytes}`,
      bodyFiles: [] as string[],
    },
    ...{ protocol: 'http/1.1' as const, atATime: small ? 32 : 4, requests, warmUp: Math.ceil(requests / 4) },
  }
  const { ours, peers } = await besideSquid(rounds, { gateway, squid, of: (way) => ask(way, order) })
  return line(stage, {
    name: small ? 'download-64k' : 'download-10m',
    ...{ ours, peers, peer: squid?.name ?? null },
    ...costOf(requests),
  })
}

export const downloadBytes = { small: 64 * KiB, large: 10 * MiB }

/** A tunnel that the policy leaves unread, beside Squid that splices. */
export async function tunnelCase(stage: Stage, { rounds, long }: Extent): Promise<BenchLine> {
  const bytes = 64 * MiB
  const requests = long ? 64 : 4
  await using gateway = await stage.startGateway()
  await using squid = squidInstalled() ? await stage.startPeer(startSplicingSquid) : null
  const caFile = stage.direct.caFile
  const common = {
    ...{ port: stage.ports.http1Port, path: `/download?bytes=${bytes}`, bodyFiles: [] as string[] },
    ...{ protocol: 'http/1.1' as const, atATime: 4, requests, warmUp: 1 },
  }
  const { ours, peers } = await besideSquid(rounds, {
    ...{ gateway, squid },
    of: (way) => ask({ ...way, caFile }, { ...common, host: way.name === 'squid' ? maskedHost : tunnelHost }),
  })
  return line(stage, {
    name: 'tunnel-per-gib',
    ...{ ours, peers, peer: squid?.name ?? null },
    ...{ metric: 'cpu_seconds_per_gib', unit: 's', scale: GiB / (bytes * requests) },
  })
}

interface Asked {
  cpu: number
  result: AskResult
}

async function ask(way: Way, order: Omit<AskOrder, 'proxyPort' | 'caFile'>): Promise<Asked> {
  const asked = await round<AskResult>(way, 'ask.ts', order)
  if (asked.result.failures > 0)
    throw new Error(`${asked.result.failures} requests were not answered with 200`)
  return asked
}

async function besideSquid(
  rounds: number,
  { gateway, squid, of }: { gateway: BenchProxy; squid: BenchProxy | null; of: (way: Way) => Promise<Asked> },
): Promise<{ ours: Asked[]; peers: Asked[] | null }> {
  const ways = [gateway, ...(squid === null ? [] : [squid])].map(through)
  const [ours = [], peers = null] = await inTurns(
    rounds,
    ways.map((way) => () => of(way)),
  )
  return { ours, peers }
}

/** The rounds of each, in turns; a first one of all is not counted, in which compilers do their work. */
async function inTurns<T>(rounds: number, each: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results: T[][] = each.map(() => [])
  for (let index = 0; index <= rounds; index += 1)
    for (const [place, run] of each.entries()) results[place]?.push(await run())
  return results.map((all) => all.slice(1))
}

function costOf(requests: number) {
  return { metric: 'cpu_seconds_per_1000_requests', unit: 's', scale: 1000 / requests }
}

interface Measured {
  name: string
  ours: readonly Asked[] | undefined
  peers: readonly Asked[] | null | undefined
  peer: string | null
  metric: string
  unit: string
  /** From the CPU seconds of a round to the unit. */
  scale: number
  planted?: number
}

function line(stage: Stage, of: Measured): BenchLine {
  const { name, ours = [], peers, peer, metric, unit, scale } = of
  const cost = (rounds: readonly Asked[]) => median(rounds.map(({ cpu }) => cpu)) * scale
  const others = peers ?? null
  const middle = (rounds: readonly Asked[], figure: 'p50Ms' | 'p99Ms') =>
    Number(median(rounds.map(({ result }) => result[figure])).toPrecision(4))
  return benchLine({
    bench: 'traffic',
    case: name + stage.suffix,
    ...{ metric, unit, peer, value: cost(ours) },
    peer_value: others === null ? null : cost(others),
    ratio:
      others === null ? null : median(ours.map(({ cpu }, index) => cpu / (others[index]?.cpu ?? Number.NaN))),
    detail: {
      ...{ rounds: ours.length, own_core: pinned },
      ...{ p50_ms: middle(ours, 'p50Ms'), p99_ms: middle(ours, 'p99Ms') },
      ...(others === null
        ? {}
        : { peer_p50_ms: middle(others, 'p50Ms'), peer_p99_ms: middle(others, 'p99Ms') }),
      ...(of.planted === undefined ? {} : { planted: of.planted }),
    },
  })
}
