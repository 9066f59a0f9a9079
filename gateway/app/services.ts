/** Plays the roles that API, pages and CLI ask for, with the real rooms. */
import type { AuthorityDesk, GatewayStatus, ReloadOutcome, Services } from '../api/services.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { GatewayMetrics } from '../ops/metrics.ts'
import type { WorkerStatus } from '../workers/ports.ts'
import type { InForce } from './in-force.ts'
import { reachableAt } from './listening.ts'
import { officeTimeZone } from './policy-in-use.ts'
import { examineRunning, type RunningDoctorParts } from './running-doctor.ts'
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
    ledger: parts.ways.ledger,
    incidents: parts.ways.incidents,
    status: () => statusOf(parts),
    reload: parts.reload,
    doctor: () => examineRunning(parts),
  }
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
