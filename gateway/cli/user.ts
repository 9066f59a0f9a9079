/** `gatehouse user`: accounts that sign in to pages and API: add, list, reset and revoke them. */
import { accountList, accountView, newStart } from '../api/schemas/accounts.ts'
import { gatewayStatus } from '../api/schemas.ts'
import { type AccountRole, type AccountView, accountRoles } from '../core/account/account.ts'
import { countOf } from '../core/pages/words.ts'
import { allPages } from './all-pages.ts'
import {
  type Call,
  type CommandGroup,
  hasFlag,
  nameArgument,
  textOption,
  usage,
  wordOption,
} from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeNamed, timeOfDay } from './times.ts'

const until = {
  type: 'string',
  value: 'DAY',
  text: 'when the account ends: 2027-03-31 is the beginning of that day (a contractor: 30 days from now)',
} as const
const role = { type: 'string', value: 'ROLE', text: `one of ${accountRoles.join(', ')}` } as const

const reveal = {
  type: 'boolean',
  text: 'it may reveal personal data, for a reason and with a fresh second factor (owner, privacy-lead)',
} as const

export const userCommands: CommandGroup = {
  summary: 'say who may sign in to pages and API, and in which role',
  commands: {
    add: {
      summary: 'make an account, and a one-time code with which it is set up',
      usage: 'user add <name> --role ROLE [--until DAY] [--reveal]',
      details:
        'The code is shown once and counts for three days. Whoever gets it chooses a password and adds the account to an app\nfor codes, which all but staff must. For logins to the proxy see: gatehouse proxy user',
      options: { role, until, reveal },
      arguments: [1, 1],
      run: add,
    },
    list: {
      summary: 'show all accounts, how they are and when they end',
      usage: 'user list',
      details: 'With --json, one account a line.',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    reset: {
      summary: 'give an account a new start, another role or another end',
      usage: 'user reset <name> [--role ROLE] [--until DAY]',
      details:
        'For whoever lost password or telephone. Password, codes, passkeys, API keys and sessions end at once; it is set up anew with the code that\nis shown, and ends when it was to end before. Only on the box: nobody is talked out of their second factor over the network.',
      options: { role, until },
      arguments: [1, 1],
      run: reset,
    },
    reveal: {
      summary: 'give an account the right to reveal personal data, or take it',
      usage: 'user reveal <name> [--take]',
      details:
        'For an owner or a privacy lead: what a token stands for, over the network too. Each use asks for a reason and a fresh second factor,\nand stands in the ledger. --take ends it at once.',
      options: { take: { type: 'boolean', text: 'take the right away' } },
      arguments: [1, 1],
      run: setReveals,
    },
    revoke: {
      summary: 'end an account, at once and for good',
      usage: 'user revoke <name>',
      details: 'Its sessions and API keys end at once. Its name can be given again.',
      options: {},
      arguments: [1, 1],
      run: revoke,
    },
  },
}

async function add(call: Call): Promise<ExitCode> {
  const chosen = wordOption(call, 'role', accountRoles)
  if (chosen === null) throw usage('A role is missing.', `Add --role, one of: ${accountRoles.join(', ')}.`)
  return startAnew(call, nameIn(call), { role: chosen, reveals: hasFlag(call, 'reveal') })
}

async function reset(call: Call): Promise<ExitCode> {
  return startAnew(call, `${nameIn(call)}/reset`, { role: wordOption(call, 'role', accountRoles) })
}

async function startAnew(
  call: Call,
  path: string,
  terms: { role: AccountRole | null; reveals?: boolean },
): Promise<ExitCode> {
  const day = textOption(call, 'until')
  const end = day === null ? null : timeNamed('until', day, Date.now())
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const made = await gateway.post(`/api/v1/accounts/${path}`, newStart, { ...terms, until: end })
  const { addresses } = await gateway.get('/api/v1/status', gatewayStatus)
  const page = `${addresses.ui[0] ?? 'https://…'}/account/setup`
  const { terminal } = call
  if (call.json) terminal.json({ ...made, page })
  else {
    terminal.line(made.code)
    terminal.note(
      `It counts once, until ${timeOfDay(made.endsAt)}. ${made.account.name} opens this page and types it:`,
    )
    terminal.note(`  ${page}`)
    if (made.account.expiresAt !== null)
      terminal.note(`The account ends on ${timeOfDay(made.account.expiresAt)}.`)
  }
  return exitCodes.ok
}

async function list(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const accounts = await allPages(gateway, {
    path: '/api/v1/accounts',
    model: accountList,
    items: (page) => page.accounts,
  })
  if (call.json) for (const account of accounts) call.terminal.json(account)
  else for (const line of table(accounts.map(columns))) call.terminal.line(line)
  if (accounts.length === 0)
    call.terminal.note('There are none yet: `gatehouse user add <name> --role owner`.')
  return exitCodes.ok
}

function columns(account: AccountView): string[] {
  const { name, state, expiresAt, signedInAt, reveals } = account
  return [
    name,
    account.role,
    state,
    ...[proofOf(account), reveals ? 'may reveal' : ''],
    signedInAt === null ? 'never signed in' : `signed in ${timeOfDay(signedInAt)}`,
    expiresAt === null ? '' : `ends ${timeOfDay(expiresAt)}`,
  ]
}

function proofOf({ secondFactor, recoveryCodesLeft, passkeys }: AccountView): string {
  const own = passkeys === 0 ? [] : [countOf(passkeys, 'passkey', 'passkeys')]
  const codes = secondFactor ? [`password and codes, ${recoveryCodesLeft} recovery codes left`] : []
  return [...codes, ...own].join(', ') || 'password alone'
}

async function setReveals(call: Call): Promise<ExitCode> {
  const name = nameIn(call)
  const reveals = !hasFlag(call, 'take')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const account = await gateway.post(`/api/v1/accounts/${name}/reveal`, accountView, { reveals })
  if (call.json) call.terminal.json(account)
  else call.terminal.line(`${account.name} may ${reveals ? '' : 'not '}reveal personal data from now on.`)
  return exitCodes.ok
}

async function revoke(call: Call): Promise<ExitCode> {
  const name = nameIn(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const account = await gateway.post(`/api/v1/accounts/${name}/revoke`, accountView)
  if (call.json) call.terminal.json(account)
  else call.terminal.line(`${account.name} is revoked, and signed in nowhere any more.`)
  return exitCodes.ok
}

function nameIn(call: Call): string {
  return nameArgument(call, { at: 0, hint: 'Write it as: gatehouse user add <name> --role ROLE' })
}
