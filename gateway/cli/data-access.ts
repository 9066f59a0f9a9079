/** Decides whether a command asks the running gateway or opens the files itself, and says which on standard error. */
import { existsSync } from 'node:fs'
import { lockData } from '../app/data-folder.ts'
import { refuseObstacles } from '../app/obstacles.ts'
import { type DataPaths, dataPaths } from '../app/paths.ts'
import { workersAlone } from '../app/workers-alone.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { FolderLock } from '../ops/lock.ts'
import type { Call } from './command.ts'
import type { Whereabouts } from './configuration.ts'
import { type ControlClient, connectControl } from './control-client.ts'

/**
 * Runs `running` with a client of the running gateway, or `stopped` while this command holds the data folder's lock.
 * Throws NOT_RUNNING where there is no data folder yet, DATA_UNWRITABLE where it cannot be used, CONTROL_REFUSED where the folder is held but nobody answers,
 * and the configuration's mistake where only a running gateway could have answered.
 */
export async function withData<Result>(
  call: Call,
  { config, mistake }: Pick<Whereabouts, 'config' | 'mistake'>,
  ways: {
    running: (client: ControlClient) => Promise<Result>
    stopped: (paths: DataPaths) => Promise<Result>
  },
): Promise<Result> {
  const paths = dataPaths(config)
  await using client = await connectControl(paths.control)
  if (client !== null) {
    call.terminal.note(`Asking the running gateway (${paths.control}).`)
    return await ways.running(client)
  }
  if (mistake !== null) throw mistake
  refuseObstacles(paths)
  // Without this folder no gateway ever ran here: nothing to open, and nothing that a command should create.
  if (!existsSync(paths.run)) throw notRunning(paths)
  using _lock = lockOrExplain(paths)
  call.terminal.note(`The gateway is stopped: opening the files in ${paths.directory}.`)
  return await ways.stopped(paths)
}

/** A client of the running gateway. Throws NOT_RUNNING, CONTROL_REFUSED, or the configuration's mistake. */
export async function runningGateway({ config, mistake }: Whereabouts): Promise<ControlClient> {
  const paths = dataPaths(config)
  const client = await connectControl(paths.control)
  if (client === null) throw mistake ?? notRunning(paths)
  return client
}

function lockOrExplain(paths: DataPaths): FolderLock | null {
  try {
    return lockData(paths)
  } catch (error) {
    if (!isGatewayError(error, 'ALREADY_RUNNING')) throw error
    const hint =
      'The gateway is just starting or stopping: try again in a few seconds. If it stays so, look at its log.'
    throw new GatewayError(
      'CONTROL_REFUSED',
      { socket: paths.control, lock: paths.lock },
      { hint, cause: error },
    )
  }
}

function notRunning(paths: DataPaths): GatewayError {
  const hint =
    'Start it with `gatehouse start`. If it runs with another configuration, name that with --config.'
  const left = workersAlone(paths)
  const workers = left === 0 ? {} : { workers: left }
  return new GatewayError('NOT_RUNNING', { socket: paths.control, ...workers }, { hint })
}
