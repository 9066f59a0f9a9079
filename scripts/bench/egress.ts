/** Measures what inspecting an exchange costs beside Squid's interception without inspection, and that nothing planted arrives. */
import { parseArgs } from 'node:util'
import { type EgressCase, egressCases } from './egress/cases.ts'
import { startGateway } from './egress/gateway.ts'
import { pinned } from './egress/program.ts'
import type { BenchProxy } from './egress/proxy.ts'
import { type Round, runSeries } from './egress/series.ts'
import { makeSetting, type Setting } from './egress/setting.ts'
import { squidInstalled, startSquid } from './egress/squid.ts'
import { runWorkersCase } from './egress/workers.ts'
import { benchLine, median, printLine } from './line.ts'

interface Options {
  cases: readonly EgressCase[]
  workers: boolean
  requests: number | null
  rounds: number
  secondSeries: boolean
}

/** Cases that are no round against a peer. */
const ownCases = ['workers']

const usage =
  'npm run bench -- egress [--case 2k|64k|newconn|workers]… [--requests N] [--rounds N] [--no-second-series]'

/** Runs the cases; exits with an error where a planted value arrived or an answer was wrong, whatever the speed. */
export async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  // The stand-in for a Raspberry Pi 4: OpenSSL is told that the processor has no AES and carry-less multiplication.
  const series: { suffix: string; env: NodeJS.ProcessEnv }[] = [{ suffix: '', env: process.env }]
  if (options.secondSeries && process.arch === 'x64') {
    series.push({ suffix: '-no-aes', env: { ...process.env, OPENSSL_ia32cap: '~0x200000200000000' } })
  }
  const withSquid = squidInstalled()
  if (!withSquid && process.env.GATEHOUSE_REQUIRE_CLIENTS === '1') {
    throw new Error('squid-openssl is not installed, and it is required here')
  }
  const lengths = [...new Set(egressCases.map((each) => each.bodyBytes))]
  for (const { suffix, env } of series) {
    await using setting = await makeSetting(lengths)
    const gateway = await setting.start(startGateway, env)
    const peer = withSquid ? await setting.start(startSquid, env) : null
    for (const each of options.cases) await runCase({ each, suffix, gateway, peer, setting, options })
  }
  if (options.workers) await runWorkersCase(options)
}

interface CaseRun {
  each: EgressCase
  suffix: string
  gateway: BenchProxy
  peer: BenchProxy | null
  setting: Setting
  options: Options
}

async function runCase({ each, suffix, gateway, peer, setting, options }: CaseRun): Promise<void> {
  const requests = options.requests ?? each.requests
  const load = {
    mode: each.mode,
    connections: each.connections,
    warmUp: each.warmUp,
    bodyFiles: setting.bodyFiles(each.bodyBytes),
    // A smoke run, which asks for few requests, settles on as few.
    rounds: [
      options.requests === null ? each.settling : requests,
      ...Array.from({ length: options.rounds }, () => requests),
    ],
  }
  const all = await runSeries(peer === null ? [gateway] : [gateway, peer], load, setting)
  const [subject = [], others = null] = all.map((rounds) => rounds.slice(1))
  const planted = (all[0] ?? []).reduce((sum, round) => sum + round.planted, 0)
  printLine(
    benchLine({
      bench: 'egress',
      case: `${each.name}${suffix}`,
      metric: 'cpu_seconds_per_1000_requests',
      unit: 's',
      value: median(subject.map((round) => round.cpuPerThousand)),
      peer: peer?.name ?? null,
      peer_value: others === null ? null : median(others.map((round) => round.cpuPerThousand)),
      ratio:
        others === null
          ? null
          : median(
              subject.map((round, i) => round.cpuPerThousand / (others[i]?.cpuPerThousand ?? Number.NaN)),
            ),
      // Without the peer there is nothing that the budget could be held against.
      budget: others === null ? null : each.budget,
      detail: {
        rounds: options.rounds,
        requests_per_round: requests,
        connections: each.connections,
        body_bytes: each.bodyBytes,
        own_core: pinned,
        planted,
        first_value: Number(all[0]?.[0]?.cpuPerThousand.toPrecision(4) ?? 0),
        ...inDetail('', subject),
        ...(others === null ? {} : inDetail('peer_', others)),
      },
    }),
  )
  const failures = all.flat().reduce((sum, round) => sum + round.failures, 0)
  if (planted > 0) throw new Error(`case ${each.name}: ${planted} requests arrived with planted values`)
  if (failures > 0) throw new Error(`case ${each.name}: ${failures} requests were not answered with 200`)
}

function inDetail(prefix: string, rounds: readonly Round[]): Record<string, number> {
  const middle = (of: (round: Round) => number) => Number(median(rounds.map(of)).toPrecision(4))
  return {
    [`${prefix}requests_per_second`]: middle((round) => round.requestsPerSecond),
    [`${prefix}p50_ms`]: middle((round) => round.p50Ms),
    [`${prefix}p99_ms`]: middle((round) => round.p99Ms),
    [`${prefix}rss_mb`]: middle((round) => round.residentBytes / 1e6),
  }
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      case: {
        type: 'string',
        multiple: true,
        default: [...egressCases.map((each) => each.name), ...ownCases],
      },
      requests: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      'no-second-series': { type: 'boolean', default: false },
    },
  })
  const known = [...egressCases.map((each) => each.name), ...ownCases]
  const unknown = values.case.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`There is no case ${unknown}. ${usage}`)
  return {
    cases: egressCases.filter((each) => values.case.includes(each.name)),
    workers: values.case.includes('workers'),
    requests: values.requests === undefined ? null : Number(values.requests),
    rounds: Number(values.rounds),
    secondSeries: !values['no-second-series'],
  }
}
