/** `gatehouse proxy user`: adds, lists and removes the users of the proxy, and sets their passwords. */
import { proxyUser, proxyUserList, proxyUserWithPassword } from '../api/schemas/users.ts'
import { allPages } from './all-pages.ts'
import { type Call, type CommandGroup, hasFlag, nameArgument, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const proxyCommands: CommandGroup = {
  summary: 'say who may log in to the proxy',
  commands: {
    user: {
      summary: 'add, list and remove users of the proxy, set their passwords',
      usage: 'proxy user (add|passwd|remove|list) [name] [--password-stdin]',
      details:
        'add and passwd make a password up and show it once, or take the first line of standard input. A new password ends what\nwas opened with the old one; so does remove. All of it counts at once. Users are asked for with proxy.authentication.mode.',
      options: {
        'password-stdin': { type: 'boolean', text: 'take the password from standard input' },
      },
      arguments: [1, 2],
      run: user,
    },
  },
}

async function user(call: Call): Promise<ExitCode> {
  const [action = '', name] = call.arguments
  switch (action) {
    case 'list':
      if (name !== undefined) throw usage('list takes no name.', 'Write it as: gatehouse proxy user list')
      return list(call)
    case 'add':
      return setPassword(call, (at) => at)
    case 'passwd':
      return setPassword(call, (at) => `${at}/password`)
    case 'remove':
      return remove(call)
    default:
      throw usage('proxy user takes one of a few words.', 'Take one of: add, list, passwd, remove.')
  }
}

async function list(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const users = await allPages(gateway, {
    path: '/api/v1/proxy/users',
    model: proxyUserList,
    items: (page) => page.users,
  })
  if (call.json) for (const one of users) call.terminal.json(one)
  else
    for (const line of table(
      users.map(({ name, addedAt, changedAt }) => [
        name,
        `added ${timeOfDay(addedAt)}`,
        `password of ${timeOfDay(changedAt)}`,
      ]),
    ))
      call.terminal.line(line)
  if (users.length === 0) call.terminal.note('There are none yet: `gatehouse proxy user add <name>`.')
  return exitCodes.ok
}

async function setPassword(call: Call, pathOf: (at: string) => string): Promise<ExitCode> {
  const at = placeOf(call)
  const password = hasFlag(call, 'password-stdin') ? await passwordFromInput() : null
  await using gateway: ControlClient = await runningGateway(await whereaboutsOf(call))
  const made = await gateway.post(pathOf(at), proxyUserWithPassword, { password })
  if (call.json) call.terminal.json(made)
  else if (made.password === null) call.terminal.line(`The password of ${made.user.name} is set.`)
  else {
    call.terminal.line(made.password)
    call.terminal.note(`This is the password of ${made.user.name}. It is shown once and kept nowhere.`)
  }
  return exitCodes.ok
}

async function remove(call: Call): Promise<ExitCode> {
  const at = placeOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const removed = await gateway.post(`${at}/remove`, proxyUser)
  if (call.json) call.terminal.json(removed)
  else call.terminal.line(`${removed.name} is removed.`)
  return exitCodes.ok
}

function placeOf(call: Call): string {
  const hint = `Write it as: gatehouse proxy user ${call.arguments[0]} <name>`
  return `/api/v1/proxy/users/${nameArgument(call, { at: 1, hint })}`
}

const longestPassword = 1024

/** The first line, as `printf` and password managers hand it over. Never an argument, which other users of the box can see. */
async function passwordFromInput(): Promise<string> {
  const bytes = await readInput(longestPassword)
  const [line = ''] = bytes.toString('utf8').split(/\r?\n/, 1)
  if (bytes.length > longestPassword || line === '' || line.includes('\ufffd'))
    throw usage('Standard input holds no password.', 'Give it one line of text in UTF-8.')
  return line
}
