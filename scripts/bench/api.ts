/** Measures page and API under load: the status page, and page 1 against page 1,000 of the journal. */
import { type ApiServer, startApi } from '../../gateway/api/server.ts'
import type { JournalReader } from '../../gateway/api/services.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { AccessToken } from '../../gateway/ops/token.ts'
import { makeOfficeCertificate, type OfficeCertificate } from '../../test/api/office-certificate.ts'
import { standIn } from '../../test/api/stand-in.ts'
import { fullJournal } from './api/journal.ts'
import { type Load, load } from './api/load.ts'
import { benchLine, median, printLine } from './line.ts'

const pageLength = 50
const deepPage = 1000
/** Page 1,000 exists and is not the last. */
const records = pageLength * (deepPage + 200)
const connections = 8
const token = 'token-of-the-bench-token-of-the-bench-token'

/** `--seconds N` a run (3 by default), `--case status|journal` for one of the two. */
export async function run(args: string[]): Promise<void> {
  const seconds = Number(option(args, '--seconds') ?? 3)
  const only = option(args, '--case')
  const certificate = await makeOfficeCertificate()
  await using journal = await fullJournal(records)
  await using api = await serve(journal.reader, certificate)
  const ask = (path: string) =>
    load({
      url: `https://localhost:${api.port}${path}`,
      token,
      seconds,
      connections,
      caFile: certificate.caFile,
    })
  await load({
    url: `https://localhost:${api.port}/`,
    token,
    seconds: 1,
    connections,
    caFile: certificate.caFile,
  })
  if (only !== 'journal') printStatusPage(await ask('/'))
  if (only !== 'status') await comparePages(ask, await cursorOfPage(journal.reader, deepPage))
  await certificate.remove()
}

function printStatusPage(page: Load): void {
  const base = { bench: 'api', case: 'status-page', detail: { records, connections, ...page } }
  printLine(benchLine({ ...base, metric: 'rate', unit: 'requests/s', value: page.requestsPerSecond }))
}

/** The two alternate, so that whatever else the machine does falls on both; the median ratio counts. */
async function comparePages(ask: (path: string) => Promise<Load>, cursor: string): Promise<void> {
  const rounds: { first: Load; deep: Load }[] = []
  for (let round = 0; round < 3; round++) {
    const first = await ask(`/api/v1/journal?limit=${pageLength}`)
    rounds.push({ first, deep: await ask(`/api/v1/journal?limit=${pageLength}&before=${cursor}`) })
  }
  const base = { bench: 'api', metric: 'latency_mean', unit: 'ms' }
  const detail = { records, connections, rounds: rounds.length }
  const first = median(rounds.map((round) => round.first.meanMs))
  printLine(
    benchLine({ ...base, case: 'journal-page-1', value: first, detail: { ...detail, ...rounds[0]?.first } }),
  )
  printLine(
    benchLine({
      ...base,
      case: `journal-page-${deepPage}`,
      value: median(rounds.map((round) => round.deep.meanMs)),
      ratio: median(rounds.map((round) => round.deep.meanMs / round.first.meanMs)),
      budget: '<= 2',
      detail: { ...detail, ...rounds[0]?.deep, ratio_to: 'journal-page-1' },
    }),
  )
}

function serve(reader: JournalReader, certificate: OfficeCertificate): Promise<ApiServer> {
  return startApi({
    services: { ...standIn().services, journal: reader },
    host: '127.0.0.1',
    port: 0,
    certificate: async () => ({ context: certificate, renewAt: Date.now() + 86_400_000 }),
    token: new AccessToken(token),
    names: () => [],
    log: silentLog,
    signal: new AbortController().signal,
    requestsPerMinute: 1e9,
  })
}

async function cursorOfPage(reader: JournalReader, page: number): Promise<string> {
  let before = ''
  for (let at = 1; at < page; at++) {
    const { next } = await reader.list({ limit: pageLength, ...(before === '' ? {} : { before }) })
    if (next === null) throw new Error('the journal of the bench is too short')
    before = next
  }
  return before
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}
