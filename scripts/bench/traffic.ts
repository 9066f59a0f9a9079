/** Measures what the protocols cost: HTTP/2, a page, events, downloads, tunnels, many hosts and clients, workers, long policies and lists. */
import { parseArgs } from 'node:util'
import { type BenchLine, printLine } from './line.ts'
import { downloadBytes, downloadCase, streamsCase, tunnelCase } from './traffic/asking.ts'
import { hostsCase, idleCase, shareCase } from './traffic/crowds.ts'
import { eventsCase } from './traffic/events.ts'
import { pageCase } from './traffic/page.ts'
import { rulesCase } from './traffic/rules.ts'
import { makeStage, type Stage } from './traffic/stage.ts'
import { trackersCase } from './traffic/trackers.ts'

interface Extent {
  rounds: number
  /** As issues and budgets count it; otherwise as much as shows a mistake. */
  long: boolean
}

type Case = (stage: Stage, extent: Extent) => Promise<BenchLine | BenchLine[]>

/** Those with TLS; each also runs in the second series. */
const cases: Record<string, Case> = {
  http2: streamsCase,
  page: pageCase,
  events: eventsCase,
  'download-64k': (stage, extent) => downloadCase(stage, { ...extent, bytes: downloadBytes.small }),
  'download-10m': (stage, extent) => downloadCase(stage, { ...extent, bytes: downloadBytes.large }),
  tunnel: tunnelCase,
  hosts: hostsCase,
  share: shareCase,
  idle: (stage, { long }) => idleCase(stage, long ? 9000 : 1000),
}
const names = [...Object.keys(cases), 'rules', 'trackers']
const usage = `npm run bench -- traffic [--case ${names.join('|')}]… [--rounds N] [--long] [--no-second-series]`

/** Runs the cases; exits with an error where an answer was wrong or a planted value arrived, whatever the speed. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      case: { type: 'string', multiple: true, default: names },
      rounds: { type: 'string' },
      long: { type: 'boolean', default: false },
      'no-second-series': { type: 'boolean', default: false },
    },
  })
  const unknown = values.case.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Error(`There is no case ${unknown}. ${usage}`)
  const extent = { rounds: Number(values.rounds ?? (values.long ? 7 : 3)), long: values.long }
  for (const each of seriesOf(values['no-second-series'])) {
    for (const [name, measure] of Object.entries(cases)) {
      if (!values.case.includes(name)) continue
      await using stage = await makeStage(each)
      for (const line of [await measure(stage, extent)].flat()) printLine(line)
    }
  }
  const passes = values.long ? 30 : 10
  if (values.case.includes('rules')) for (const line of rulesCase({ passes })) printLine(line)
  if (values.case.includes('trackers'))
    for (const line of trackersCase({ passes, hosts: 1_000_000 })) printLine(line)
}

/** The second stands in for a Raspberry Pi 4: OpenSSL is told that the processor has no AES and carry-less multiplication. */
function seriesOf(first: boolean): Pick<Stage, 'env' | 'suffix'>[] {
  const plain = { suffix: '', env: process.env }
  if (first || process.arch !== 'x64') return [plain]
  return [plain, { suffix: '-no-aes', env: { ...process.env, OPENSSL_ia32cap: '~0x200000200000000' } }]
}
