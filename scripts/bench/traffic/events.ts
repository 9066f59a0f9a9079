/** The case of an assistant's answer: how much later each of its events comes for being read, tokens becoming values again. */
import { pinned } from '../egress/program.ts'
import { type BenchLine, benchLine } from '../line.ts'
import type { ListenOrder, ListenResult } from './listen.ts'
import { round, type Stage, through, tokenHost, type Way } from './stage.ts'

const told = 'mary.keller@customer.example'
/** Issue 5 asks for it on loopback. */
const budget = '<= 5'

/** Straight and through the gateway in turns, so that a slow minute of the machine hits both. */
export async function eventsCase(
  stage: Stage,
  { rounds, long }: { rounds: number; long: boolean },
): Promise<BenchLine> {
  await using gateway = await stage.startGateway()
  const order: Omit<ListenOrder, 'proxyPort' | 'caFile'> = {
    ...{ host: tokenHost, port: stage.ports.port, protocol: 'h2', told, events: long ? 2000 : 200 },
  }
  const ways: Way[] = [through(gateway), stage.direct]
  const delays: number[][] = [[], []]
  let events = 0
  for (let index = 0; index < rounds; index += 1) {
    for (const [place, way] of ways.entries()) {
      const { result } = await round<ListenResult>(way, 'listen.ts', order)
      if (result.restored !== order.events)
        throw new Error(`${result.restored} of ${order.events} events held the value (${way.name})`)
      delays[place]?.push(...result.delaysMs)
      events += place === 0 ? result.restored : 0
    }
  }
  const [ours = [], direct = []] = delays
  return benchLine({
    bench: 'traffic',
    case: `events${stage.suffix}`,
    metric: 'added_delay_p99',
    unit: 'ms',
    // What stood before the subtraction is in the detail: on a busy machine both tails are its scheduler's.
    value: Math.max(percentile(ours, 0.99) - percentile(direct, 0.99), 0.001),
    budget,
    detail: {
      ...{ events, restored: events, own_core: pinned },
      ...inDetail('', ours),
      ...inDetail('direct_', direct),
    },
  })
}

function inDetail(prefix: string, delays: readonly number[]): Record<string, number> {
  const at = (share: number) => Number(percentile(delays, share).toPrecision(4))
  return { [`${prefix}p50_ms`]: at(0.5), [`${prefix}p99_ms`]: at(0.99) }
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}
