/** `gatehouse journal coverage`: how much of the traffic was looked into, how much passed unread, and what nobody sees. */
import type { CoveredPeriod } from '../api/services/coverage.ts'
import { journalCoverage } from '../app/journal-coverage.ts'
import { type SeenKind, seenKinds } from '../core/policy/inspected-share.ts'
import { type Call, type Command, numberOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { clientOption } from './journal-filters.ts'
import { progressOf, withJournal } from './journal-pages.ts'
import { missingLines } from './missing-words.ts'
import { periodOf, periodOptions } from './period.ts'
import { percent } from './replay-words.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const coverageCommand: Command = {
  summary: 'say which share of clients and bytes was looked into, tunnelled, or not seen',
  usage: 'journal coverage [--since TIME] [--until TIME] [--client CLIENT] [--limit N]',
  details:
    'Exit code 1 where exchanges of that time are missing from the journal. What does not come through the proxy is in no number.',
  options: {
    ...periodOptions,
    client: {
      type: 'string',
      value: 'CLIENT',
      text: 'only exchanges of this address, of user:NAME, or of device:NAME',
    },
    limit: { type: 'string', value: 'N', text: 'at most this many destinations (20)' },
  },
  arguments: [0, 0],
  run: coverage,
}

async function coverage(call: Call): Promise<ExitCode> {
  const { since, until } = periodOf(call)
  const limit = numberOption(call, 'limit', { min: 1, max: 10_000 }) ?? 20
  const question = { since, until, limit, client: clientOption(call), signal: call.signal }
  const onProgress = progressOf(call, since, until)
  const covered = await withJournal(call, await whereaboutsOf(call), (journal) =>
    journalCoverage(journal, { ...question, onProgress }),
  )
  if (covered === null) return exitCodes.interrupted
  if (call.json) call.terminal.json(covered)
  else for (const line of coverageLines(covered)) call.terminal.line(line)
  return covered.missing.length === 0 ? exitCodes.ok : exitCodes.failed
}

const titles: Readonly<Record<SeenKind, string>> = {
  inspected: 'looked into',
  partly: 'partly looked into',
  tunnelled: 'tunnelled, unread',
  unsaid: 'not said (earlier version)',
  stopped: 'stopped, nothing left',
}

export function coverageLines(covered: CoveredPeriod): string[] {
  const { since, until, exchanges, clients, destinations, kinds, missing } = covered
  const period = `from ${timeOfDay(since)} to ${timeOfDay(until)}`
  if (exchanges === 0)
    return [`No exchange is recorded ${period}.`, '', ...unseenLines, ...missingLines(missing)]
  const sent = seenKinds.reduce((sum, kind) => sum + kinds[kind].requestBytes, 0)
  const rows = seenKinds
    .filter((kind) => kinds[kind].exchanges > 0)
    .map((kind) => {
      const { exchanges: count, clients: of, destinations: to, requestBytes } = kinds[kind]
      const bytes = `${size(requestBytes)} sent (${percent(requestBytes, sent)})`
      return [
        titles[kind],
        `${count} (${percent(count, exchanges)})`,
        bytes,
        `${of} clients`,
        `${to} destinations`,
      ]
    })
  return [
    `${exchanges} exchanges of ${clients} clients with ${destinations} destinations ${period}.`,
    '',
    ...table(rows),
    ...clientLines(covered),
    ...unreadLines(covered),
    '',
    ...unseenLines,
    ...missingLines(missing),
  ]
}

function clientLines({ unseenClients, refusedCertificates, isOverfull }: CoveredPeriod): string[] {
  const { connections, clients, destinations } = refusedCertificates
  const unseen = `${unseenClients} clients were tunnelled alone: nothing that they sent was looked into.`
  const refused = `${connections} connections of ${clients} clients to ${destinations} destinations ended since the client did not take our certificate.`
  const over = 'There were more clients or destinations than are told apart: their numbers are too low.'
  const lines = [
    ...(unseenClients === 0 ? [] : [unseen]),
    ...(connections === 0 ? [] : [refused]),
    ...(isOverfull ? [over] : []),
  ]
  return lines.length === 0 ? [] : ['', ...lines]
}

function unreadLines({ unread, more }: CoveredPeriod): string[] {
  if (unread.length === 0) return []
  const rows = unread.map(({ destination, kind, exchanges, requestBytes }) => [
    `  ${destination}`,
    kind === 'tunnelled' ? 'tunnelled' : 'partly looked into',
    `${exchanges} exchanges`,
    `${size(requestBytes)} sent`,
  ])
  const rest = more === 0 ? [] : [`  and ${more} more: --limit shows them`]
  return ['', 'Not looked into, or not wholly:', ...table(rows), ...rest]
}

/** What no number of the journal can say. */
const unseenLines = [
  'Not seen at all: what does not come through the proxy, such as mail programs, telephony, VPNs and devices that were not set up.',
  'Nobody here knows how much that is. Answers are not looked into either, but for tokens that are turned back in them.',
]

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`
}
