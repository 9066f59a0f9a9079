/** Looks at tokens and at the four ways beside the outbound one: what each can say of itself, as checks of the doctor. */

import { examineWebhook } from '../incidents/examine.ts'
import { checkDevices } from '../ops/doctor/devices.ts'
import { checkIncidents } from '../ops/doctor/incidents.ts'
import { checkOriginals } from '../ops/doctor/originals.ts'
import { checkRetention } from '../ops/doctor/retention.ts'
import { checkTelemetry } from '../ops/doctor/telemetry.ts'
import { checkTokens } from '../ops/doctor/tokens.ts'
import { checkVault, type VaultFacts } from '../ops/doctor/vault.ts'
import type { DoctorCheck } from '../ops/doctor.ts'
import { clock } from './clock.ts'
import type { InForce } from './in-force.ts'
import { retentionFacts } from './retention-facts.ts'
import type { Ways } from './ways.ts'

/** Rejects with the STORE_ errors, which the check of the store explains. */
export async function examineWays(ways: Ways, { config }: Pick<InForce, 'config'>): Promise<DoctorCheck[]> {
  const { telemetry, incidents, retention, ledger } = ways
  const { port, sessions, isStoring, stored, counts } = telemetry.status()
  return [
    checkDevices(listed(ways), clock.now()),
    checkTelemetry({
      broker: port === 0 ? null : { port, sessions },
      isStoring,
      readings: stored.readings,
      refused: Object.entries(counts).reduce(
        (sum, [name, count]) => (wellTaken.has(name) ? sum : sum + count),
        0,
      ),
    }),
    ...checkOriginals({ ...(await ways.originals.facts()), now: clock.now() }),
    ...checkVault(await vaultFacts(ways, config)),
    ...checkRetention(
      await retentionFacts({ sweeps: retention, ledger, daily: config.retention.daily, now: clock.now() }),
    ),
    checkTokens(await ways.tokens.facts(() => retention.plan())),
    ...checkIncidents({
      open: incidents.list({ limit: 100, state: 'open' }).incidents.length,
      failures: [...incidents.detectorFailures],
      webhook: examineWebhook(config.incidents.webhook, incidents.waitingPosts()),
    }),
  ]
}

/** What the broker counts of messages that are as they should be. */
const wellTaken = new Set(['taken', 'repeated', 'clamped', 'waiting', 'ignored', 'resend'])

/** Null where the register cannot be read now. */
function listed({ devices }: Ways) {
  try {
    return devices.list()
  } catch {
    return null
  }
}

async function vaultFacts({ vault }: Ways, config: InForce['config']): Promise<VaultFacts | null> {
  try {
    const [freeBytes, { objects }, tidied] = await Promise.all([
      vault.blobs.freeBytes(),
      vault.totals(),
      Promise.race([vault.tidied, null]),
    ])
    return {
      freeBytes,
      minFreeBytes: config.ingest.minFreeBytes,
      objects,
      atStart: tidied,
      hasOwner: config.vault.recipient !== null,
    }
  } catch {
    return null
  }
}
