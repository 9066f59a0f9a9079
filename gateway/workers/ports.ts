/** What control plays for its workers; app.ts decides who does. */
import type { Standing } from '../core/client/standing.ts'
import type { DevicesInForce } from '../core/device/devices-in-force.ts'
import type { RecordedExchange } from '../core/journal.ts'
import type { LoginDirectory } from '../core/login/proxy-logins.ts'
import type { OriginalKeeper } from '../core/original/original.ts'
import type { OwnPageFacts } from '../core/pages/own-page-facts.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import type { Clock, HealthBoard, Tokens } from '../core/ports.ts'
import type { ReviewWindow } from '../core/review/notice.ts'
import type { Permit } from '../core/review/permit.ts'
import type { TunnelPermit } from '../core/review/tunnel-permit.ts'
import type { Secret } from '../core/secret.ts'
import type { TroubleWindow } from '../core/trouble/notice.ts'
import type { EgressOptions } from '../egress/options.ts'
import type { Log } from '../ops/log.ts'
import type { WorkerLeaves } from '../pki/worker-leaves.ts'

/** A month's keys; null where they cannot be had or are switched off. */
export interface MonthOfKeys {
  period: string
  blindIndex: Secret | null
  token: Secret | null
}

export interface CrewReviews {
  readonly window: ReviewWindow
  readonly trouble: TroubleWindow
  /** What counts now. */
  permits(): readonly Permit[]
  tunnels(): readonly TunnelPermit[]
  /** What one worker signs links with, and no other. */
  linkKeyOf(worker: string): Buffer
}

export interface CrewPorts {
  journal: {
    record(record: RecordedExchange): void
    /** Records that never came here: so many are missing. */
    missing(records: number): void
    /** Resolves with true once all that was recorded so far is on the disk. */
    durable(): Promise<boolean>
  }
  leaves: WorkerLeaves
  tokens: Tokens
  logins: LoginDirectory
  reviews: CrewReviews
  originalsOf(worker: string): OriginalKeeper
  clients: {
    /** The same array until it changes; null while nobody watches. */
    standings(): readonly (readonly [string, Standing])[] | null
    lookFor(address: string): Promise<void> | null
  }
  /** The same object until it changes. */
  devices(): DevicesInForce
  months: {
    /** Grows when keys were destroyed: workers are then given those that are left. */
    generation(): number
    /** The present month's, and the next one's shortly before it begins. */
    names(): readonly string[]
    keysOf(period: string): MonthOfKeys
  }
  /** Of the proxy's own TLS face. */
  certificate(): { cert: string; key: string } | null
  pages(): OwnPageFacts
  /** The policy in force, as what it was compiled from. */
  policy(): { source: PolicyFile; context: PolicyContext }
  clock: Clock
  random(length: number): Buffer
  health: HealthBoard
  log: Log
  watch: { lost(): void }
}

export interface CrewSettings {
  options: EgressOptions
  workers: number
  /** `units`: each is started by a service unit, and never ended from here. */
  startedBy: 'gatehouse' | 'units'
  /** As whom they run where the gateway is root. */
  user: string
  /** Of its own. */
  folder: string
  leafCache: number
  /** How long what needs control waits in a worker while it is away. */
  controlWaitMs: number
  /** How often what was recorded is made durable. */
  flushMs: number
  maxRecords: number
  /** File numbers of the sockets of transparent mode; none where it is off. */
  transparentSockets: readonly number[]
  /** For tests of hung workers. */
  heartbeat?: { everyMs: number; missedMs: number }
}

/** One worker, as status and doctor show it. */
export interface WorkerStatus {
  worker: string
  processId: number | null
  state: 'starting' | 'serving' | 'lost'
  connections: number
  heldBytes: number
  residentBytes: number
  /** Records that are not yet on the disk. */
  bufferedRecords: number
  /** True where the settings and the policy in force are this worker's. */
  isCurrent: boolean
  /** How often another one had to take its place. */
  replaced: number
}
