/** The open keyring: hands out keys, makes them durable before their first use, and destroys them for good. */
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import type { Clock, HmacPurpose, KeyPlace, LongLivedKeyName } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { changing, type FileLayer, NotDurableError } from './file-layer.ts'
import { assertPlace, placeId } from './key-place.ts'
import type { Keyring } from './keyring.ts'
import {
  type EpochContent,
  type RootContent,
  type RootFile,
  removeLeftovers,
  writeEpoch,
  writeRoot,
} from './keyring-folder.ts'
import { printRecoveryKey } from './recovery-key.ts'
import { printRecoverySheets } from './recovery-sheets.ts'
import { destroyKeyFile, nextKeyFile, prepareRootKey, type RootSource } from './root-source.ts'

export interface LiveKeyringParts {
  directory: string
  files: FileLayer
  clock: Clock
  source: RootSource
  root: RootFile
  epoch: EpochContent
}

/** 32 random bytes. */
export function newKey(): Secret {
  return new Secret(randomBytes(32))
}

export function createLiveKeyring(parts: LiveKeyringParts): Keyring {
  removeLeftovers(parts.directory, parts.root.content.epoch, parts.files)
  return new LiveKeyring(parts)
}

class LiveKeyring implements Keyring {
  readonly #directory: string
  readonly #files: FileLayer
  readonly #clock: Clock
  #source: RootSource
  #root: RootFile
  #epoch: EpochContent
  #generation = 0
  /** Why nothing may be changed any more until the keyring is opened again. */
  #stopped: string | null = null

  constructor({ directory, files, clock, source, root, epoch }: LiveKeyringParts) {
    this.#directory = directory
    this.#files = files
    this.#clock = clock
    this.#source = source
    this.#root = root
    this.#epoch = epoch
  }

  get generation(): number {
    return this.#generation
  }

  async longLivedKey(name: LongLivedKeyName): Promise<Secret> {
    const known = this.#root.content.longLived.get(name)
    if (known !== undefined) return copyOf(known)
    const longLived = new Map(this.#root.content.longLived).set(name, newKey())
    this.#replaceRoot({ ...this.#root, content: { ...this.#root.content, longLived } })
    return this.longLivedKey(name)
  }

  hmacKey(purpose: HmacPurpose, scope: string, period: string): Secret {
    return this.#epochKeyAt({ kind: 'hmac', purpose, scope, period })
  }

  columnKey(columnClass: string, period: string): Secret {
    return this.#epochKeyAt({ kind: 'column', columnClass, period })
  }

  ensure(places: readonly KeyPlace[]): void {
    const missing = places.filter((place) => !this.#epoch.has(placeId(place)))
    if (missing.length === 0) return
    const next = new Map(this.#epoch)
    for (const place of missing) {
      assertPlace(place)
      next.set(placeId(place), { place, createdAt: this.#clock.now(), key: newKey() })
    }
    this.#replaceEpoch(next)
  }

  keyIfAny(place: KeyPlace): Secret | null {
    const stored = this.#epoch.get(placeId(place))
    return stored === undefined ? null : copyOf(stored.key)
  }

  places() {
    return [...this.#epoch.values()].map(({ place, createdAt }) => ({ place, createdAt }))
  }

  destroy(places: readonly KeyPlace[]): number {
    const doomed = new Map(
      places.flatMap((place) => {
        const stored = this.#epoch.get(placeId(place))
        return stored === undefined ? [] : [[placeId(place), stored] as const]
      }),
    )
    if (doomed.size === 0) return 0
    this.#replaceEpoch(new Map([...this.#epoch].filter(([id]) => !doomed.has(id))))
    for (const { key } of doomed.values()) key.destroy()
    this.#generation++
    return doomed.size
  }

  turnEpoch(): void {
    const old = this.#root.content
    const content: RootContent = { ...old, epoch: old.epoch + 1, epochKey: newKey() }
    // The new epoch's file first: the root file, which names the epoch, is the one step that makes the turn.
    this.#write(() => writeEpoch(this.#directory, content, this.#epoch, this.#files))
    this.#replaceRoot({ ...this.#root, content })
    old.epochKey.destroy()
    this.#generation++
    removeLeftovers(this.#directory, content.epoch, this.#files)
  }

  async changeRoot(source: RootSource): Promise<void> {
    const samePath =
      source.kind === 'file' && this.#source.kind === 'file' && source.path === this.#source.path
    const waiting: RootSource = samePath ? { kind: 'file', path: nextKeyFile(source.path) } : source
    this.#assertOpen()
    if (samePath) destroyKeyFile(nextKeyFile(source.path), this.#files)
    const { key, description } = await prepareRootKey(waiting, this.#files)
    const old = { source: this.#source, key: this.#root.key }
    this.#replaceRoot({ content: this.#root.content, key, source: description })
    this.#source = source
    if (samePath && waiting.kind === 'file') {
      changing(source.path, () => {
        this.#files.rename(waiting.path, source.path)
        this.#files.syncDirectory(dirname(source.path))
      })
    } else if (old.source.kind === 'file') {
      destroyKeyFile(old.source.path, this.#files)
    }
    old.key.destroy()
  }

  recoveryKey(): string {
    this.#assertOpen()
    return printRecoveryKey(this.#root.key)
  }

  recoverySheets(): string[][] {
    this.#assertOpen()
    return printRecoverySheets(this.#root.key)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = 'closed'
    this.#root.key.destroy()
    this.#root.content.epochKey.destroy()
    for (const key of this.#root.content.longLived.values()) key.destroy()
    for (const { key } of this.#epoch.values()) key.destroy()
    this.#generation++
    this.#root.content.longLived.clear()
    this.#epoch.clear()
  }

  // Copies are handed out: a key that is destroyed here must not turn into zeros under somebody who still seals with it.
  #epochKeyAt(place: KeyPlace): Secret {
    const id = placeId(place)
    if (!this.#epoch.has(id)) this.ensure([place])
    const stored = this.#epoch.get(id)
    if (stored === undefined)
      throw new GatewayError('KEY_UNKNOWN', { kind: place.kind, period: place.period })
    return copyOf(stored.key)
  }

  #replaceEpoch(next: EpochContent): void {
    this.#write(() => writeEpoch(this.#directory, this.#root.content, next, this.#files))
    this.#epoch = next
  }

  #replaceRoot(next: RootFile): void {
    this.#write(() => writeRoot(this.#directory, next, this.#files))
    this.#root = next
  }

  /**
   * Runs one durable write. After a failed sync of the directory nobody knows which file the next start will find, so
   * nothing is changed any more until then; keys that exist can still be read.
   */
  #write(write: () => void): void {
    this.#assertOpen()
    try {
      write()
    } catch (error) {
      if (error instanceof Error && error.cause instanceof NotDurableError) this.#stopped = 'not-durable'
      throw error
    }
  }

  #assertOpen(): void {
    if (this.#stopped === null) return
    throw new GatewayError(
      'KEYRING_UNWRITABLE',
      { path: this.#directory, reason: this.#stopped },
      { hint: 'Check the disk, then restart Gatehouse.' },
    )
  }
}

function copyOf(key: Secret): Secret {
  return new Secret(key.reveal())
}
