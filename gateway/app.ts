/** Starts Gatehouse: opens what it keeps, then what it listens on, and stops it all in reverse order. */
import { join } from 'node:path'
import type { WrittenConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { startControl } from './api/control.ts'
import { clock } from './app/clock.ts'
import { startDemoOffice } from './app/demo-office.ts'
import { createInForce, type InForce } from './app/in-force.ts'
import { openKept } from './app/kept.ts'
import { notYetListening, reachableAt } from './app/listening.ts'
import { createOwnCertificate } from './app/own-certificate.ts'
import { openPage } from './app/page.ts'
import { readPolicy } from './app/policy-source.ts'
import { openProxy, type RunningProxy } from './app/proxy.ts'
import { createReloader } from './app/reload.ts'
import { createServices } from './app/services.ts'
import { showLeftOutLists } from './app/tracker-lists.ts'
import { startTryMode, type TryMode } from './app/try-mode.ts'
import { lookAfter, showNewRoot } from './app/upkeep.ts'
import { openWays } from './app/ways.ts'
import { openWpadPort } from './app/wpad.ts'
import { secondMs } from './core/units.ts'
import { createLog, type Log } from './ops/log.ts'
import { createStopStack, type StopStack } from './ops/stop.ts'
import { openAccessToken } from './ops/token.ts'

export interface StartOptions {
  config: Config
  configFile: string | null
  signal: AbortSignal
  /** Adds the demonstration destination and takes free ports where the usual ones are taken. */
  tryMode: boolean
  /** File numbers of the sockets of transparent mode that this process was started with; absent: there are none. */
  transparentSockets?: readonly number[]
  version: string
  /** The configuration as it stands in file and environment when a reload asks. */
  readConfig(): Promise<WrittenConfig>
}

export interface RunningGateway extends AsyncDisposable {
  /** Host and port of the proxy and of the page as they came to be, and the path of the control socket. */
  readonly addresses: { proxy: string; ui: string; control: string }
  /** For the line that is printed at start; a secret. */
  readonly accessToken: string
  readonly tryMode: TryMode | null
  reload: ReturnType<typeof createReloader>
  /** Resolves when everything has stopped. */
  readonly closed: Promise<void>
}

/**
 * Throws the GatewayError of whatever keeps it from starting: data folder, keyring, authorities, policy, ports. A store
 * that cannot be opened does not: history stops before protection does, and the first screen says so.
 */
export async function startGateway(options: StartOptions): Promise<RunningGateway> {
  const { config, signal } = options
  const startedAt = Date.now()
  const log = createLog({ level: config.log.level })
  log.event('gateway.starting', { version: options.version, processId: process.pid })
  const stops = createStopStack({
    log,
    drainMs: config.proxy.drainMs + 2 * secondMs,
    monotonic: clock.monotonic,
  })
  try {
    const parts = await open({ ...options, startedAt, log, stops })
    log.event('gateway.ready', { durationMs: Date.now() - startedAt })
    return running(parts, stops, signal)
  } catch (error) {
    log.event('gateway.failed', {}, error)
    await stops.stop('failed')
    throw error
  }
}

interface Opening extends StartOptions {
  startedAt: number
  log: Log
  stops: StopStack
}

async function open(opening: Opening) {
  const { log, stops } = opening
  const kept = await openKept(opening)
  const { paths, authorities, health } = kept
  const ending = new AbortController()
  stops.add('upkeep', () => ending.abort())
  const tryMode = opening.tryMode ? await startTryMode(opening.config, kept, ending.signal) : null
  const inForce = await firstInForce(opening, tryMode)
  showLeftOutLists(health, inForce.policy.trackers.refused)
  const listening = notYetListening(inForce.config, paths.control)
  const certificate = createOwnCertificate(authorities.office, () => inForce.config.office.host)
  const token = await openAccessToken(paths.accessToken, log)
  const ways = await openWays({
    ...{ kept, inForce, certificate, listening, stops, log },
    isTrial: opening.tryMode,
    demo: tryMode?.proxySettings ?? null,
    reload: () => reload(),
  })
  let proxy: RunningProxy | null = null
  const services = createServices({
    ways,
    ...kept,
    ...opening,
    inForce,
    listening,
    now: clock.now,
    // Both are asked for over the control socket alone, which opens last.
    reload: () => reload(),
    // The page opens before the proxy does.
    workers: () => proxy?.workers() ?? [],
    desk: authorities.desk(() => showNewRoot({ page, ways, tryMode, log })),
  })

  const page = await openPage({ services, certificate, listening, token, log, signal: ending.signal })
  stops.add('page', () => page.close())
  const egress = await openProxy({
    ...{ kept, inForce, certificate, listening, tryMode, log },
    tokens: ways.tokens,
    users: ways.users,
    reviews: ways.reviews,
    originals: ways.originals,
    clients: ways.clients,
    devices: ways.proxyDevices,
    transparentSockets: opening.transparentSockets ?? [],
  })
  proxy = egress
  stops.add('proxy', async () => egress[Symbol.asyncDispose]())
  const pages = { inForce, authorities, listening, now: clock.now }
  const wpad = await openWpadPort({ ...pages, log, signal: ending.signal })
  stops.add('wpad', () => wpad?.close())
  const reload = createReloader({
    ...{ ...opening, inForce, egress, listening, tryMode, health },
    clients: ways.clients,
    originals: ways.originals,
  })
  if (kept.folder.writable) {
    const control = await startControl({ services, socketPath: paths.control, log, signal: ending.signal })
    stops.add('control', () => control.close())
  }
  if (tryMode !== null) {
    const { host } = inForce.config.office
    const demoOffice = startDemoOffice({
      ...{ ways, bundle: paths.bundle, destinationPort: tryMode.destinationPort, log },
      folder: join(paths.directory, 'demo'),
      proxy: reachableAt(listening.proxy, host),
      page: reachableAt(listening.ui, host),
    })
    stops.add('demo office', async () => demoOffice[Symbol.asyncDispose]())
  }
  lookAfter({ authorities, page, ways, tryMode, health, log }, ending.signal)
  return { inForce, listening, token, tryMode, reload }
}

async function firstInForce({ config: written, log }: Opening, tryMode: TryMode | null): Promise<InForce> {
  const config = tryMode?.adjust(written) ?? written
  const inForce = createInForce(config, await readPolicy(config, tryMode?.rules))
  log.event('policy.loaded', { policyVersion: inForce.policy.version, mode: inForce.policy.current().mode })
  return inForce
}

function running(
  { inForce, listening, token, tryMode, reload }: Awaited<ReturnType<typeof open>>,
  stops: StopStack,
  signal: AbortSignal,
): RunningGateway {
  const { host } = inForce.config.office
  const closed = Promise.withResolvers<void>()
  const stop = async () => {
    signal.removeEventListener('abort', stop)
    await stops.stop('asked')
    closed.resolve()
  }
  if (signal.aborted) void stop()
  else signal.addEventListener('abort', stop)
  return {
    addresses: {
      proxy: reachableAt(listening.proxy, host),
      ui: reachableAt(listening.ui, host),
      control: listening.control,
    },
    accessToken: token.reveal(),
    tryMode,
    reload,
    closed: closed.promise,
    [Symbol.asyncDispose]: stop,
  }
}
