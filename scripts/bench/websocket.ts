/** Measures what reading WebSocket messages costs beside a proxy that only hands them on, and that memory stays flat. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MiB } from '../../gateway/core/units.ts'
import { cpuSecondsOf, residentBytesOf } from './egress/process-tree.ts'
import { loadCore, pinned, startProgram } from './egress/program.ts'
import { benchLine, median, printLine } from './line.ts'
import type { EchoCounts } from './websocket/echo.ts'
import type { TalkOrder, TalkResult } from './websocket/load.ts'
import { makeStage, type Stage, type WayThere } from './websocket/stage.ts'

interface Case {
  name: string
  bodyBytes: number
  compressed: boolean
}

const cases: readonly Case[] = [
  { name: 'echo-512b', bodyBytes: 512, compressed: false },
  { name: 'echo-2k', bodyBytes: 2048, compressed: false },
  { name: 'echo-2k-deflate', bodyBytes: 2048, compressed: true },
]
const usage =
  'npm run bench -- websocket [--case echo-512b|echo-2k|echo-2k-deflate|memory]… [--messages N] [--rounds N] [--memory-messages N]'

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      case: { type: 'string', multiple: true, default: [...cases.map(({ name }) => name), 'memory'] },
      messages: { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '5' },
      'memory-messages': { type: 'string', default: '1000000' },
    },
  })
  const unknown = values.case.find((name) => name !== 'memory' && !cases.some((each) => each.name === name))
  if (unknown !== undefined) throw new Error(`There is no case ${unknown}. ${usage}`)
  await using stage = await makeStage([512, 2048])
  for (const each of cases.filter(({ name }) => values.case.includes(name)))
    await runCase(stage, each, { messages: Number(values.messages), rounds: Number(values.rounds) })
  if (values.case.includes('memory')) await runMemory(stage, Number(values['memory-messages']))
}

async function runCase(stage: Stage, each: Case, asked: { messages: number; rounds: number }): Promise<void> {
  const subject: Round[] = []
  const peer: Round[] = []
  for (let round = 0; round <= asked.rounds; round += 1) {
    subject.push(await runRound(stage, stage.gateway, { ...each, ...asked }))
    peer.push(await runRound(stage, stage.peer, { ...each, ...asked }))
  }
  const direct = await runRound(stage, stage.direct, { ...each, ...asked })
  // The first round of each only warms up.
  const [subjects, peers] = [subject.slice(1), peer.slice(1)]
  const middle = (rounds: readonly Round[], of: (round: Round) => number) =>
    Number(median(rounds.map(of)).toPrecision(4))
  printLine(
    benchLine({
      bench: 'websocket',
      case: each.name,
      metric: 'cpu_seconds_per_1000_echoes',
      unit: 's',
      value: median(subjects.map(({ cpuPerThousand }) => cpuPerThousand)),
      peer: stage.peer.name,
      peer_value: median(peers.map(({ cpuPerThousand }) => cpuPerThousand)),
      ratio: median(
        subjects.map(({ cpuPerThousand }, i) => cpuPerThousand / (peers[i]?.cpuPerThousand ?? Number.NaN)),
      ),
      detail: {
        ...{ rounds: asked.rounds, messages_per_round: asked.messages, own_core: pinned },
        ...{ p50_ms: middle(subjects, ({ p50Ms }) => p50Ms), p99_ms: middle(subjects, ({ p99Ms }) => p99Ms) },
        ...{
          peer_p50_ms: middle(peers, ({ p50Ms }) => p50Ms),
          peer_p99_ms: middle(peers, ({ p99Ms }) => p99Ms),
        },
        ...{
          direct_p50_ms: Number(direct.p50Ms.toPrecision(4)),
          direct_p99_ms: Number(direct.p99Ms.toPrecision(4)),
        },
        messages_per_second: Math.round(middle(subjects, ({ perSecond }) => perSecond)),
        peer_messages_per_second: Math.round(middle(peers, ({ perSecond }) => perSecond)),
      },
    }),
  )
  const planted = subject.reduce((sum, round) => sum + round.planted, 0)
  if (planted > 0) throw new Error(`case ${each.name}: ${planted} messages arrived with planted values`)
}

interface Round {
  cpuPerThousand: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  planted: number
}

async function runRound(
  stage: Stage,
  way: WayThere,
  { bodyBytes, compressed, messages }: Case & { messages: number },
): Promise<Round> {
  const order = orderFor(stage, way, { bodyBytes, compressed, messages })
  await using client = startProgram(join(import.meta.dirname, 'websocket/load.ts'), order, loadCore)
  await client.next<{ ready: true }>()
  const before = way.pid === 0 ? 0 : cpuSecondsOf(way.pid)
  client.send('go')
  const { seconds, p50Ms, p99Ms } = await client.next<TalkResult>()
  const cpu = way.pid === 0 ? 0 : cpuSecondsOf(way.pid) - before
  const { planted } = await countsOf(stage)
  return { cpuPerThousand: (cpu / messages) * 1000, perSecond: messages / seconds, p50Ms, p99Ms, planted }
}

function orderFor(
  { host, port, bodyFiles }: Stage,
  { proxyPort, caFile }: WayThere,
  { bodyBytes, compressed, messages }: Omit<Case, 'name'> & { messages: number },
): TalkOrder {
  return {
    ...{ proxyPort, host, port, caFile, messages, compressed },
    bodyFiles: bodyFiles(bodyBytes),
    connections: 32,
    window: 1,
    warmUp: Math.min(messages, 2000),
  }
}

/** Memory after so many messages beside what it was after a tenth of them: what a gateway at work needs is no growth. */
async function runMemory(stage: Stage, messages: number): Promise<void> {
  const memoryAfter = async (count: number) => {
    await runRound(stage, stage.gateway, { name: '', bodyBytes: 512, compressed: false, messages: count })
    return residentBytesOf(stage.gateway.pid)
  }
  const before = await memoryAfter(Math.ceil(messages / 10))
  const after = await memoryAfter(messages)
  printLine(
    benchLine({
      bench: 'websocket',
      case: 'memory',
      metric: 'resident_memory_growth',
      unit: 'MB',
      value: (after - before) / MiB,
      budget: '<= 32',
      detail: { messages, before_mb: Math.round(before / 1e6), own_core: pinned },
    }),
  )
}

async function countsOf({ echo }: Stage): Promise<EchoCounts> {
  echo.send('counts')
  return echo.next<EchoCounts>()
}
