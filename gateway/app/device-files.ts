/** Opens what keeps the files of devices, and the listeners that they come in by. */

import { loadHostKey } from '../ingest/host-key.ts'
import { type Ingest, startIngest } from '../ingest/ingest.ts'
import { createBucketKeys } from '../keyring/bucket-keys.ts'
import type { Log } from '../ops/log.ts'
import { trustBundle } from '../pki/bundle.ts'
import type { StoredLedger } from '../store/ledger.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { clock } from './clock.ts'
import { sealOldFile } from './demo-past.ts'
import type { Shared, Ways, WaysOptions } from './ways.ts'

/** The start is noted here: behind the trial's old file, which the ledger must not be younger than. */
export async function openFiles(
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

/** First of all in a new ledger: nothing that is kept counts as older than its oldest entry. Without a store there is none. */
function noteStart(ledger: StoredLedger, log: Log): void {
  try {
    ledger.append({ action: 'gateway.started', actor: 'gateway', subject: 'gateway', facts: {} })
  } catch (error) {
    log.event('store.degraded', {}, error)
  }
}

/** The box's own certificate, and the roots that a device's certificate may come from. */
export function deviceCertificate({ certificate, kept }: Pick<WaysOptions, 'certificate' | 'kept'>) {
  const { cert, key } = certificate.forDevices()
  return { cert, key, ca: trustBundle([kept.authorities.office], clock.now()) }
}

/** Without a disk to write the SFTP listener stays closed: its own key could not be kept. */
export async function openIngest(
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

/** Who can open exports, as the configuration says. */
export const ownerIn = (options: WaysOptions) => () => options.inForce.config.vault.recipient
