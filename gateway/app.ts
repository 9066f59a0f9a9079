/** Starts Gatehouse: opens what it keeps, then what it listens on, and stops it all in reverse order. */
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import type { Config } from '../config/schema.ts'
import { startControl } from './api/control.ts'
import { type ApiServer, type PageCertificate, startApi } from './api/server.ts'
import { openAuthorities } from './app/authorities.ts'
import { egressOptions } from './app/egress-options.ts'
import { openHistory } from './app/history.ts'
import { createOwnPages } from './app/own-pages.ts'
import { dataPaths } from './app/paths.ts'
import { createPolicySource, readPolicy } from './app/policy-source.ts'
import { pooledRandom } from './app/random.ts'
import { createReloader, type ReadConfig } from './app/reload.ts'
import { rootSource } from './app/root-source.ts'
import { createServices } from './app/services.ts'
import { startTryMode, type TryMode } from './app/try-mode.ts'
import type { Clock, PolicySource } from './core/ports.ts'
import { dayMs, secondMs } from './core/units.ts'
import { startEgress } from './egress/egress.ts'
import type { EgressPorts } from './egress/options.ts'
import { createBlindIndex } from './keyring/blind-index.ts'
import { openKeyring } from './keyring/keyring.ts'
import { createHealthBoard } from './ops/health.ts'
import { takeLock } from './ops/lock.ts'
import { createLog, type Log, type LogOptions } from './ops/log.ts'
import { createMetrics } from './ops/metrics.ts'
import { createStopStack } from './ops/stop.ts'
import { openAccessToken } from './ops/token.ts'
import { ownNames, type ServerCertificate, serverCertificate } from './pki/office.ts'
import { keepUp } from './pki/upkeep.ts'

export interface StartOptions {
  config: Config
  configFile: string | null
  signal: AbortSignal
  /** Adds the demonstration destination and takes free ports where the usual ones are taken. */
  tryMode: boolean
  version: string
  /** Asked on reload. */
  readConfig: ReadConfig
}

export interface RunningGateway extends AsyncDisposable {
  /** Host and port of the proxy and of the page as they came to be. */
  readonly addresses: { proxy: string; ui: string; control: string }
  /** For the line that is printed at start; a secret. */
  readonly accessToken: string
  readonly tryMode: TryMode | null
  reload(): ReturnType<ReturnType<typeof createReloader>>
  /** Resolves when everything has stopped. */
  readonly closed: Promise<void>
}

/**
 * Throws the GatewayError of whatever keeps it from starting: keyring, authorities, policy, ports. A store that cannot
 * be opened does not: history stops before protection does, and the first screen says so.
 */
export async function startGateway(options: StartOptions): Promise<RunningGateway> {
  const { config, signal } = options
  const startedAt = Date.now()
  const log = createLog({ level: logLevel(config) })
  log.event('gateway.starting', { version: options.version, processId: process.pid })
  const stops = createStopStack({
    log,
    drainMs: config.proxy.drainMs + 2 * secondMs,
    monotonic: clock.monotonic,
  })
  try {
    const gateway = await open({ ...options, startedAt, log, stops })
    log.event('gateway.ready', { durationMs: Date.now() - startedAt })
    signal.addEventListener('abort', () => void gateway[Symbol.asyncDispose](), { once: true })
    if (signal.aborted) await gateway[Symbol.asyncDispose]()
    return gateway
  } catch (error) {
    log.event('gateway.failed', {}, error)
    await stops.stop('failed')
    throw error
  }
}

interface Opening extends StartOptions {
  startedAt: number
  log: Log
  stops: ReturnType<typeof createStopStack>
}

