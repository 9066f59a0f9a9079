/** `gatehouse status`: whether it runs, where, under which policy, and what needs attention. */
import type { z } from 'zod'
import type { gatewayStatus, health } from '../api/schemas.ts'
import type { Call, Command } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const statusCommand: Command = {
  summary: 'say whether it runs, where, and what needs attention',
  usage: 'status',
  details: 'Exit code 1: it runs, but something needs attention now. 3: it is not running.',
  options: {},
  arguments: [0, 0],
  run: status,
}

async function status(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const schemas = await import('../api/schemas.ts')
  const now = await gateway.get('/api/v1/status', schemas.gatewayStatus)
  const { status: state, warnings } = await gateway.get('/api/v1/health', schemas.health)
  const urgent = warnings.some((warning) => warning.severity === 'act-now')
  if (call.json) call.terminal.json({ ...now, health: state, warnings })
  else for (const line of statusLines(now, warnings)) call.terminal.line(line)
  return urgent ? exitCodes.failed : exitCodes.ok
}

function statusLines(
  status: z.output<typeof gatewayStatus>,
  warnings: z.output<typeof health>['warnings'],
): string[] {
  return [
    ...table([
      ['Gatehouse', `${status.version}, since ${timeOfDay(status.startedAt)}, process ${status.processId}`],
      ['Mode', status.mode === 'enforce' ? 'enforce' : 'observe: decides and records, changes nothing'],
      ['Policy', status.policyVersion],
      ['Proxy', status.addresses.proxy.join(', ')],
      ['Page', status.addresses.ui.join(', ')],
      ...status.workerProcesses.map((each) => [each.worker, workerLine(each)]),
    ]),
    '',
    ...(warnings.length === 0 ? ['Nothing needs attention.'] : warnings.flatMap(warningLines)),
  ]
}

function workerLine({
  state,
  processId,
  connections,
  residentBytes,
  replaced,
}: z.output<typeof gatewayStatus>['workerProcesses'][number]): string {
  const words = { serving: 'accepts traffic', starting: 'is starting', lost: 'is being replaced' } as const
  const facts = [
    `${words[state]}, process ${processId ?? '-'}`,
    `connections: ${connections}`,
    `${Math.round(residentBytes / 1e6)} MB`,
    ...(replaced === 0 ? [] : [`replaced ${replaced} times since the start`]),
  ]
  return facts.join(', ')
}

function warningLines(warning: z.output<typeof health>['warnings'][number]): string[] {
  const words = { 'act-now': 'NOW', 'act-by': 'SOON', note: 'NOTE' } as const
  return [
    `${words[warning.severity].padEnd(5)}${warning.title} (since ${timeOfDay(warning.since)})`,
    `     ${warning.hint}`,
  ]
}
