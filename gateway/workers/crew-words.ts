/** Says in words why workers cannot begin, and what the first screen tells of those that fail. */
import { GatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { ToControl } from '../core/worker/to-control.ts'

export function cannotStart(
  code: Extract<ToControl, { kind: 'failed' }>['code'] | 'no-worker',
): GatewayError {
  if (code === 'PORT_IN_USE') {
    const hint = 'Stop the other program or choose another `proxy.port`.'
    return new GatewayError(code, { what: 'proxy' }, { hint })
  }
  if (code === 'TRANSPARENT_UNAVAILABLE') {
    const hint =
      'Let the socket unit hand in stream sockets at `proxy.transparent.port` alone, and nothing else.'
    return new GatewayError(code, { why: 'no-listening-socket' }, { hint })
  }
  if (code === 'PORT_FORBIDDEN')
    return new GatewayError(code, { what: 'proxy' }, { hint: 'Choose a `proxy.port` above 1023.' })
  const hint =
    'See the log for what the workers said. Their user must be able to read the folder of the program; `proxy.workers: 0` runs without them.'
  return new GatewayError('INTERNAL', { what: 'workers' }, { hint })
}

export function portNeeded(): GatewayError {
  const hint = 'Name a port as proxy.port: workers that units start have to know it, each on its own.'
  return new GatewayError('CONFIG_INVALID', { path: 'proxy.port' }, { hint })
}

/** Of workers that units start, which nobody else could tell; null once one serves. */
export function showUnits(
  health: Pick<HealthBoard, 'raise' | 'clear'>,
  failed: Extract<ToControl, { kind: 'failed' }>['code'] | null,
): void {
  if (failed === 'TRANSPARENT_UNAVAILABLE') health.raise(socketMissing)
  else if (failed === null) health.clear(socketMissing.code)
}

/** `failing`: whether one ends again and again soon after its start. */
export function showCrew(
  health: Pick<HealthBoard, 'raise' | 'clear'>,
  { serving, failing }: { serving: number; failing: boolean },
): void {
  if (serving === 0) health.raise(noneServing)
  else health.clear(noneServing.code)
  if (failing && serving > 0) health.raise(someFail)
  else health.clear(someFail.code)
}

const noneServing = {
  code: 'WORKERS_MISSING',
  title: 'No worker accepts traffic: clients that use the proxy have no web access.',
  hint: 'They are started again and again; the log says what ends them. `gatehouse status` shows them.',
  severity: 'act-now',
} as const

const socketMissing = {
  code: 'WORKERS_WITHOUT_SOCKET',
  title: 'A worker was not handed the listening socket of transparent mode, and serves nobody.',
  hint: 'Name the socket unit in its service unit: `Sockets=gatehouse.socket` (gateway/workers/README.md). The socket unit has `proxy.transparent.port`, and nothing else.',
  severity: 'act-now',
} as const

const someFail = {
  code: 'WORKERS_FAILING',
  title: 'A worker ends again and again soon after its start; the others carry the traffic.',
  hint: 'The log says what ends it. `gatehouse status` shows the workers.',
  severity: 'act-by',
} as const
