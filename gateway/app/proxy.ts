/** Opens the proxy, with everything that the egress room is handed. */

import { type RunningEgress, startEgress } from '../egress/egress.ts'
import type { EgressPorts } from '../egress/options.ts'
import { createBlindIndex } from '../keyring/blind-index.ts'
import type { Log } from '../ops/log.ts'
import { clock } from './clock.ts'
import { egressOptions } from './egress-options.ts'
import { showExpiredRoots } from './expired-roots.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import type { Listening } from './listening.ts'
import type { OwnCertificate } from './own-certificate.ts'
import { createOwnPages } from './own-pages.ts'
import { pooledRandom } from './random.ts'
import type { OpenTokens } from './tokens.ts'
import type { TryMode } from './try-mode.ts'

export interface ProxyParts {
  kept: Kept
  inForce: InForce
  certificate: OwnCertificate
  listening: Listening
  tokens: OpenTokens
  tryMode: TryMode | null
  log: Log
}

/** Throws PORT_IN_USE or PORT_FORBIDDEN, and CONFIG_INVALID for extra roots that cannot be read. */
export async function openProxy(parts: ProxyParts): Promise<RunningEgress> {
  const { kept, inForce, listening, tryMode, log } = parts
  const options = egressOptions({ config: inForce.config, demo: tryMode?.proxySettings ?? null, listening })
  showExpiredRoots(options.extraRoots, { health: kept.health, now: clock.now() })
  // The stop stack ends it, in its turn.
  const egress = await startEgress(options, portsOf(parts), new AbortController().signal)
  listening.proxy.port = egress.port
  kept.metrics.watchHeldBytes(() => egress.heldBytes())
  log.event('listener.opened', { listener: 'proxy', port: egress.port })
  return egress
}

function portsOf({ kept, inForce, certificate, listening, tokens, log }: ProxyParts): EgressPorts {
  const { authorities, health, history, keyring, metrics } = kept
  return {
    journal: history.sink,
    leaves: authorities.leaves(() => metrics.leafIssued()),
    policy: inForce.policy,
    blindIndex: createBlindIndex(keyring, { enabled: inForce.config.journal.blindIndex, clock, health }),
    tokens,
    clock,
    random: pooledRandom(),
    ownCertificate: () => certificate.forProxy(),
    ownPage: createOwnPages({ inForce, authorities, listening, now: clock.now }),
    connections: metrics,
    fault: (step, error) => log.event('exchange.failed', { step }, error),
  }
}
