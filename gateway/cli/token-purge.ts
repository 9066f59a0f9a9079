/** `gatehouse token purge`: says how many values at which vendor become unreadable, then forgets them. */

import type { z } from 'zod'
import { purgedTokens, type tokenCounts } from '../api/schemas/tokens.ts'
import { countOf } from '../core/pages/words.ts'
import { periodBounds } from '../core/retention/period.ts'
import { type Call, type Command, hasFlag, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { table } from './terminal.ts'

export const purgeCommand: Command = {
  summary: 'forget what tokens stand for, for good',
  usage: 'token purge [--period MONTH] [--group NAME] [--value TEXT] [--all] [--yes]',
  details:
    'Without --yes it says how many values at which destination group would become unreadable, and purges nothing.\nWhat vendors have of these tokens can then never be read again. A value that is sent anew in the same month gets the same token again.',
  options: {
    period: { type: 'string', value: 'MONTH', text: 'those of this month, such as 2026-11 (UTC)' },
    group: { type: 'string', value: 'NAME', text: 'those given to this destination group' },
    value: {
      type: 'string',
      value: 'TEXT',
      text: 'those of this value, however written; - reads it from standard input, where no list of processes shows it',
    },
    all: { type: 'boolean', text: 'all of them' },
    yes: { type: 'boolean', text: 'do it; without, only say how many there are' },
  },
  arguments: [0, 0],
  run: purge,
}

/** As the API takes it. */
const mostValueBytes = 4000

type Counts = readonly Pick<
  z.output<typeof tokenCounts>['counts'][number],
  'period' | 'destinationGroup' | 'tokens'
>[]

/** A line for each month and destination group. */
export function showCounts({ json, terminal }: Call, counts: Counts): void {
  if (json) for (const one of counts) terminal.json(one)
  else
    for (const line of table(
      counts.map(({ period, destinationGroup, tokens }) => [
        period,
        destinationGroup,
        countOf(tokens, 'token'),
      ]),
    ))
      terminal.line(line)
}

async function purge(call: Call): Promise<ExitCode> {
  const search = await orderOf(call)
  const isMeant = hasFlag(call, 'yes')
  if (!isMeant) search.set('dryRun', 'true')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const { purged, counts } = await gateway.post(`/api/v1/tokens/purge?${search}`, purgedTokens)
  const group = search.get('destinationGroup')
  if (counts.length === 0 && group !== null) {
    call.terminal.note(`No such token of a destination group “${group}”. See \`gatehouse token list\`.`)
    return exitCodes.failed
  }
  if (!isMeant) {
    showCounts(call, counts)
    const would = counts.reduce((sum, { tokens }) => sum + tokens, 0)
    call.terminal.note(
      would === 0
        ? 'There is none of these. See `gatehouse token list`.'
        : 'Nothing was purged: these would become unreadable. To purge them, add --yes.',
    )
    return exitCodes.ok
  }
  if (call.json) call.terminal.json({ purged, counts })
  else {
    showCounts(call, counts)
    call.terminal.line(`${countOf(purged, 'token')} purged: nobody can read them any more.`)
  }
  return exitCodes.ok
}

/** Throws USAGE where it is not said which. */
async function orderOf(call: Call): Promise<URLSearchParams> {
  const period = textOption(call, 'period')
  const group = textOption(call, 'group')
  const value = await valueIn(textOption(call, 'value'))
  const all = hasFlag(call, 'all')
  const names = [period, group, value].filter((one) => one !== null)
  if (names.length === 0 && !all)
    throw usage('token purge needs to know which.', 'Name --period, --group or --value, or say --all.')
  if (names.length > 0 && all) throw usage('--all takes no others beside it.', 'Name some, or say --all.')
  if (names.includes('')) throw usage('An empty option names nothing.', 'Name --period, --group or --value.')
  if (period !== null && (!/^\d{4}-\d{2}$/.test(period) || periodBounds(period) === null))
    throw usage('--period takes a month.', 'Write it as 2026-11.')
  return new URLSearchParams({
    ...(period === null ? {} : { period }),
    ...(group === null ? {} : { destinationGroup: group }),
    ...(value === null ? {} : { value }),
    ...(all ? { all: 'true' } : {}),
  })
}

/** What stands in an argument, anybody on the box can read, and the shell remembers. Throws USAGE. */
async function valueIn(written: string | null): Promise<string | null> {
  if (written !== '-') return written
  const value = (await readInput(mostValueBytes)).toString().replace(/\r?\n$/, '')
  if (Buffer.byteLength(value) > mostValueBytes)
    throw usage('The value is too long.', 'Write one value, and nothing else.')
  return value
}
