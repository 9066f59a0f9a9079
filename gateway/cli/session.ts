/** `gatehouse session`: see who is signed in to the pages by a browser, and end it. */
import { sessionId, sessionList, sessionView } from '../api/schemas/accounts.ts'
import { type Call, type CommandGroup, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const sessionCommands: CommandGroup = {
  summary: 'see who is signed in to the pages, end it',
  unnamed: 'list',
  commands: {
    list: {
      summary: 'show who is signed in by a browser, newest first',
      usage: 'session [list]',
      details:
        'Sessions end after 12 hours, those of accounts after an hour without use as well, and all with a restart of the gateway.',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    end: {
      summary: 'end one of them, at once',
      usage: 'session end <id>',
      details: 'Whoever it was can sign in again: to keep somebody out, gatehouse user revoke.',
      options: {},
      arguments: [1, 1],
      run: end,
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const { sessions } = await gateway.get('/api/v1/sessions', sessionList)
  if (call.json) for (const session of sessions) call.terminal.json(session)
  else
    for (const line of table(
      sessions.map(({ id, name, role, address, openedAt, seenAt }) => [
        ...[id, name ?? 'access token', role, address],
        `since ${timeOfDay(openedAt)}, last used ${timeOfDay(seenAt)}`,
      ]),
    ))
      call.terminal.line(line)
  if (sessions.length === 0) call.terminal.note('Nobody is signed in by a browser.')
  return exitCodes.ok
}

async function end(call: Call): Promise<ExitCode> {
  const id = call.arguments[0] ?? ''
  if (!sessionId.safeParse(id).success)
    throw usage('A session is named by its id.', 'See it with `gatehouse session`.')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const session = await gateway.post(`/api/v1/sessions/${id}/end`, sessionView)
  if (call.json) call.terminal.json(session)
  else call.terminal.line(`The session of ${session.name ?? 'the access token'} is ended.`)
  return exitCodes.ok
}
