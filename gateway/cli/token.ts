/** `gatehouse token`: list, lookup, trace, purge. */
import type { z } from 'zod'
import {
  mostTraced,
  purgedTokens,
  revealedToken,
  tokenCounts,
  type tokenView,
  tracedTokens,
} from '../api/schemas/tokens.ts'
import { isCode } from '../core/pii/tokens/form.ts'
import { findTokens } from '../core/restore/find-tokens.ts'
import { type Call, type CommandGroup, hasFlag, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'
import { codesInFile } from './token-file.ts'

export const tokenCommands: CommandGroup = {
  summary: 'see which tokens are kept, what one stands for, and whose copies leaked',
  commands: {
    list: {
      summary: 'count the tokens that are kept, by month and destination group',
      usage: 'token list',
      details:
        'Each line is also what becomes unreadable at that destination group when the month is swept (retention.days.token) or purged.',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    lookup: {
      summary: 'say what a token stands for; the ledger notes that it was asked',
      usage: 'token lookup <token>',
      options: {},
      arguments: [1, 1],
      run: lookup,
    },
    trace: {
      summary: "say which destination groups' copies a file holds",
      usage: 'token trace <file>',
      details:
        'A token says to whom it was given: each destination group got its own. Nothing of what they stand for is shown.\nExit code 1 where the file holds no token that is known.',
      options: {},
      arguments: [1, 1],
      run: trace,
    },
    purge: {
      summary: 'forget what tokens stand for, for good',
      usage: 'token purge [--period MONTH] [--group NAME] [--value TEXT] [--all] --yes',
      details:
        'What vendors have of these tokens can then never be read again. A value that is sent anew in the same month gets the same token again.',
      options: {
        period: { type: 'string', value: 'MONTH', text: 'those of this month, such as 2026-11 (UTC)' },
        group: { type: 'string', value: 'NAME', text: 'those given to this destination group' },
        value: {
          type: 'string',
          value: 'TEXT',
          text: 'those of this value, such as an address, however written',
        },
        all: { type: 'boolean', text: 'all of them' },
        yes: { type: 'boolean', text: 'do it; without, only say how many there are' },
      },
      arguments: [0, 0],
      run: purge,
    },
  },
}

type TokenView = z.output<typeof tokenView>

async function list(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const { counts } = await gateway.get('/api/v1/tokens', tokenCounts)
  show(call, counts)
  if (counts.length === 0) call.terminal.note('There are none.')
  return exitCodes.ok
}

function show({ json, terminal }: Call, counts: z.output<typeof tokenCounts>['counts']): void {
  if (json) for (const one of counts) terminal.json(one)
  else
    for (const line of table(
      counts.map(({ period, destinationGroup, tokens }) => [period, destinationGroup, `${tokens} tokens`]),
    ))
      terminal.line(line)
}

async function lookup(call: Call): Promise<ExitCode> {
  const code = codeIn(call.arguments[0] ?? '')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const found = await gateway.post(`/api/v1/tokens/${code}/lookup`, revealedToken)
  if (call.json) call.terminal.json(found)
  else
    for (const line of [
      `${found.type}: ${found.value ?? '(its key was destroyed: nobody can read it any more)'}`,
      `given to ${found.destinationGroup}, first on ${timeOfDay(found.issuedAt)}`,
    ])
      call.terminal.line(line)
  return found.value === null ? exitCodes.failed : exitCodes.ok
}

/** A whole token or its code, in any case. Throws USAGE. */
function codeIn(text: string): string {
  const code = text.toUpperCase()
  if (isCode(code)) return code
  const token = findTokens(Buffer.from(text), true).tokens[0]
  if (token !== undefined) return token.code
  throw usage(
    'This is no token.',
    'A token looks like PERSON_7K3QX2M9AB4F; its last character checks the others.',
  )
}

async function trace(call: Call): Promise<ExitCode> {
  const codes = await codesInFile(call.arguments[0] ?? '')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const known = codes.length === 0 ? [] : await traced(gateway, codes)
  if (call.json) for (const token of known) call.terminal.json(token)
  else for (const line of table(byGroup(known))) call.terminal.line(line)
  const unknown = codes.length - known.length
  if (unknown > 0) call.terminal.note(`${unknown} that look like tokens are not known here, or not any more.`)
  if (codes.length === 0) call.terminal.note('There is no token in this file.')
  return known.length > 0 ? exitCodes.ok : exitCodes.failed
}

async function traced(gateway: ControlClient, codes: readonly string[]): Promise<TokenView[]> {
  const found: TokenView[] = []
  for (let from = 0; from < codes.length; from += mostTraced) {
    const search = codes.slice(from, from + mostTraced).join(',')
    found.push(...(await gateway.post(`/api/v1/tokens/trace?codes=${search}`, tracedTokens)).tokens)
  }
  return found
}

/** One line a destination group: how many of which types, and when they were first given. */
function byGroup(tokens: readonly TokenView[]): string[][] {
  return [...Map.groupBy(tokens, ({ destinationGroup }) => destinationGroup)].map(([group, own]) => {
    const types = [...Map.groupBy(own, ({ type }) => type)].map(([type, some]) => `${some.length} ${type}`)
    const times = own.map(({ issuedAt }) => issuedAt)
    return [
      group,
      types.join(', '),
      `given from ${timeOfDay(Math.min(...times))} to ${timeOfDay(Math.max(...times))}`,
    ]
  })
}

async function purge(call: Call): Promise<ExitCode> {
  const period = textOption(call, 'period')
  const group = textOption(call, 'group')
  const value = textOption(call, 'value')
  const all = hasFlag(call, 'all')
  if (period === null && group === null && value === null && !all)
    throw usage('token purge needs to know which.', 'Name --period, --group or --value, or say --all.')
  if (period !== null && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(period))
    throw usage('--period takes a month.', 'Write it as 2026-11.')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  if (!hasFlag(call, 'yes')) {
    const { counts } = await gateway.get('/api/v1/tokens', tokenCounts)
    show(
      call,
      counts.filter(
        (one) =>
          (period === null || one.period === period) && (group === null || one.destinationGroup === group),
      ),
    )
    throw usage('Nothing was purged: these would become unreadable.', 'Add --yes.')
  }
  const search = new URLSearchParams({
    ...(period === null ? {} : { period }),
    ...(group === null ? {} : { destinationGroup: group }),
    ...(value === null ? {} : { value }),
    ...(all ? { all: 'true' } : {}),
  })
  const { purged } = await gateway.post(`/api/v1/tokens/purge?${search}`, purgedTokens)
  if (call.json) call.terminal.json({ purged })
  else call.terminal.line(`${purged} tokens were purged.`)
  return exitCodes.ok
}
