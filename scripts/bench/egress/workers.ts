/** Measures what workers cost: two beside one on the same core, one beside none, and their memory at rest. */
import { setTimeout as wait } from 'node:timers/promises'
import { KiB } from '../../../gateway/core/units.ts'
import { benchLine, median, printLine } from '../line.ts'
import { startWithWorkers } from './gateway.ts'
import { residentBytesOf } from './process-tree.ts'
import { pinned } from './program.ts'
import { type Round, runSeries } from './series.ts'
import { makeSetting } from './setting.ts'

export interface WorkersRun {
  /** Of a round; null: as many as settle the figures. */
  requests: number | null
  rounds: number
}

const bodyBytes = 2 * KiB

/** Prints three lines. Throws where a planted value arrived or an answer was wrong. */
export async function runWorkersCase({ requests, rounds }: WorkersRun): Promise<void> {
  await using setting = await makeSetting([bodyBytes])
  const none = await setting.start(startWithWorkers(0), process.env)
  const one = await setting.start(startWithWorkers(1), process.env)
  const two = await setting.start(startWithWorkers(2), process.env)
  await wait(2000)
  printLine(
    benchLine({
      bench: 'egress',
      case: 'memory-rest-worker',
      metric: 'resident_memory',
      unit: 'MB',
      value: residentBytesOf(one.pid) / 1e6,
      budget: '<= 250',
      // Pages that processes share are counted once for each of them.
      detail: { without_workers_mb: Math.round(residentBytesOf(none.pid) / 1e6) },
    }),
  )
  const load = {
    mode: 'keep-alive',
    connections: 32,
    warmUp: 400,
    bodyFiles: setting.bodyFiles(bodyBytes),
    rounds: [requests ?? 24_000, ...Array.from({ length: rounds }, () => requests ?? 4000)],
  } as const
  const all = await runSeries([none, one, two], load, setting)
  const [ofNone = [], ofOne = [], ofTwo = []] = all.map((each) => each.slice(1))
  report('workers-two-to-one', { subject: ofTwo, peer: ofOne, peerName: one.name, budget: '<= 1.15' })
  report('workers-one-to-none', { subject: ofOne, peer: ofNone, peerName: none.name, budget: null })
  const bad = all.flat().find(({ planted, failures }) => planted > 0 || failures > 0)
  if (bad !== undefined) throw new Error(`planted values: ${bad.planted}, failed requests: ${bad.failures}`)
}

function report(
  name: string,
  of: { subject: readonly Round[]; peer: readonly Round[]; peerName: string; budget: string | null },
): void {
  const costs = (rounds: readonly Round[]) => median(rounds.map(({ cpuPerThousand }) => cpuPerThousand))
  printLine(
    benchLine({
      bench: 'egress',
      case: name,
      metric: 'cpu_seconds_per_1000_requests',
      unit: 's',
      value: costs(of.subject),
      peer: of.peerName,
      peer_value: costs(of.peer),
      ratio: median(of.subject.map((round, i) => round.cpuPerThousand / (of.peer[i]?.cpuPerThousand ?? 1))),
      budget: of.budget,
      detail: { rounds: of.subject.length, body_bytes: bodyBytes, own_core: pinned },
    }),
  )
}
