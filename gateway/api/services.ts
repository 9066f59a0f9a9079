/** What the API's routes need of the gateway: app.ts plays these roles with the real rooms, tests with stand-ins. */

import type { ExchangeRecord, VerdictAction } from '../core/journal.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { EntityType } from '../core/pii/entity.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { DoctorCheck } from '../ops/doctor.ts'
import type { WorkerStatus } from '../workers/ports.ts'
import type { AccountServices } from './services/accounts.ts'
import type { ClientServices } from './services/clients.ts'
import type { CoverageServices } from './services/coverage.ts'
import type { DeviceServices } from './services/devices.ts'
import type { IncidentServices } from './services/incidents.ts'
import type { LedgerServices } from './services/ledger.ts'
import type { NetworkServices } from './services/network.ts'
import type { OriginalServices } from './services/originals.ts'
import type { PolicyServices } from './services/policy.ts'
import type { ProposalServices } from './services/proposals.ts'
import type { ReviewServices } from './services/reviews.ts'
import type { SetupServices } from './services/setup.ts'
import type { SweepServices } from './services/sweeps.ts'
import type { TelemetryServices } from './services/telemetry.ts'
import type { TokenServices } from './services/tokens.ts'
import type { TrackerServices } from './services/trackers.ts'
import type { UserServices } from './services/users.ts'
import type { VaultServices } from './services/vault.ts'

/** Everything a route may call. The control socket, the HTTPS API, the pages and the CLI share it. */
export interface Services
  extends DeviceServices,
    TelemetryServices,
    VaultServices,
    SweepServices,
    TokenServices,
    UserServices,
    AccountServices,
    ReviewServices,
    OriginalServices,
    TrackerServices,
    PolicyServices,
    ClientServices,
    NetworkServices,
    CoverageServices,
    LedgerServices,
    SetupServices {
  readonly journal: JournalReader
  readonly incidents: IncidentServices
  readonly proposals: ProposalServices
  readonly authorities: AuthorityDesk
  readonly health: HealthBoard
  readonly metrics: MetricsText
  /** Looks at the box now; takes up to a few seconds. */
  doctor(): Promise<readonly DoctorCheck[]>
  /** Cheap: asked by every page view. */
  status(): GatewayStatus
  /**
   * Reads configuration and policy again. Never throws for a bad file: the old one stays in force and the outcome
   * says what is wrong (path, line, hint; never a value that is secret). Throws the STORE_ errors where an account or the token
   * asks and that cannot be noted; then nothing was read.
   */
  reload(actor: LedgerActor): Promise<ReloadOutcome>
}

export interface GatewayStatus {
  version: string
  /** Milliseconds since 1970. */
  startedAt: number
  mode: 'enforce' | 'observe'
  /** A short hash or number that changes whenever the policy in force does. */
  policyVersion: string
  /** What pages call the office: `office.name` of the configuration. */
  officeName: string
  /** The name under which the office reaches this box, such as `gatehouse.home.arpa`. */
  officeHost: string
  /** Whom staff may ask; '' where nobody is named. */
  contact: string
  /** IANA name of the zone in which times are shown; null for the box's own. */
  timeZone: string | null
  addresses: GatewayAddresses
  /** Processes that parse traffic; 0 where everything runs in one. */
  workers: number
  workerProcesses: readonly WorkerStatus[]
  processId: number
}

export interface GatewayAddresses {
  /** Host and port of each explicit proxy listener, `192.168.1.2:8080`; what a client is set up with comes first. */
  proxy: readonly string[]
  /** URL of the PAC file for clients that are set up with one. */
  pac: string
  /** HTTPS origins of page and API, `https://gatehouse.home.arpa:8443`; the one to show comes first. */
  ui: readonly string[]
  /** Path of the control socket. */
  control: string
}

export type ReloadOutcome =
  | { ok: true; changed: readonly string[]; needsRestart: readonly string[] }
  | { ok: false; problems: readonly ReloadProblem[] }

export interface ReloadProblem {
  file: string
  /** Key path, such as `proxy.port`. */
  path: string
  line: number | null
  message: string
  hint: string | null
}

/** Reads the journal; newest first. Every page costs the same, however deep (keyset paging on the record's id). */
export interface JournalReader {
  /**
   * At most `limit` records that match, older than `before` where given. A long search may stop early: a page that
   * is short, or empty, goes on where `next` is not null. Throws USAGE for a cursor that names no record.
   */
  list(query: JournalQuery): Promise<JournalPage>
  get(id: string): Promise<ExchangeRecord | null>
  /** Sums over exchanges since `since` (milliseconds since 1970). */
  totals(since: number): Promise<JournalTotals>
  /** Calls `listener` once per record as it is made; returns what ends the subscription. The listener never throws. */
  subscribe(listener: (record: ExchangeRecord) => void): () => void
}

export interface JournalQuery {
  limit: number
  /** Records older than this record id; the page's `next` of the call before. */
  before?: string
  /** Milliseconds since 1970, inclusive. */
  from?: number
  /** Milliseconds since 1970, exclusive. */
  to?: number
  client?: string
  destination?: string
  action?: VerdictAction
  /** Only exchanges in which an entity of this type was found. */
  entity?: EntityType
}

export interface JournalPage {
  records: readonly ExchangeRecord[]
  /** Cursor of the next, older page; null on the last. */
  next: string | null
}

export interface JournalTotals {
  since: number
  exchanges: number
  byAction: Readonly<Record<VerdictAction, number>>
  /** Exchanges in which at least one entity was found, whatever was done. */
  withFindings: number
  entities: Readonly<Partial<Record<EntityType, number>>>
  /** Records that could not be kept (full disk, overload). */
  dropped: number
  /** Of which times. */
  gaps: readonly JournalGap[]
}

/** A time of which records are missing, in milliseconds since 1970. */
export interface JournalGap {
  since: number
  until: number
  dropped: number
}

export const authorityKinds = ['interception', 'office'] as const
export type AuthorityKind = (typeof authorityKinds)[number]

/**
 * `after-overlap`: the new root issues once clients had time to install it, and the old one stays trusted until then.
 * `at-once`: it issues now and the old one is withdrawn, as after a theft of its key.
 */
export const rotateWhens = ['after-overlap', 'at-once'] as const
export type RotateWhen = (typeof rotateWhens)[number]

export interface AuthorityDesk {
  status(): Promise<readonly AuthorityStatus[]>
  /** PEM of every root that clients should trust now, an overlapping successor included. */
  bundle(): Promise<string>
  /** DER of the current root of one authority. */
  certificate(kind: AuthorityKind): Promise<Uint8Array>
  rotate(kind: AuthorityKind, when: RotateWhen): Promise<AuthorityStatus>
}

/** `not-yet-valid`: the box's clock is wrong, most often. Clients refuse what is signed in the last two states. */
export const authorityStates = ['ready', 'overlapping', 'not-yet-valid', 'expired'] as const
export type AuthorityState = (typeof authorityStates)[number]

export interface AuthorityStatus {
  kind: AuthorityKind
  state: AuthorityState
  subject: string
  /** SHA-256 of the certificate, upper-case hex pairs joined by colons, as systems show it. */
  fingerprint: string
  notBefore: number
  notAfter: number
  /** Names that this authority can provably not impersonate. */
  excluded: readonly string[]
  /** The certificate that clients should install before it takes over; null outside a roll-over. */
  successor: { fingerprint: string; takesOverAt: number } | null
}

export interface MetricsText {
  /** Everything counted, in the Prometheus text format 0.0.4. */
  text(): string
  /** Counts one answer of page or API. */
  apiRequest(status: number): void
}
