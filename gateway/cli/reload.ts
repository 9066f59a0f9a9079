/** `gatehouse reload`: lets the running gateway read configuration and policy again, and says what came of it. */
import type { ReloadOutcome } from '../api/services.ts'
import type { Call, Command } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { describeReload } from './reload-words.ts'

export const reloadCommand: Command = {
  summary: 'take configuration and policy over without dropping a connection',
  usage: 'reload',
  details:
    'A file with mistakes is refused, and what was in force stays in force: exit code 1. SIGHUP does the same.',
  options: {},
  arguments: [0, 0],
  run: reload,
}

async function reload(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const { reloadOutcome } = await import('../api/schemas.ts')
  const outcome: ReloadOutcome = await gateway.post('/api/v1/reload', reloadOutcome)
  if (call.json) call.terminal.json(outcome)
  else for (const line of describeReload(outcome)) call.terminal.line(line)
  return outcome.ok ? exitCodes.ok : exitCodes.failed
}
