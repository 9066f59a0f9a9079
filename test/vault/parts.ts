/** A vault with its real keyring and store in one folder, and files whose bytes follow from their name. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createEventBus, type EventBus } from '../../gateway/core/events.ts'
import type { Clock, HealthBoard } from '../../gateway/core/ports.ts'
import type { ObjectIntake, ObjectOffer } from '../../gateway/core/vault/intake.ts'
import { type BucketKeys, createBucketKeys } from '../../gateway/keyring/bucket-keys.ts'
import { type Keyring, openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'
import { openVault, type Vault } from '../../gateway/vault/vault.ts'

export interface VaultParts extends AsyncDisposable {
  root: string
  /** The vault's own folder. */
  directory: string
  keyring: Keyring
  keys: BucketKeys
  store: Store
  vault: Vault
  events: EventBus
}

export interface VaultChanges {
  owner?: () => string | null
  maxObjectBytes?: number
  minFreeBytes?: number
  clock?: Clock
  health?: HealthBoard
  /** Where the vault lies, if not in `root`. */
  directory?: string
}

const realClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
const deafHealth: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }

export async function openParts(root: string, changes: VaultChanges = {}): Promise<VaultParts> {
  const { clock = realClock, health = deafHealth, directory = join(root, 'vault') } = changes
  const file = join(root, 'gatehouse.db')
  const keysFolder = join(root, 'keys')
  const keyring = await openKeyring({
    directory: keysFolder,
    root: { kind: 'file', path: join(keysFolder, 'root.key') },
    clock,
    createIfNew: true,
    protects: [file],
  })
  const store = await openStore({ file, key: await keyring.longLivedKey('database'), clock, health })
  const keys = createBucketKeys(keyring)
  const events = createEventBus({
    fault(_name, error) {
      throw error
    },
  })
  const { maxObjectBytes = 1024 ** 3, minFreeBytes = 0 } = changes
  const vault = await openVault({
    directory,
    store,
    keys,
    clock,
    health,
    log: silentLog,
    events,
    random: randomBytes,
    owner: changes.owner ?? (() => null),
    limits: () => ({ maxObjectBytes, minFreeBytes }),
  })
  return {
    ...{ root, directory, keyring, keys, store, vault, events },
    async [Symbol.asyncDispose]() {
      await vault[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
      await keyring[Symbol.asyncDispose]()
    },
  }
}

/** `seed-bytes.bin`, and what is in it. */
export interface MadeFile {
  name: string
  content: Buffer
}

export function madeFile(seed: string, bytes: number): MadeFile {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return { name: `${seed}-${bytes}.bin`, content: stream.update(Buffer.alloc(bytes)) }
}

/** The file that a name stands for. */
export function fileNamed(name: string): MadeFile {
  const [, seed = '', bytes = ''] = /^(\w+)-(\d+)\.bin$/.exec(name) ?? []
  return madeFile(seed, Number(bytes))
}

export const offer: ObjectOffer = {
  source: 'camera-1',
  class: 'recording',
  name: 'a.mp4',
  contentType: 'video/mp4',
  bytes: null,
}

/** Puts bytes in, in pieces. */
export async function put(
  intake: ObjectIntake,
  content: Uint8Array,
  { changes = {}, piece = 16_384 }: { changes?: Partial<ObjectOffer>; piece?: number } = {},
): Promise<{ id: string; bytes: number }> {
  const incoming = await intake.begin({ ...offer, ...changes })
  for (let from = 0; from < content.length; from += piece)
    await incoming.write(content.subarray(from, from + piece))
  return await incoming.finish()
}

export async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}
