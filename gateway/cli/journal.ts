/** `gatehouse journal`: list and tail the record of exchanges. */
import type { z } from 'zod'
import { clientList } from '../api/schemas/clients.ts'
import { exchangeRecord, health, journalPage, journalTotals, verdictAction } from '../api/schemas.ts'
import { machineName, namesOf } from '../core/client/machine-name.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import { timedIdForm } from '../core/timed-id.ts'
import type { JournalQuery as StoreQuery } from '../store/journal-query.ts'
import {
  type Call,
  type CommandGroup,
  numberOption,
  type Option,
  textOption,
  usage,
  wordOption,
} from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { runningGateway, withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { coverageCommand } from './journal-coverage.ts'
import { clientOption, destinationOption } from './journal-filters.ts'
import type { ListedPage } from './stopped-journal.ts'
import { table } from './terminal.ts'
import { timeNamed, timeOfDay } from './times.ts'

const filters: Readonly<Record<string, Option>> = {
  destination: { type: 'string', value: 'HOST', text: 'only exchanges with this host' },
  client: {
    type: 'string',
    value: 'CLIENT',
    text: 'only exchanges of this address, of user:NAME, or of device:NAME',
  },
  verdict: { type: 'string', value: 'WORD', text: `only these: ${verdictAction.options.join(', ')}` },
}

export const journalCommands: CommandGroup = {
  summary: 'read the record of exchanges, and how much of them was looked into',
  commands: {
    list: {
      summary: 'show what happened, newest first',
      usage:
        'journal list [--limit N] [--since TIME] [--destination HOST] [--client CLIENT] [--verdict WORD]',
      details:
        'The time of a line is when the exchange ended, which is the order of the journal. With --json, one record a line. Where there are more, standard error names the --before of the next page.\nExit code 1 where exchanges may be missing, since the journal could not be written.',
      options: {
        limit: { type: 'string', value: 'N', text: 'at most this many (50)' },
        since: {
          type: 'string',
          value: 'TIME',
          text: 'not older than this: 2026-11-22, 2026-11-22T14:00, or 30min, 2h, 7d ago',
        },
        before: { type: 'string', value: 'ID', text: 'older than this record: the next page' },
        ...filters,
      },
      arguments: [0, 0],
      run: list,
    },
    tail: {
      summary: 'show exchanges as they are made, until Ctrl-C',
      usage: 'journal tail [--destination HOST] [--client CLIENT] [--verdict WORD]',
      options: filters,
      arguments: [0, 0],
      run: tail,
    },
    coverage: coverageCommand,
  },
}

interface Query {
  limit: number
  before: string | null
  from: number | null
  destination: string | null
  client: string | null
  action: z.output<typeof verdictAction> | null
}

async function list(call: Call): Promise<ExitCode> {
  const query = queryOf(call)
  const place = await whereaboutsOf(call)
  const page = await withData<ListedPage>(call, place, {
    running: (client) => listRunning(client, query),
    stopped: async (paths) => {
      const { listStopped } = await import('./stopped-journal.ts')
      return listStopped(place.config, paths, storeQuery(query))
    },
  })
  const { names = new Map() } = page
  if (call.json) for (const record of page.records) call.terminal.json(record)
  else for (const line of table(page.records.map((one) => columns(one, names)))) call.terminal.line(line)
  if (page.next !== null) call.terminal.note(`There are older ones: --before ${page.next}`)
  else if (page.records.length === 0)
    call.terminal.note(isNarrowed(query) ? 'No such exchange.' : 'No exchange is recorded.')
  for (const { title, hint } of page.gaps) {
    call.terminal.note(`What is missing above: ${title}`)
    call.terminal.note(`What to do: ${hint}`)
  }
  // An answer that may lack what happened is none to rely on.
  return page.gaps.length === 0 ? exitCodes.ok : exitCodes.failed
}

/** The gateway ends a long search early, with a page that may be short: what is asked for is gathered here. */
async function listRunning(client: ControlClient, query: Query): Promise<ListedPage> {
  const records: ExchangeRecord[] = []
  let next = query.before
  do {
    const part = { ...query, before: next, limit: query.limit - records.length }
    const page = await client.get(`/api/v1/journal?${searchOf(part)}`, journalPage)
    records.push(...page.records)
    next = page.next
  } while (next !== null && records.length < query.limit)
  const { warnings } = await client.get('/api/v1/health', health)
  const gaps = warnings.filter(({ code }) => historyCodes.test(code))
  const names = await machineNames(client)
  return { records, next, names, gaps: gaps.length > 0 ? gaps : await olderGaps(client, query.from) }
}

async function machineNames(client: ControlClient): Promise<ReadonlyMap<string, string>> {
  return namesOf((await client.get('/api/v1/clients', clientList)).clients)
}

/** The first screen tells of the last day alone. */
async function olderGaps(client: ControlClient, since: number | null): Promise<ListedPage['gaps']> {
  if (since === null) return []
  const { dropped } = await client.get(`/api/v1/journal/totals?since=${since}`, journalTotals)
  if (dropped === 0) return []
  const title = `${dropped} exchanges since ${timeOfDay(since)} could not be written down.`
  return [{ title, hint: 'Ask with other times to find when; `gatehouse doctor` looks at the disk.' }]
}

/** Warnings that say that exchanges of now, or of lately, are not in the journal. */
const historyCodes = /^(STORE_|JOURNAL_|DATA_READ_ONLY)/

function isNarrowed({ before, from, destination, client, action }: Query): boolean {
  return [before, from, destination, client, action].some((part) => part !== null)
}

async function tail(call: Call): Promise<ExitCode> {
  const query = queryOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const names = await machineNames(gateway)
  const show = (name: string, data: string) => {
    if (name !== 'exchange') return
    const record = exchangeRecord.safeParse(JSON.parse(data))
    if (!record.success || !fits(record.data, query)) return
    if (call.json) call.terminal.json(record.data)
    else call.terminal.line(columns(record.data, names).join('  '))
  }
  await gateway.events('/api/v1/journal/stream', show, call.signal)
  if (!call.signal.aborted)
    call.terminal.note('The gateway ended the stream: it was stopped, or this reader was too slow.')
  return exitCodes.ok
}

function queryOf(call: Call): Query {
  const since = textOption(call, 'since')
  const before = textOption(call, 'before')
  if (before !== null && !timedIdForm.test(before))
    throw usage(
      '--before takes the id of a record.',
      'Take the one that the page before named on standard error: two groups of twelve hex digits.',
    )
  return {
    limit: numberOption(call, 'limit', { min: 1, max: 500 }) ?? 50,
    before,
    from: since === null ? null : timeNamed('since', since, Date.now()),
    destination: destinationOption(call),
    client: clientOption(call),
    action: wordOption(call, 'verdict', verdictAction.options),
  }
}

function searchOf(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(pairs).toString()
}

function storeQuery({ limit, before, from, destination, client, action }: Query): StoreQuery {
  return {
    limit,
    cursor: before,
    ...(from === null ? {} : { since: from }),
    ...(destination === null ? {} : { destination }),
    ...(client === null ? {} : { client }),
    ...(action === null ? {} : { action }),
  }
}

function fits(record: ExchangeRecord, query: Query): boolean {
  return (
    (query.action === null || record.action === query.action) &&
    (query.client === null || record.client === query.client) &&
    (query.destination === null || record.destination === query.destination)
  )
}

function columns(record: ExchangeRecord, names: ReadonlyMap<string, string>): string[] {
  const name = machineName(record, names)
  const counts = Object.entries(record.findingCounts).map(([type, count]) => `${count} ${type}`)
  return [
    timeOfDay(record.at + record.durationMs),
    name === null ? record.client : `${record.client} (${name})`,
    record.method ?? '-',
    addressOf(record),
    record.status === null ? '-' : String(record.status),
    record.observed ? `${record.action} (observed)` : record.action,
    `${record.reason}${record.ruleId === null ? '' : ` [${record.ruleId}]`}`,
    counts.join(', '),
  ]
}

/** Of whoever is turned away before the request is read, none is known. */
export function addressOf(record: ExchangeRecord): string {
  if (record.destination === '') return '-'
  return `${record.scheme}://${record.destination}${defaultPort(record) ? '' : `:${record.port}`}${record.pathTemplate ?? ''}`
}

function defaultPort(record: ExchangeRecord): boolean {
  return record.port === (record.scheme === 'https' ? 443 : 80)
}
