/** Opens the four ways beside the outbound one, in order: ledger, devices, vault, messages, files, alarms, sweeps. */
import { randomBytes } from 'node:crypto'
import { addCorrection, removeCorrection } from '../../config/corrections-file.ts'
import { type Accounts, openAccounts } from '../accounts/accounts.ts'
import { scopesOf } from '../api/scopes.ts'
import type { LedgerDesk } from '../api/services/ledger.ts'
import type { PolicyDesk } from '../api/services/policy.ts'
import type { ReloadOutcome } from '../api/services.ts'
import { quarantineByAlarms } from '../clients/alarms.ts'
import { type Clients, openClients } from '../clients/clients.ts'
import { createEventBus, type EventBus } from '../core/events.ts'
import { isDeviceClient } from '../core/login/client-name.ts'
import type { Clock, HealthBoard, Ledger } from '../core/ports.ts'
import type { DemoProxySettings } from '../demo/settings.ts'
import { type Devices, openDevices } from '../devices/devices.ts'
import { type Incidents, openIncidents } from '../incidents/incidents.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { NetworkLookout } from '../network/lookout.ts'
import type { MachineTeller } from '../network/tell-machines.ts'
import type { Log } from '../ops/log.ts'
import type { StopStack } from '../ops/stop.ts'
import { builtAt } from '../ops/version.ts'
import type { Originals } from '../originals/originals.ts'
import { openProposals, type Proposals } from '../proposals/proposals.ts'
import type { RetentionOptions } from '../retention/make-parts.ts'
import { openRetention, type Retention } from '../retention/retention.ts'
import type { Reviews } from '../reviews/reviews.ts'
import { openLedger, type StoredLedger } from '../store/ledger.ts'
import { type DurableDatabase, openDurableDatabase } from '../store/ledger-database.ts'
import { createProposalRegister } from '../store/proposal-register.ts'
import type { Store } from '../store/store.ts'
import { openTelemetry, type Telemetry } from '../telemetry/telemetry.ts'
import { openProxyUsers, type ProxyUsers } from '../users/proxy-users.ts'
import { createVaultDesk, type VaultDesk } from '../vault/desk.ts'
import type { Vault } from '../vault/vault.ts'
import { clientSettings } from './client-facts.ts'
import { clock } from './clock.ts'
import { deviceCertificate, openFiles, openIngest, ownerIn } from './device-files.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import { ledgerDesk } from './ledger.ts'
import { ledgerNames } from './ledger-names.ts'
import type { Listening } from './listening.ts'
import { openOfficeOriginals } from './originals.ts'
import type { OwnCertificate } from './own-certificate.ts'
import { openPolicyDesk } from './policy-desk.ts'
import { createProxyDevices, type ProxyDevices } from './proxy-devices.ts'
import { openOfficeReviews } from './reviews.ts'
import { tellNetwork } from './tell-network.ts'
import { type OpenTokens, openTokens } from './tokens.ts'
import { watchNetwork } from './watch-network.ts'

export interface WaysOptions {
  kept: Kept
  inForce: InForce
  certificate: OwnCertificate
  /** Ports of broker and files are filled in. */
  listening: Listening
  stops: StopStack
  log: Log
  /** A trial: alarms learn in seconds, and there is an old file to sweep. */
  isTrial: boolean
  /** What a trial adds to the ways out; null outside of one. */
  demo: DemoProxySettings | null
  /** Takes what was written meanwhile into force. */
  reload(): Promise<ReloadOutcome>
}

export interface Ways {
  readonly events: EventBus
  readonly ledger: LedgerDesk
  /** For what no room of its own notes. */
  readonly notes: Ledger
  readonly devices: Devices
  readonly vault: Vault
  readonly vaultDesk: VaultDesk
  readonly telemetry: Telemetry
  readonly ingest: Ingest
  readonly incidents: Incidents
  readonly proposals: Proposals
  readonly policy: PolicyDesk
  readonly retention: Retention
  readonly tokens: OpenTokens
  readonly users: ProxyUsers
  readonly accounts: Accounts
  readonly reviews: Reviews
  readonly originals: Originals
  readonly clients: Clients
  /** What the proxy is told of devices. */
  readonly proxyDevices: ProxyDevices
  /** What the network's rules were told of them. */
  readonly told: Pick<MachineTeller, 'facts' | 'factsNow'>
  /** What of the network is seen without a right. */
  readonly network: Pick<NetworkLookout, 'seen'>
  /** After a roll-over of the office's authority: the listeners for devices show the new one, and the proxy knows it. */
  renewCertificates(): Promise<void>
}

/**
 * What keeps data comes first and stops last; listeners for devices stop before what they hand their data to. Throws
 * PORT_IN_USE or PORT_FORBIDDEN of a listener; a store that cannot be opened keeps none of them from starting.
 */
