/** `gatehouse doctor`: looks at the box, and says what was found, what it means and what to do. */
import { existsSync } from 'node:fs'
import { describeProblem, type InvalidFileError } from '../../config/problems.ts'
import { dataPaths } from '../app/paths.ts'
import { isGatewayError } from '../core/errors.ts'
import { type DoctorCheck, worstState } from '../ops/doctor.ts'
import type { Call, Command } from './command.ts'
import { configFileOf, whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'

export const doctorCommand: Command = {
  summary: 'look at ports, clock, disk, authorities, store and configuration',
  usage: 'doctor',
  details:
    'Exit code 1 where something is wrong; warnings alone are no failure. Works while the gateway runs and while it is stopped.',
  options: {},
  arguments: [0, 0],
  run: doctor,
}

async function doctor(call: Call): Promise<ExitCode> {
  const checks = await examine(call)
  const state = worstState(checks)
  if (call.json) call.terminal.json({ state, checks })
  else for (const check of checks) for (const line of lines(check)) call.terminal.line(line)
  return state === 'fail' ? exitCodes.failed : exitCodes.ok
}

async function examine(call: Call): Promise<readonly DoctorCheck[]> {
  const place = await whereaboutsOf(call)
  const { doctorOfStopped } = await import('./stopped-doctor.ts')
  const running = async (client: ControlClient) => {
    const { checks } = await client.get('/api/v1/doctor', (await import('../api/schemas.ts')).doctorReport)
    return place.mistake === null
      ? checks
      : [brokenConfiguration(call, place.mistake), ...checks.filter(({ id }) => id !== 'config')]
  }
  const stopped = () => doctorOfStopped(place)
  // Before the first start there is nothing to lock, and a doctor begins no data folder.
  if (place.mistake === null && !existsSync(dataPaths(place.config).run)) return stopped()
  try {
    return await withData(call, place, { running, stopped })
  } catch (error) {
    // What stands in the way in the data folder is a finding, too.
    if (isGatewayError(error, 'DATA_UNWRITABLE')) return stopped()
    // Stopped, and nobody knows which ports and folders to look at: then that is the finding.
    if (place.mistake === null || error !== place.mistake) throw error
    return [brokenConfiguration(call, place.mistake)]
  }
}

function brokenConfiguration(call: Call, error: InvalidFileError): DoctorCheck {
  return {
    id: 'config',
    title: 'Configuration',
    state: 'fail',
    found: error.problems.map(describeProblem).join('\n'),
    meaning: 'A running gateway keeps the last good one; a start would fail.',
    todo: `Correct ${configFileOf(call) ?? 'the environment'}, then run \`gatehouse config check\`.`,
  }
}

function lines(check: DoctorCheck): string[] {
  const words = { ok: 'ok', warn: 'WARN', fail: 'FAIL' } as const
  const found = check.found.split('\n').map((line, index) => (index === 0 ? line : `      ${line}`))
  const head = `${words[check.state].padEnd(6)}${check.title}: ${found.join('\n')}`
  if (check.state === 'ok') return [head]
  return [head, `      ${check.meaning}`, ...(check.todo === '' ? [] : [`      ${check.todo}`])]
}
