/** Looks at the box as an experienced contractor would, and says what was found, what it means and what to do. */
import { type GatewayError, isGatewayError } from '../core/errors.ts'
import { type AuthorityFacts, checkAuthorities } from './doctor/authorities.ts'
import { checkClock } from './doctor/clock.ts'
import { type ConfigFacts, checkConfig } from './doctor/config.ts'
import { checkDisk, type DiskFacts } from './doctor/disk.ts'
import { checkPorts, type PortFacts } from './doctor/ports.ts'
import { checkStart, foundOf } from './doctor/start.ts'
import { checkStore, type StoreFacts } from './doctor/store.ts'

/** One thing that was looked at. All four texts are sentences for a person; none carries traffic's values. */
export interface DoctorCheck {
  /** Stable: `port-8080`, `clock`, `disk-space`. */
  id: string
  title: string
  state: 'ok' | 'warn' | 'fail'
  found: string
  meaning: string
  /** What to do next; '' where nothing is to be done. */
  todo: string
}

/** What the doctor is told of the set-up. */
export interface DoctorInput {
  ports: readonly PortFacts[]
  /** Absolute path of the folder that holds store, keyring and authorities. */
  dataFolder: string
  /** True where the gateway runs: then it protects, whatever else is found. */
  running: boolean
}

/** How the doctor asks the other rooms; each may be asked while the gateway runs or is stopped. */
export interface DoctorDeps {
  /** Milliseconds since 1970. */
  now(): number
  /** When this version was made; a clock before it is wrong. Milliseconds since 1970. */
  builtAt: number
  /** Times that were written down by the gateway earlier: last journal record, keyring file. */
  writtenTimes(): Promise<readonly { what: string; at: number }[]>
  authorities(): Promise<readonly AuthorityFacts[]>
  store(signal: AbortSignal): Promise<StoreFacts>
  config(): Promise<ConfigFacts>
  /** While it runs: devices, files, sweeps and alarms. */
  ways?(): Promise<readonly DoctorCheck[]>
  /** While it is stopped: what would keep it from starting; null where nothing does. */
  start?(): Promise<GatewayError | null>
  /** Stand-in for tests of full disks and odd file systems; the real one reads the folder. */
  disk?(folder: string): Promise<DiskFacts>
}

/** Ten seconds a check: a doctor that hangs on a dying disk says so instead of hanging with it. */
const checkTimeoutMs = 10_000

/** Runs every check; a check that breaks is itself reported as failed, so this never throws. */
export async function runDoctor(input: DoctorInput, deps: DoctorDeps): Promise<DoctorCheck[]> {
  const { running } = input
  const { start, ways } = deps
  const groups = await Promise.all([
    start === undefined ? [] : guarded('start', 'Start', async () => checkStart(await start())),
    guarded('config', 'Configuration', async () => checkConfig(await deps.config())),
    guarded('ports', 'Ports', () => checkPorts(input.ports)),
    guarded('clock', 'Clock', async () => [
      checkClock({ now: deps.now(), builtAt: deps.builtAt, written: await deps.writtenTimes() }),
    ]),
    guarded('disk', 'Disk', () => checkDisk(input.dataFolder, { running, look: deps.disk })),
    guarded('authorities', 'Certificate authorities', async () =>
      checkAuthorities(await deps.authorities(), deps.now()),
    ),
    guarded('store', 'Store', async (signal) => [checkStore(await deps.store(signal), running)]),
    ways === undefined
      ? []
      : guarded('ways', 'Devices, files, sweeps and alarms', async () => [...(await ways())]),
  ])
  return groups.flat()
}

/** The worst state among checks: what `gatehouse doctor` exits with. */
export function worstState(checks: readonly DoctorCheck[]): DoctorCheck['state'] {
  if (checks.some((check) => check.state === 'fail')) return 'fail'
  return checks.some((check) => check.state === 'warn') ? 'warn' : 'ok'
}

async function guarded(
  id: string,
  title: string,
  look: (signal: AbortSignal) => Promise<DoctorCheck[]>,
): Promise<DoctorCheck[]> {
  const signal = AbortSignal.timeout(checkTimeoutMs)
  const late = Promise.withResolvers<never>()
  const onAbort = () => late.reject(new Error('timeout'))
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([look(signal), late.promise])
  } catch (error) {
    if (isGatewayError(error)) return [failedCheck({ id, title }, error)]
    return [brokenCheck(id, title, signal.aborted, error)]
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** What could not be looked at for a reason that the catalogue knows. */
function failedCheck(base: Pick<DoctorCheck, 'id' | 'title'>, error: GatewayError): DoctorCheck {
  return {
    ...base,
    state: 'fail',
    found: foundOf(error),
    meaning: 'This part could not be looked at.',
    todo: error.hint ?? 'Look at the log, then run `gatehouse doctor` again.',
  }
}

function brokenCheck(id: string, title: string, timedOut: boolean, error: unknown): DoctorCheck {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return {
    id,
    title,
    state: 'fail',
    found: timedOut
      ? `No answer within ${checkTimeoutMs / 1000} seconds.`
      : `The check itself failed${code}.`,
    meaning: timedOut ? 'The disk or another program may be blocking.' : 'This part could not be looked at.',
    todo: 'Look at the log with level debug, then run `gatehouse doctor` again.',
  }
}
