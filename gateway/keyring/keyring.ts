/** Opens the keyring of a data folder, makes it at first run, and says in words when its root key is lost. */
import { basename, dirname } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import type { Clock, KeyPlace, KeyRing, LongLivedKeyName } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import { changing, type FileLayer, nodeFiles } from './file-layer.ts'
import {
  hasEpochFiles,
  readEpoch,
  readRoot,
  readSource,
  rootWrappedPath,
  writeRoot,
} from './keyring-folder.ts'
import { createLiveKeyring, newKey } from './live-keyring.ts'
import {
  loadRootKey,
  nextKeyFile,
  prepareRootKey,
  type RootSource,
  readKeyFile,
  type SourceDescription,
} from './root-source.ts'

/** The keyring of a running gateway. Reading is synchronous; whatever changes it is durable when the call returns. */
export interface Keyring extends KeyRing, AsyncDisposable {
  /** Grows whenever a key was destroyed: whoever keeps copies of keys drops them then. */
  readonly generation: number
  /** Makes the keys that do not exist yet, all with one write. Throws KEYRING_UNWRITABLE. */
  ensure(places: readonly KeyPlace[]): void
  /** A copy of a key that exists; null where it was destroyed or never was. Makes none. */
  keyIfAny(place: KeyPlace): Secret | null
  /** Every key under the epoch key, without its bytes: what a sweep plans with. */
  places(): readonly { place: KeyPlace; createdAt: number }[]
  /**
   * Takes keys out of the keyring; what they sealed is unreadable from then on. Old blocks of the file on the disk are
   * out of reach only after the next `turnEpoch`. Returns how many there were. Throws KEYRING_UNWRITABLE.
   */
  destroy(places: readonly KeyPlace[]): number
  /** Begins a new epoch: live keys are locked anew, the old epoch's key is destroyed. Throws KEYRING_UNWRITABLE. */
  turnEpoch(): void
  /** Locks the keyring with another root key; rewrites one file. An old key file is overwritten and removed. */
  changeRoot(source: RootSource): Promise<void>
  /** The root key in the form that is printed (`recovery-key.ts`). It changes with `changeRoot`. */
  recoveryKey(): string
  /** The same as three sheets of words, of which any two bring it back (`recovery-sheets.ts`); others at each call. */
  recoverySheets(): string[][]
}

export interface OpenKeyringOptions {
  /** The keys folder: `root-wrapped.json`, `keyring-<epoch>.json`, and by default `root.key`. */
  directory: string
  root: RootSource
  clock: Clock
  /** False for commands that must never begin a data folder. */
  createIfNew: boolean
  /** Files that the keyring's keys lock, the database above all: where one exists, this is no first run. */
  protects?: readonly string[]
  files?: FileLayer
}

/**
 * Throws ROOT_KEY_MISSING, ROOT_KEY_WRONG, ROOT_KEY_UNSAFE, ROOT_KEY_DAMAGED, KEYRING_MISSING, KEYRING_CORRUPT, KEYRING_NEWER,
 * KEYRING_UNWRITABLE. A data folder in use is never begun anew, whatever is missing.
 */
export async function openKeyring(options: OpenKeyringOptions): Promise<Keyring> {
  const { directory, root, clock, files = nodeFiles } = options
  const description = readSource(directory, files)
  if (description === null) return beginKeyring(options)
  const { key, content } = await unlock(options, description, files)
  const live = createLiveKeyring({
    directory,
    files,
    clock,
    source: root,
    root: { content, key, source: description },
    epoch: content.epoch === 0 ? new Map() : readEpoch(directory, content, files),
  })
  // Epoch 0: the first run was cut off before its first epoch began.
  if (content.epoch === 0) live.turnEpoch()
  return live
}

const longLivedNames: readonly LongLivedKeyName[] = ['database', 'interception-ca', 'office-ca', 'ledger']

async function beginKeyring(options: OpenKeyringOptions): Promise<Keyring> {
  const { directory, root, clock, createIfNew, files = nodeFiles } = options
  refuseIfInUse(options, files)
  if (!createIfNew) {
    const path = rootWrappedPath(directory)
    const hint = 'Start the gateway once: its first start makes the keys.'
    throw new GatewayError('KEYRING_MISSING', { path }, { hint })
  }
  changing(directory, () => files.makeDirectory(directory))
  const prepared = await prepareRootKey(root, files)
  const content = {
    epoch: 0,
    epochKey: newKey(),
    longLived: new Map<string, Secret>(longLivedNames.map((name) => [name, newKey()])),
  }
  const rootFile = { content, key: prepared.key, source: prepared.description }
  writeRoot(directory, rootFile, files)
  const live = createLiveKeyring({ directory, files, clock, source: root, root: rootFile, epoch: new Map() })
  live.turnEpoch()
  return live
}

/** A root key file without a keyring is a first run that was cut off; any trace of use is not. */
function refuseIfInUse({ directory, root, protects = [] }: OpenKeyringOptions, files: FileLayer): void {
  const locked = protects.find((path) => files.list(dirname(path)).includes(basename(path)))
  if (locked === undefined && !hasEpochFiles(directory, files)) return
  if (root.kind === 'file' && files.read(root.path) === null) throw rootKeyMissing(root)
  throw new GatewayError(
    'KEYRING_MISSING',
    { path: rootWrappedPath(directory) },
    {
      hint: 'Put the keys folder back from your newest backup; to begin anew instead, move the data folder away.',
    },
  )
}

async function unlock(
  { directory, root }: OpenKeyringOptions,
  description: SourceDescription,
  files: FileLayer,
) {
  if (root.kind === 'file') settleKeyFile(directory, root.path, files)
  const key = await loadRootKey(root, description, files)
  if (key === null) throw rootKeyMissing(root)
  return { key, content: readRoot(directory, key, files) }
}

/** Ends a change of key file that was cut off after the keyring was locked anew: the waiting key takes its place. */
function settleKeyFile(directory: string, path: string, files: FileLayer): void {
  const next = nextKeyFile(path)
  const nextKey = readKeyFile(next, files)
  if (nextKey === null) return
  try {
    readRoot(directory, nextKey, files)
  } catch {
    // Cut off before that, or another trouble that is told later. No key is thrown away here.
    return
  }
  changing(path, () => {
    files.rename(next, path)
    files.syncDirectory(dirname(path))
  })
}

function rootKeyMissing(root: RootSource): GatewayError {
  const hint =
    'Without it the journal, both certificate authorities and all tokens stay locked; nothing was deleted. ' +
    'Put the key back where it was, or run `gatehouse recovery restore` with the printed recovery kit. If both are gone, move the data ' +
    'folder away and begin anew: every client must then trust new authorities.'
  const where: Record<string, string> =
    root.kind === 'file' ? { path: root.path } : root.kind === 'credential' ? { credential: root.name } : {}
  return new GatewayError('ROOT_KEY_MISSING', where, { hint })
}
