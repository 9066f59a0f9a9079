/** `gatehouse api-key`: keys by which programs read page data over the API: add, list and revoke them. */
import { apiKeyList, apiKeyView, newApiKey } from '../api/schemas/api-keys.ts'
import type { ApiKeyView } from '../core/account/api-key.ts'
import { allPages } from './all-pages.ts'
import { type Call, type CommandGroup, nameArgument, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeNamed, timeOfDay } from './times.ts'

export const apiKeyCommands: CommandGroup = {
  summary: 'say which programs may read over the API, and what',
  unnamed: 'list',
  commands: {
    add: {
      summary: 'make a key for a program, shown once',
      usage: 'api-key add <name> --account NAME --scopes SCOPES --until DAY',
      details:
        'A program sends it as `Authorization: Bearer …` and reads the routes of its scopes (gateway/api/RIGHTS.md), as far as the\nrole of the account may; it changes nothing. It ends with the account, with its reset, and within a year.',
      options: {
        account: {
          type: 'string',
          value: 'NAME',
          text: 'the account that it reads for: gatehouse user list',
        },
        scopes: {
          type: 'string',
          value: 'SCOPES',
          text: 'what it reads, with commas between: metrics,journal',
        },
        until: {
          type: 'string',
          value: 'DAY',
          text: 'when it ends: 2027-03-31 is the beginning of that day',
        },
      },
      arguments: [1, 1],
      run: add,
    },
    list: {
      summary: 'show all keys, what they read, when they end and were last used',
      usage: 'api-key [list]',
      details: 'With --json, one key a line. No key is shown itself: only digests are kept.',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    revoke: {
      summary: 'end a key, at once and for good',
      usage: 'api-key revoke <name>',
      details: 'Its name can be given again.',
      options: {},
      arguments: [1, 1],
      run: revoke,
    },
  },
}

async function add(call: Call): Promise<ExitCode> {
  const name = nameIn(call)
  const until = timeNamed('until', needed(call, 'until', '--until 2027-03-31'), Date.now())
  const account = needed(call, 'account', '--account sam')
  const scopes = needed(call, 'scopes', '--scopes metrics,journal')
    .split(',')
    .map((scope) => scope.trim())
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const made = await gateway.post(`/api/v1/api-keys/${name}`, newApiKey, { account, scopes, until })
  const { terminal } = call
  if (call.json) terminal.json(made)
  else {
    terminal.line(made.text)
    terminal.note(
      `It is shown this once. It reads ${made.key.scopes.join(', ')} for ${account} until ${timeOfDay(made.key.expiresAt)}.`,
    )
    terminal.note('Keep it in a file that only its program can read, and out of addresses and command lines.')
  }
  return exitCodes.ok
}

function needed(call: Call, option: string, example: string): string {
  const text = textOption(call, option)
  if (text === null) throw usage(`--${option} is missing.`, `Add it: ${example}`)
  return text
}

async function list(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const keys = await allPages(gateway, {
    path: '/api/v1/api-keys',
    model: apiKeyList,
    items: (page) => page.keys,
  })
  if (call.json) for (const key of keys) call.terminal.json(key)
  else for (const line of table(keys.map(columns))) call.terminal.line(line)
  if (keys.length === 0)
    call.terminal.note(
      'There are none: `gatehouse api-key add prometheus --account sam --scopes metrics --until DAY`.',
    )
  return exitCodes.ok
}

function columns({ name, account, scopes, state, expiresAt, usedOn }: ApiKeyView): string[] {
  return [
    ...[name, `for ${account}`, state, scopes.join(',')],
    usedOn === null ? 'never used' : `last used ${usedOn}`,
    `ends ${timeOfDay(expiresAt)}`,
  ]
}

async function revoke(call: Call): Promise<ExitCode> {
  const name = nameIn(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const key = await gateway.post(`/api/v1/api-keys/${name}/revoke`, apiKeyView)
  if (call.json) call.terminal.json(key)
  else call.terminal.line(`${key.name} is revoked: nothing is read by it any more.`)
  return exitCodes.ok
}

function nameIn(call: Call): string {
  return nameArgument(call, { at: 0, hint: 'Name the key after its program: prometheus' })
}
