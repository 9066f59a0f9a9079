/** Opens the four ways beside the outbound one, in order: ledger, devices, vault, messages, files, alarms, sweeps. */
import { randomBytes } from 'node:crypto'
import type { LedgerDesk } from '../api/services/ledger.ts'
import { createEventBus, type EventBus } from '../core/events.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import { scopeWords } from '../core/retention/hold.ts'
import { type Devices, openDevices } from '../devices/devices.ts'
import { type Incidents, openIncidents } from '../incidents/incidents.ts'
import { loadHostKey } from '../ingest/host-key.ts'
import { type Ingest, startIngest } from '../ingest/ingest.ts'
import { createBucketKeys } from '../keyring/bucket-keys.ts'
import type { Log } from '../ops/log.ts'
import type { StopStack } from '../ops/stop.ts'
import { builtAt } from '../ops/version.ts'
import { trustBundle } from '../pki/bundle.ts'
import type { RetentionOptions } from '../retention/make-parts.ts'
import { openRetention, type Retention } from '../retention/retention.ts'
import { openLedger, type StoredLedger } from '../store/ledger.ts'
import { openDurableDatabase } from '../store/ledger-database.ts'
import type { Store } from '../store/store.ts'
import { openTelemetry, type Telemetry } from '../telemetry/telemetry.ts'
import { createVaultDesk, type VaultDesk } from '../vault/desk.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { clock } from './clock.ts'
import { sealOldFile } from './demo-past.ts'
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
    async renewCertificates() {
      telemetry.renewCertificate()
      await ingest.renew()
    },
  }
}

interface Shared {
  store: Store
  events: EventBus
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
}

const ownerIn = (options: WaysOptions) => () => options.inForce.config.vault.recipient

/** The start is noted here: behind the trial's old file, which the ledger must not be younger than. */
async function openFiles(
  options: WaysOptions,
  { shared, ledger }: { shared: Shared; ledger: StoredLedger },
): Promise<Vault> {
  const { kept, inForce, stops, log } = options
  const vaultOptions = {
    ...shared,
    directory: kept.paths.vault,
    keys: createBucketKeys(kept.keyring),
    owner: ownerIn(options),
    limits: () => inForce.config.ingest,
  }
  if (options.isTrial) {
    const daysAgo = inForce.config.retention.days.recording + 5
    await sealOldFile({ vault: vaultOptions, datedClock: kept.datedClock, ledger, daysAgo }).catch(
      (error: unknown) => log.event('demo.failed', { step: 'past' }, error),
    )
  }
  noteStart(ledger, log)
  const vault = await openVault(vaultOptions)
  stops.add('vault', async () => vault[Symbol.asyncDispose]())
  return vault
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

/** First of all in a new ledger: nothing that is kept counts as older than its oldest entry. Without a store there is none. */
function noteStart(ledger: StoredLedger, log: Log): void {
  try {
    ledger.append({ action: 'gateway.started', actor: 'gateway', subject: 'gateway', facts: {} })
  } catch (error) {
    log.event('store.degraded', {}, error)
  }
}

/** The box's own certificate, and the roots that a device's certificate may come from. */
function deviceCertificate({ certificate, kept }: Pick<WaysOptions, 'certificate' | 'kept'>) {
  const { cert, key } = certificate.forDevices()
  return { cert, key, ca: trustBundle([kept.authorities.office], clock.now()) }
}

/** Without a disk to write the SFTP listener stays closed: its own key could not be kept. */
async function openIngest(
  options: WaysOptions,
  { events, devices, vault }: Pick<Ways, 'events' | 'devices' | 'vault'>,
): Promise<Ingest> {
  const { kept, inForce, listening, log } = options
  const { httpsEnabled, sftpEnabled } = inForce.config.ingest
  const ingest = await startIngest({
    host: listening.files.host,
    httpsPort: httpsEnabled ? listening.files.port : null,
    sftpPort: sftpEnabled && kept.folder.writable ? listening.sftp.port : null,
    certificate() {
      const { cert, key, ca } = deviceCertificate(options)
      return { context: { cert, key, ca: [ca] }, renewAt: options.certificate.renewAt() }
    },
    hostKey: () => loadHostKey(kept.paths.sftpHostKey),
    devices,
    sshKeys: devices,
    renewal: devices,
    intake: vault,
    limits: () => inForce.config.ingest,
    events,
    log,
    counted: { sealed: kept.metrics.fileSealed, refused: kept.metrics.fileRefused },
    // The stop stack ends it, in its turn.
    signal: new AbortController().signal,
  })
  listening.files.port = ingest.ports.https ?? 0
  listening.sftp.port = ingest.ports.sftp ?? 0
  return ingest
}