export async function openWays(options: WaysOptions): Promise<Ways> {
  const { kept, inForce, stops, log } = options
  const { health, keyring, history, authorities } = kept
  const events = createEventBus({ fault: (name, error) => log.event('event.failed', { event: name }, error) })
  const shared = { store: history.store, events, clock, health, log, random: randomBytes }

  const database = openDurableDatabase({ file: history.store.file, key: history.store.key })
  stops.add('ledger', () => database[Symbol.dispose]())
  const ledger = openLedger({ database, seed: await keyring.longLivedKey('ledger'), clock: kept.datedClock })

  const officeName = () => inForce.config.office.name
  const accounts = openAccounts({ ...shared, database, ledger, keyring, officeName, scopesOf })
  const users = await openProxyUsers({ ...shared, file: kept.paths.users, ledger })

  const clients = openClients({
    ...{ database, ledger, clock, health, log, random: randomBytes },
    settings: () => clientSettings(inForce.config),
    isDevice: (name) => devices.isInUse(name),
  })
  stops.add('clients', async () => clients[Symbol.asyncDispose]())
  const told = tellNetwork({ ...options, clients })
  const network = watchNetwork(options)

  const tokens = openTokens({
    ...{ kept, inForce, database, ledger, random: randomBytes, log },
    groupsOfMachine: (address) => clients.standingOf(address)?.groups ?? [],
  })

  const devices = await openDevices({
    ...shared,
    authority: authorities.office,
    ledger,
    settings: () => inForce.config.devices,
  })
  stops.add('devices', async () => devices[Symbol.asyncDispose]())
  events.subscribe('exchange.recorded', ({ client }) => {
    if (isDeviceClient(client)) clients.seeDevice(client)
  })
  const proxyDevices = createProxyDevices(devices, { authority: authorities.office, now: clock.now })

  const vault = await openFiles(options, { shared, ledger })
  const telemetry = await openMessages(options, { shared, devices })
  const ingest = await openIngest(options, { events, devices, vault })
  stops.add('ingest', () => ingest.close())
  const incidents = openAlarms(options, { shared, ledger, clients })
  const reviews = openOfficeReviews({ ...options, database, ledger, clients })
  stops.add('reviews', () => reviews[Symbol.dispose]())
  const originals = await openOfficeOriginals({ ...options, database, ledger })
  stops.add('originals', async () => originals[Symbol.asyncDispose]())
  const retention = await openSweeps(options, {
    shared,
    database,
    ledger,
    targets: [vault.target, telemetry.target, tokens.target, clients.target, originals.target],
  })
  const proposals = openAnswerable(options, { shared, database, ledger, retention })
  const policy = openPolicyDesk(options, { database, ledger, clients })

  return {
    events,
    ledger: ledgerDesk(ledger, database, () =>
      ledgerNames({ devices, users, accounts, clients, retention, proposals, reviews, originals }),
    ),
    notes: ledger,
    devices,
    vault,
    vaultDesk: createVaultDesk({ vault, ledger, random: randomBytes, owner: ownerIn(options) }),
    telemetry,
    ingest,
    incidents,
    proposals,
    policy,
    retention,
    tokens,
    users,
    accounts,
    reviews,
    originals,
    clients,
    proxyDevices,
    told,
    network,
    async renewCertificates() {
      proxyDevices.refresh()
      telemetry.renewCertificate()
      await ingest.renew()
    },
  }
}

/** What every room gets. */
export interface Shared {
  store: Store
  events: EventBus
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
}

async function openMessages(
  options: WaysOptions,
  { shared, devices }: { shared: Shared; devices: Devices },
): Promise<Telemetry> {
  const { kept, inForce, listening, stops } = options
  const telemetry = await openTelemetry({
    ...shared,
    keyring: kept.keyring,
    settings: { ...inForce.config.broker, ...listening.broker },
    rawRetentionDays: () => inForce.config.retention.days.telemetryRaw,
    certificate: () => deviceCertificate(options),
    directory: devices,
  })
  listening.broker.port = telemetry.port
  kept.metrics.watchTelemetry(() => telemetry.status())
  stops.add('telemetry', async () => telemetry[Symbol.asyncDispose]())
  return telemetry
}

function openAlarms(
  { kept, inForce, stops, isTrial }: WaysOptions,
  { shared, ledger, clients }: { shared: Shared; ledger: StoredLedger; clients: Clients },
): Incidents {
  const incidents = openIncidents({
    ...shared,
    bus: shared.events,
    ledger,
    settings: () => inForce.config.incidents,
    hurried: isTrial,
  })
  stops.add('incidents', async () => incidents[Symbol.asyncDispose]())
  const cuttingOff = quarantineByAlarms({
    ...{ ...shared, bus: shared.events, clients },
    detectors: () => inForce.config.incidents.quarantine,
  })
  stops.add('quarantine by alarms', () => cuttingOff[Symbol.dispose]())
  stops.add(
    'journal events',
    kept.history.reader.subscribe((record) => shared.events.publish('exchange.recorded', record)),
  )
  return incidents
}

function openAnswerable(
  { kept, inForce, stops, reload }: WaysOptions,
  parts: { shared: Shared; database: DurableDatabase; ledger: StoredLedger; retention: Retention },
): Proposals {
  const { shared, database, ledger, retention } = parts
  const file = kept.paths.corrections
  const proposals = openProposals({
    ...shared,
    bus: shared.events,
    register: createProposalRegister(database),
    ledger,
    keptDays: () => inForce.config.retention.days.journal,
    isClockTrusted: () => retention.clock().trusted,
    corrections: {
      add: (correction) => addCorrection(file, correction),
      remove: (id) => removeCorrection(file, id),
      reload: async () => (await reload()).ok,
    },
  })
  stops.add('proposals', () => proposals[Symbol.dispose]())
  return proposals
}

async function openSweeps(
  { kept, inForce, stops }: WaysOptions,
  { shared, ...parts }: { shared: Shared } & Pick<RetentionOptions, 'database' | 'ledger' | 'targets'>,
): Promise<Retention> {
  const retention = await openRetention({
    ...shared,
    ...parts,
    keyring: kept.keyring,
    keysDirectory: kept.paths.keys,
    dataDirectory: kept.paths.directory,
    config: () => inForce.config.retention,
    builtAt,
    bus: shared.events,
  })
  stops.add('retention', async () => retention[Symbol.asyncDispose]())
  return retention
}
