/** `gatehouse doctor`: looks at the box, and says what was found, what it means and what to do. */
import { existsSync } from 'node:fs'
import { describeProblem, InvalidFileError } from '../../config/problems.ts'
import { dataPaths } from '../app/paths.ts'
import { type DoctorCheck, worstState } from '../ops/doctor.ts'
import type { Call, Command } from './command.ts'
import { configFileOf, configurationOf } from './configuration.ts'
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

/** With a configuration that has mistakes, nobody knows which ports and folders to look at: then that is the finding. */
async function examine(call: Call): Promise<readonly DoctorCheck[]> {
  try {
    const { config, file } = await configurationOf(call)
    const { doctorOfStopped } = await import('./stopped-doctor.ts')
    // Before the first start there is nothing to lock, and a doctor begins no data folder.
    if (!existsSync(dataPaths(config).run)) return await doctorOfStopped(config, file)
    return await withData(call, config, {
      running: async (client) =>
        (await client.get('/api/v1/doctor', (await import('../api/schemas.ts')).doctorReport)).checks,
      stopped: () => doctorOfStopped(config, file),
    })
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error
    return [brokenConfiguration(call, error)]
  }
}

function brokenConfiguration(call: Call, error: InvalidFileError): DoctorCheck {
  return {
    id: 'config',
    title: 'Configuration',
    state: 'fail',
    found: error.problems.map(describeProblem).join('\n'),
    meaning:
      'A running gateway keeps the last good one; a start would fail. The other checks need it, and were left out.',
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
