/** Opens the proxy: in this process, or in workers of its own, with everything that egress is handed. */

import type { Clients } from '../clients/clients.ts'
import { ownPage } from '../core/pages/own-pages.ts'
import { startEgress } from '../egress/egress.ts'
import type { EgressOptions, EgressPorts } from '../egress/options.ts'
import { createBlindIndex } from '../keyring/blind-index.ts'
import type { Log } from '../ops/log.ts'
import { pooledRandom } from '../ops/random.ts'
import type { Originals } from '../originals/originals.ts'
import type { Reviews } from '../reviews/reviews.ts'
import type { ProxyUsers } from '../users/proxy-users.ts'
import { type RunningCrew, startCrew } from '../workers/crew.ts'
import { endFormer } from '../workers/former.ts'
import type { WorkerStatus } from '../workers/ports.ts'
import { clock } from './clock.ts'
import { crewPorts, crewSettings } from './crew.ts'
import { egressOptions } from './egress-options.ts'
import { showExpiredRoots } from './expired-roots.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import type { Listening } from './listening.ts'
import type { OwnCertificate } from './own-certificate.ts'
import { ownPageFacts } from './own-pages.ts'
import type { ProxyDevices } from './proxy-devices.ts'
import { faceHere } from './reviews.ts'
import type { OpenTokens } from './tokens.ts'
import type { TryMode } from './try-mode.ts'
import { watchWaysOut } from './ways-out.ts'

export interface ProxyParts {
  kept: Kept
  inForce: InForce
  certificate: OwnCertificate
  listening: Listening
  tokens: OpenTokens
  users: ProxyUsers
  reviews: Reviews
  originals: Pick<Originals, 'keeperFor'>
  clients: Clients
  devices: ProxyDevices
  tryMode: TryMode | null
  /** File numbers of the sockets of transparent mode that this process was started with. */
  transparentSockets: readonly number[]
  log: Log
}

export interface RunningProxy extends AsyncDisposable {
  /** Takes new options, and the policy as it is now, into every process that carries traffic. */
  reconfigure(options: EgressOptions): void | Promise<void>
  /** Empty where all runs in one process. */
  workers(): WorkerStatus[]
}

/** Throws PORT_IN_USE, PORT_FORBIDDEN or TRANSPARENT_UNAVAILABLE, and CONFIG_INVALID for extra roots that cannot be read. */
export async function openProxy(parts: ProxyParts): Promise<RunningProxy> {
  const { kept, inForce, listening, tryMode, log } = parts
  const options = egressOptions({ config: inForce.config, demo: tryMode?.proxySettings ?? null, listening })
  showExpiredRoots(options.extraRoots, { health: kept.health, now: clock.now() })
  // On a disk that turned read-only workers have no place to meet control: protection goes on without them.
  const isApart = inForce.config.proxy.workers > 0 && kept.folder.writable
  const proxy = isApart ? await apart(options, parts) : await here(options, parts)
  listening.proxy.port = proxy.port
  // Pages of our own name the port, which may be known only now.
  proxy.knowledgeChanged()
  kept.history.reader.subscribe(watchWaysOut(() => inForce.config.proxy.upstreams, kept.health))
  parts.users.onChange(() => proxy.loginsChanged())
  parts.reviews.onChange(() => proxy.knowledgeChanged())
  parts.clients.onChange(() => proxy.clientsChanged())
  parts.devices.onChange(() => proxy.devicesChanged())
  kept.metrics.watchHeldBytes(() => proxy.heldBytes())
  log.event('listener.opened', { listener: 'proxy', port: proxy.port })
  if (options.transparentPort !== null)
    log.event('listener.opened', { listener: 'transparent', port: options.transparentPort })
  return proxy
}

async function here(options: EgressOptions, parts: ProxyParts) {
  await endFormer(parts.kept.paths.workers, options.drainMs)
  // The stop stack ends it, in its turn.
  const egress = await startEgress(options, portsOf(parts), new AbortController().signal)
  // What counts is read here for each exchange.
  return Object.assign(egress, { workers: () => [], knowledgeChanged() {} })
}

async function apart(options: EgressOptions, parts: ProxyParts): Promise<RunningCrew> {
  const crew = await startCrew(crewSettings(options, parts), crewPorts(parts))
  parts.kept.metrics.watchWorkers(() =>
    crew.workers().map((each) => ({ ...each, isServing: each.state === 'serving' })),
  )
  return crew
}

function portsOf(parts: ProxyParts): EgressPorts {
  const { kept, inForce, certificate, listening, tokens, users, clients, devices, transparentSockets, log } =
    parts
  const { authorities, health, history, keyring, metrics } = kept
  const pages = { inForce, authorities, listening, now: clock.now }
  return {
    journal: history.sink,
    leaves: authorities.leaves(() => metrics.leafIssued()),
    policy: inForce.policy,
    blindIndex: createBlindIndex(keyring, { enabled: inForce.config.journal.blindIndex, clock, health }),
    tokens,
    logins: users,
    clients,
    devices: devices.table,
    transparentSockets,
    reviews: faceHere(parts.reviews, pages),
    originals: parts.originals.keeperFor('gateway'),
    clock,
    random: pooledRandom(),
    ownCertificate: () => certificate.forProxy(),
    ownPage: (asked) => ownPage(ownPageFacts(pages), asked),
    connections: metrics,
    fault: (step, error) => log.event('exchange.failed', { step }, error),
  }
}
