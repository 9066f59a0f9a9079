/** Opens the four ways beside the outbound one, in order: ledger, devices, vault, messages, files, alarms, sweeps. */
import { randomBytes } from 'node:crypto'
import type { LedgerDesk } from '../api/services/ledger.ts'
import { createEventBus, type EventBus } from '../core/events.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import { scopeWords } from '../core/retention/hold.ts'
import { type Devices, openDevices } from '../devices/devices.ts'
import { type Incidents, openIncidents } from '../incidents/incidents.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Log } from '../ops/log.ts'
import type { StopStack } from '../ops/stop.ts'
import { builtAt } from '../ops/version.ts'
import type { RetentionOptions } from '../retention/make-parts.ts'
import { openRetention, type Retention } from '../retention/retention.ts'
import { openLedger, type StoredLedger } from '../store/ledger.ts'
import { openDurableDatabase } from '../store/ledger-database.ts'
import type { Store } from '../store/store.ts'
import { openTelemetry, type Telemetry } from '../telemetry/telemetry.ts'
import { openProxyUsers, type ProxyUsers } from '../users/proxy-users.ts'
import { createVaultDesk, type VaultDesk } from '../vault/desk.ts'
import type { Vault } from '../vault/vault.ts'
import { clock } from './clock.ts'
import { deviceCertificate, openFiles, openIngest, ownerIn } from './device-files.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import { ledgerDesk } from './ledger.ts'
import type { Listening } from './listening.ts'
import type { OwnCertificate } from './own-certificate.ts'
import { type OpenTokens, openTokens } from './tokens.ts'

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
}

export interface Ways {
  readonly events: EventBus
  readonly ledger: LedgerDesk
  readonly devices: Devices
  readonly vault: Vault
  readonly vaultDesk: VaultDesk
  readonly telemetry: Telemetry
  readonly ingest: Ingest
  readonly incidents: Incidents
  readonly retention: Retention
  readonly tokens: OpenTokens
  readonly users: ProxyUsers
  /** After a roll-over of the office's authority: the listeners for devices show the new one. */
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

  const tokens = openTokens({ kept, inForce, database, ledger, random: randomBytes, log })

  const users = await openProxyUsers({ ...shared, file: kept.paths.users, ledger })

  const devices = await openDevices({
    ...shared,
    authority: authorities.office,
    ledger,
    settings: () => inForce.config.devices,
  })
  stops.add('devices', async () => devices[Symbol.asyncDispose]())

  const vault = await openFiles(options, { shared, ledger })
  const telemetry = await openMessages(options, { shared, devices })
  const ingest = await openIngest(options, { events, devices, vault })
  stops.add('ingest', () => ingest.close())
  const incidents = openAlarms(options, { shared, ledger })
  const retention = await openSweeps(options, {
    shared,
    database,
    ledger,
    targets: [vault.target, telemetry.target, tokens.target],
  })

  return {
    events,
    ledger: ledgerDesk(ledger, database, () => [
      ...devices.list().map(({ name }) => name),
      ...Object.keys(users.marks()),
      ...retention.list(50).map(({ id }) => id),
      ...retention.holds.list().map(({ scope }) => scopeWords(scope)),
    ]),
    devices,
    vault,
    vaultDesk: createVaultDesk({ vault, ledger, random: randomBytes, owner: ownerIn(options) }),
    telemetry,
    ingest,
    incidents,
    retention,
    tokens,
    users,
    async renewCertificates() {
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
  { shared, ledger }: { shared: Shared; ledger: StoredLedger },
): Incidents {
  const incidents = openIncidents({
    ...shared,
    bus: shared.events,
    ledger,
    settings: () => inForce.config.incidents,
    hurried: isTrial,
  })
  stops.add('incidents', async () => incidents[Symbol.asyncDispose]())
  stops.add(
    'journal events',
    kept.history.reader.subscribe((record) => shared.events.publish('exchange.recorded', record)),
  )
  return incidents
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
