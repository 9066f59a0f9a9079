/** Measures the journal: processor time per record, deep pages against the first, filters, and the time to open. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ExchangeRecord, JournalFinding, VerdictAction } from '../../gateway/core/journal.ts'
import type { HealthBoard } from '../../gateway/core/ports.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { createJournal, type Journal } from '../../gateway/store/journal.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'
import { type BenchLine, benchLine, median, printLine } from './line.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const key = new Secret(randomBytes(32))
const pageLength = 50

/** `--records N`: how many the journal holds when it is read; a million unless told. */
export async function run(args: string[]): Promise<BenchLine[]> {
  const { values } = parseArgs({
    args,
    options: { records: { type: 'string', default: '1000000' } },
    strict: false,
  })
  const count = Math.max(Number(values.records) || 0, 60_000)
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse bench-'))
  try {
    const file = join(directory, 'gatehouse.db')
    const lines = [
      ...(await writing(file, count)),
      ...(await reading(file, count)),
      await opening(file, count),
    ]
    lines.forEach(printLine)
    return lines
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function writing(file: string, count: number): Promise<BenchLine[]> {
  const { journal, close } = await open(file)
  const all = process.cpuUsage()
  const own = process.threadCpuUsage()
  let making = 0
  for (let from = 0; from < count; from += 500) {
    const start = process.threadCpuUsage()
    const batch = Array.from({ length: Math.min(500, count - from) }, (_, index) => exchange(from + index))
    making += microseconds(process.threadCpuUsage(start))
    for (const record of batch) journal.record(record)
    await journal.flush()
  }
  const ownUs = (microseconds(process.threadCpuUsage(own)) - making) / count
  const allUs = (microseconds(process.cpuUsage(all)) - making) / count
  await close()
  const common = {
    bench: 'journal',
    metric: 'cpu_microseconds_per_record',
    unit: 'us',
    budget: '<= 15',
    detail: { records: count, destinations: 50, clients: 40, findings_per_record: 4 / 3 },
  } as const
  return [
    benchLine({ ...common, case: 'record-on-the-exchange-thread', value: ownUs }),
    benchLine({
      ...common,
      case: 'record-and-write-batches-of-500',
      value: allUs,
      detail: { ...common.detail, bytes_on_disk_per_record: Math.round(statSync(file).size / count) },
    }),
  ]
}

async function reading(file: string, count: number): Promise<BenchLine[]> {
  const { journal, close } = await open(file)
  const deep = 1000
  const pages: { first: number; deep: number }[] = []
  let cursor: string | null = null
  for (let page = 1; page < deep; page++)
    cursor = (await journal.list({ limit: pageLength, cursor })).nextCursor
  for (let round = 0; round < 51; round++) {
    const first = await timed(() => journal.list({ limit: pageLength }))
    pages.push({ first, deep: await timed(() => journal.list({ limit: pageLength, cursor })) })
  }
  const [first, deepPage] = [median(pages.map((page) => page.first)), median(pages.map((page) => page.deep))]
  const rare = await timed(() => readAll(journal, { destination: 'rare.example' }))
  const never = await timed(() => readAll(journal, { destination: 'rare.example', action: 'tunnel' }))
  const totals = await timed(() => journal.totals(0))
  await close()
  const common = { bench: 'journal', unit: 'ms' } as const
  return [
    benchLine({
      ...common,
      case: 'page-1000-against-page-1',
      metric: 'time_per_page',
      value: deepPage,
      peer: 'page 1',
      peer_value: first,
      ratio: median(pages.map((page) => page.deep / page.first)),
      budget: '<= 2',
      detail: { records: count, records_per_page: pageLength },
    }),
    benchLine({
      ...common,
      case: 'filters-and-totals',
      metric: 'time_to_read_all_of_a_rare_destination',
      value: rare,
      detail: {
        records: count,
        combination_that_never_occurs_ms: rounded(never),
        totals_ms: rounded(totals),
      },
    }),
  ]
}

async function opening(file: string, count: number): Promise<BenchLine> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    const { journal, close } = await open(file)
    journal.record(exchange(count + round))
    await journal.flush()
    times.push(performance.now() - start)
    await close()
  }
  return benchLine({
    bench: 'journal',
    case: 'open',
    metric: 'time_to_first_record_written',
    unit: 'ms',
    value: median(times),
    budget: '<= 2000',
    detail: { records: count, megabytes: Math.round(statSync(file).size / 1e6) },
  })
}

async function open(file: string): Promise<{ journal: Journal; store: Store; close(): Promise<void> }> {
  const health: HealthBoard = {
    raise: ({ code, title }) => console.error(`${code}: ${title}`),
    clear: () => undefined,
    warnings: () => [],
  }
  const store = await openStore({ file, key, clock, health })
  const journal = createJournal(store, { clock, health })
  const close = async () => {
    await journal[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }
  return { journal, store, close }
}

async function readAll(
  journal: Journal,
  filters: { destination: string; action?: VerdictAction },
): Promise<void> {
  let cursor: string | null = null
  do cursor = (await journal.list({ ...filters, limit: 500, cursor })).nextCursor
  while (cursor !== null)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const actions = ['pass', 'transform', 'refuse'] as const

/** Two of three exchanges have two findings; one in ten thousand goes to a rare destination. */
function exchange(index: number): ExchangeRecord {
  const at = Date.UTC(2026, 10, 1) + index * 300
  const isFound = index % 3 !== 0
  return {
    id: `${at.toString(16).padStart(12, '0')}-${randomBytes(6).toString('hex')}`,
    at,
    durationMs: 12.5,
    client: `192.0.2.${(index * 13) % 40}`,
    scheme: 'https',
    destination: index % 10_000 === 7 ? 'rare.example' : `api-${(index * 7) % 50}.example.com`,
    port: 443,
    address: '203.0.113.7',
    method: 'POST',
    pathTemplate: '/v1/customers/{…}/orders',
    status: 200,
    requestBytes: 2048,
    forwardedBytes: 2040,
    responseBytes: 512,
    action: actions[index % 3] ?? 'pass',
    reason: 'rule',
    ruleId: 'ai-assistants',
    observed: false,
    notes: [],
    findings: isFound ? [email, card] : [],
    findingCounts: isFound ? { EMAIL: 1, CREDIT_CARD: 1 } : {},
  }
}

const email: JournalFinding = {
  type: 'EMAIL',
  class: 'identifying',
  place: 'body',
  path: 'customer.email',
  offset: 123,
  length: 20,
  score: 0.95,
  reasons: ['domain', 'tld'],
  operator: 'mask',
  blindIndex: 'abcdefghijklmnopqrstuv',
}
const card: JournalFinding = {
  ...email,
  type: 'CREDIT_CARD',
  class: 'financial',
  path: 'customer.cards[0].number',
  offset: 223,
  length: 16,
  score: 0.99,
  reasons: ['luhn', 'iin:visa'],
}

function microseconds({ user, system }: { user: number; system: number }): number {
  return user + system
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
