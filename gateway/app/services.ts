/** Plays the roles that API, pages and CLI ask for, with the real rooms. */

import { networkSettings } from '../../config/sections/network.ts'
import type { TrackerDesk } from '../api/services/trackers.ts'
import type { AuthorityDesk, GatewayStatus, ReloadOutcome, Services } from '../api/services.ts'
import { networkOverview } from '../core/network/overview.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import type { GatewayMetrics } from '../ops/metrics.ts'
import type { WorkerStatus } from '../workers/ports.ts'
import type { InForce } from './in-force.ts'
import { journalCoverage } from './journal-coverage.ts'
import { reachableAt } from './listening.ts'
import { createNotedReload } from './noted-reload.ts'
import { officeTimeZone } from './policy-in-use.ts'
import { examineRunning, type RunningDoctorParts } from './running-doctor.ts'
import { createSetupDesk } from './setup-desk.ts'
import { createTrackerDesk, TrackerCounts } from './tracker-desk.ts'
import type { Ways } from './ways.ts'

export interface ServiceParts extends RunningDoctorParts {
  version: string
  startedAt: number
  inForce: InForce
  ways: Ways
  desk: AuthorityDesk
  health: HealthBoard
  metrics: GatewayMetrics
  /** Empty where all runs in one process. */
  workers(): readonly WorkerStatus[]
  reload: () => Promise<ReloadOutcome>
  log: Log
}

export function createServices(parts: ServiceParts): Services {
  return {
    journal: parts.history.reader,
    authorities: parts.desk,
    health: parts.health,
    metrics: parts.metrics,
    devices: parts.ways.devices,
    devicePorts: () => ({ broker: parts.listening.broker.port, files: parts.listening.files.port }),
    telemetry: parts.ways.telemetry,
    vault: parts.ways.vaultDesk,
    sweeps: parts.ways.retention,
    tokens: parts.ways.tokens.desk,
    users: parts.ways.users,
    accounts: parts.ways.accounts,
    reviews: parts.ways.reviews.desk,
    originals: parts.ways.originals.desk,
    trackers: trackersOf(parts),
    policy: parts.ways.policy,
    clients: parts.ways.clients,
    network: {
      told: () => parts.ways.told.facts(),
      seen: () => parts.ways.network.seen(),
      overview: () =>
        networkOverview({
          settings: networkSettings(parts.inForce.config),
          chosen: parts.inForce.config.network,
          rulesAreGone: parts.ways.network.seen()?.rules === 'not-in-force',
        }),
    },
    coverage: (question) => journalCoverage(parts.history.reader, question),
    ledger: parts.ways.ledger,
    incidents: parts.ways.incidents,
    proposals: parts.ways.proposals,
    setup: createSetupDesk(parts),
    status: () => statusOf(parts),
    reload: createNotedReload({
      ...{ reload: parts.reload, ledger: parts.ways.notes, log: parts.log },
      policyVersion: () => parts.inForce.policy.version,
    }),
    doctor: () => examineRunning(parts),
  }
}

function trackersOf({ inForce, history, ways, startedAt, now }: ServiceParts): TrackerDesk {
  const counts = new TrackerCounts(startedAt)
  history.reader.subscribe((record) => counts.add(record))
  return createTrackerDesk({
    policy: () => ({
      compiled: inForce.policy.current(),
      made: inForce.policy.made,
      trackers: inForce.policy.trackers,
    }),
    counts,
    clients: ways.clients,
    now,
  })
}

function statusOf({ version, startedAt, inForce, listening, workers }: ServiceParts): GatewayStatus {
  const { config, policy } = inForce
  const { office } = config
  const proxy = reachableAt(listening.proxy, office.host)
  return {
    version,
    startedAt,
    mode: policy.current().mode,
    policyVersion: policy.version,
    officeName: office.name,
    officeHost: office.host,
    contact: office.contact,
    timeZone: officeTimeZone(config),
    addresses: {
      proxy: [proxy],
      pac: `http://${proxy}/proxy.pac`,
      ui: [`https://${reachableAt(listening.ui, office.host)}`],
      control: listening.control,
    },
    workers: config.proxy.workers,
    workerProcesses: workers(),
    processId: process.pid,
  }
}
