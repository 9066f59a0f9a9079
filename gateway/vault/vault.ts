/** The vault: takes files sealed, finds them, opens them while their bucket's key lives, and lets sweeps forget them. */
import { GatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { BucketIdentities, BucketRecipients, Clock, HealthBoard } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import type { IncomingObject, ObjectIntake, ObjectOffer } from '../core/vault/intake.ts'
import type { Bucket, VaultObject } from '../core/vault/object.ts'
import type { Log } from '../ops/log.ts'
import type { Store } from '../store/store.ts'
import { createVaultIndex, type VaultIndex } from '../store/vault-index.ts'
import { type BlobFolder, createBlobFolder } from './blob-folder.ts'
import { listObjects, shownObject, type VaultListQuery, type VaultPage } from './list-objects.ts'
import { headerOf } from './open-object.ts'
import { watchRoom } from './room-warning.ts'
import { beginObject } from './seal-object.ts'
import type { ObjectHeader } from './sealed-header.ts'
import { createVaultTarget } from './sweep-target.ts'
import { type TidyReport, tidy } from './tidy.ts'

export interface VaultOptions {
  /** Made where it is not there, mode 0700. */
  directory: string
  store: Store
  keys: BucketRecipients & BucketIdentities & { buckets(): readonly Bucket[] }
  clock: Clock
  health: HealthBoard
  log: Log
  events: EventBus
  random(length: number): Uint8Array
  /** `vault.recipient` as it is now. */
  owner(): string | null
  /** As `ingest` is configured now. */
  limits(): { maxObjectBytes: number; minFreeBytes: number }
}

/** An object whose header was opened. `header.fileKey` is the caller's to destroy. */
export interface OpenedObject {
  object: VaultObject
  header: ObjectHeader
}

export interface Vault extends ObjectIntake, AsyncDisposable {
  /** Names are null where the bucket's key is gone. Throws the STORE_ errors. */
  list(query: VaultListQuery): Promise<VaultPage>
  /** Throws OBJECT_UNKNOWN, OBJECT_UNREADABLE, the STORE_ errors. */
  open(id: string): Promise<OpenedObject>
  totals(): Promise<{ objects: number; bytes: number }>
  readonly blobs: BlobFolder
  readonly target: SweepTarget
  /** What the look at start found; it goes on in the background. Null where it could not be done. */
  readonly tidied: Promise<TidyReport | null>
}

/** Never throws for the state of disk or store: files are refused until both can be written. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { store, keys, health, log } = options
  const blobs = createBlobFolder(options.directory)
  // Before anything is taken in: what lies there now was never acknowledged.
  const unfinished = await blobs.removeUnfinished().catch((error: unknown) => {
    log.event('vault.untidied', {}, error)
    return 0
  })
  const index = createVaultIndex(store)
  const underWay = new Set<string>()
  const ending = new AbortController()
  const tidied = tidy({ blobs, index, identities: keys, underWay, signal: ending.signal }).then(
    (report) => {
      log.event('vault.tidied', { unfinished, ...report })
      warn(health, report)
      return report
    },
    (error: unknown) => {
      if (!ending.signal.aborted) log.event('vault.untidied', {}, error)
      return null
    },
  )
  return {
    blobs,
    tidied,
    begin: (offer) => watchRoom(begin(offer, { options, blobs, index, underWay }), health),
    list: (query) => listObjects(query, index, keys),
    open: (id) => open(id, index, keys),
    async totals() {
      const buckets = await index.buckets()
      return {
        objects: buckets.reduce((sum, { items }) => sum + items, 0),
        bytes: buckets.reduce((sum, { bytes }) => sum + bytes, 0),
      }
    },
    target: createVaultTarget({ blobs, index, identities: keys, buckets: () => keys.buckets(), underWay }),
    async [Symbol.asyncDispose]() {
      ending.abort()
      await tidied
      await index[Symbol.asyncDispose]()
    },
  }
}

interface Beginning {
  options: VaultOptions
  blobs: BlobFolder
  index: VaultIndex
  underWay: Set<string>
}

function begin(offer: ObjectOffer, { options, blobs, index, underWay }: Beginning): Promise<IncomingObject> {
  const { keys, clock, events, random, owner, limits, store } = options
  // Without its index an object could not be acknowledged: better said before the bytes are sent.
  if (store.failure !== null && !store.retry()) return Promise.reject(store.failure)
  return beginObject(offer, {
    blobs,
    index,
    recipients: keys,
    random,
    now: clock.now,
    owner,
    ...limits(),
    underWay,
    sealed: ({ id, bucket, bytes, at }) =>
      events.publish('object.sealed', { id, source: bucket.source, class: bucket.class, bytes, at }),
  })
}

async function open(id: string, index: VaultIndex, keys: BucketIdentities): Promise<OpenedObject> {
  const object = await index.get(id)
  if (object === null) {
    throw new GatewayError(
      'OBJECT_UNKNOWN',
      {},
      { hint: '`gatehouse vault list` shows those that there are.' },
    )
  }
  const header = await headerOf(object, keys)
  return { object: shownObject(object, header.name), header }
}

function warn(health: HealthBoard, { strange, missing }: TidyReport): void {
  if (missing > 0) {
    health.raise({
      code: 'VAULT_OBJECTS_MISSING',
      title: `${missing} sealed files are missing from the disk.`,
      hint: 'Check the disk, and put the vault folder back from your newest backup. `gatehouse vault list` still names them.',
      severity: 'act-now',
    })
  }
  if (strange > 0) {
    health.raise({
      code: 'VAULT_INDEX_FOREIGN',
      title: `${strange} sealed files on the disk are unknown to the database.`,
      hint: 'The database may come from another time: put the right one back. Nothing was deleted.',
      severity: 'act-by',
    })
  }
}