async function open(opening: Opening): Promise<RunningGateway> {
  const { log, stops, startedAt } = opening
  const kept = await openKept(opening)
  const { health, authorities, history, metrics, paths } = kept
  const ending = new AbortController()
  stops.add('upkeep', () => ending.abort())
  const demo = opening.tryMode
    ? await startTryMode({
        config: opening.config,
        bundle: authorities.bundle(),
        bundleFile: paths.bundle,
        signal: ending.signal,
      })
    : null
  // What is in force; replaced on reload.
  const policy = createPolicySource(await readPolicy(opening.config, demo?.rules))
  log.event('policy.loaded', { policyVersion: policy.version, mode: policy.current().mode })
  let config = demo?.adjust(opening.config) ?? opening.config
  const addresses = { proxy: '', ui: '', control: paths.control }
  const certificate = serverCertificate({
    authority: authorities.office,
    clock,
    random: randomBytes,
    names: () => ownNames(config.office.host, networkInterfaces()),
  })
  const pages = createOwnPages({
    config: () => config,
    authorities,
    addresses: () => addresses,
    now: clock.now,
  })

  const egress = await startEgress(
    egressOptions(config, demo?.proxySettings ?? null),
    egressPorts({ ...kept, policy, config, certificate, pages, log }),
    new AbortController().signal,
  )
  stops.add('proxy', async () => egress[Symbol.asyncDispose]())
  addresses.proxy = hostPort(config.proxy.host, egress.port)
  log.event('listener.opened', { listener: 'proxy', port: egress.port })

  const reload = createReloader({
    ...opening,
    policy,
    egress,
    health,
    tryMode: demo,
    inForce: (next) => {
      config = next
    },
  })
  const token = await openAccessToken(paths.accessToken, log)
  const services = createServices({
    ...{
      config: () => config,
      configFile: opening.configFile,
      version: opening.version,
      startedAt,
      paths,
      history,
    },
    ...{ authorities, health, metrics, policy, addresses: () => addresses, reload, now: clock.now },
  })
  const api = await startApi({
    services,
    host: config.ui.host,
    port: config.ui.port,
    certificate: async () => pageCertificate(certificate),
    token,
    names: () => ownNames(config.office.host, networkInterfaces()),
    log,
    signal: ending.signal,
  })
  stops.add('page', () => api.close())
  addresses.ui = hostPort(config.ui.host, api.port)
  const control = await startControl({ services, socketPath: paths.control, log, signal: ending.signal })
  stops.add('control', () => control.close())
  void keepUp(
    {
      authorities: [authorities.interception, authorities.office],
      certificates: [{ refresh: () => refreshed(certificate, api) }],
      onProblem: (error) => log.event('api.certificate-failed', {}, error),
    },
    ending.signal,
  )
  return running({ stops, reload, demo, addresses, token: token.reveal() })
}

/** What outlives the process: keys, authorities, history, policy. */
async function openKept({ config, log, stops, startedAt, version }: Opening) {
  const paths = dataPaths(config)
  await mkdir(paths.run, { recursive: true, mode: 0o700 })
  const lock = takeLock(paths.lock)
  stops.add('lock', () => lock.release())
  const health = createHealthBoard({ now: clock.now, log })
  const root = rootSource(config, paths)
  const keyring = await openKeyring({
    directory: paths.keys,
    root,
    clock,
    createIfNew: true,
    protects: [paths.database],
  })
  stops.add('keyring', async () => keyring[Symbol.asyncDispose]())
  log.event('keyring.opened', { source: config.keyring.root.source })
  const authorities = await openAuthorities({ config, keyring, directory: paths.authorities, clock, log })
  const metrics = createMetrics({
    version,
    startedAt,
    health,
    authorityDaysLeft: authorities.daysLeft,
  })
  const history = await openHistory({ config, keyring, file: paths.database, clock, health, log, metrics })
  stops.add('store', async () => history[Symbol.asyncDispose]())
  return { paths, health, keyring, authorities, metrics, history }
}

function egressPorts(
  parts: Awaited<ReturnType<typeof openKept>> & {
    policy: PolicySource
    config: Config
    certificate: ServerCertificate
    pages: EgressPorts['ownPage']
    log: Log
  },
): EgressPorts {
  const { config, keyring, health, history, authorities, metrics, policy, certificate, pages, log } = parts
  return {
    journal: history.sink,
    leaves: authorities.leaves(() => metrics.leafIssued()),
    policy,
    blindIndex: createBlindIndex(keyring, { enabled: config.journal.blindIndex, clock, health }),
    clock,
    random: pooledRandom(),
    ownCertificate: () => pageCertificate(certificate).context,
    ownPage: pages,
    connections: metrics,
    fault: (step, error) => log.event('exchange.failed', { step }, error),
  }
}

function running(parts: {
  stops: Opening['stops']
  reload: ReturnType<typeof createReloader>
  demo: TryMode | null
  addresses: RunningGateway['addresses']
  token: string
}): RunningGateway {
  const closed = Promise.withResolvers<void>()
  return {
    addresses: parts.addresses,
    accessToken: parts.token,
    tryMode: parts.demo,
    reload: parts.reload,
    closed: closed.promise,
    async [Symbol.asyncDispose]() {
      await parts.stops.stop('asked')
      closed.resolve()
    },
  }
}

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** A new certificate is shown by the page at once. */
function refreshed(certificate: ServerCertificate, api: ApiServer): boolean {
  const isNew = certificate.refresh()
  if (isNew) void api.renew()
  return isNew
}

function pageCertificate(certificate: ServerCertificate): PageCertificate {
  const leaf = certificate.current()
  return { context: { cert: leaf.certificateChain, key: leaf.privateKey }, renewAt: leaf.notAfter - dayMs }
}

function hostPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function logLevel(config: Config): LogOptions['level'] {
  return config.log.level as LogOptions['level']
}
