/** Reads and writes the two files of a keyring: what the root key locks, and what the epoch key locks. */
import { join } from 'node:path'
import { z } from 'zod'
import { GatewayError } from '../core/errors.ts'
import type { KeyPlace } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { type FileLayer, replaceFile } from './file-layer.ts'
import { placeId, storedKeySchema } from './key-place.ts'
import type { SourceDescription } from './root-source.ts'
import { corrupt, openFile, readHeader, sealFile } from './sealed-file.ts'

/** Locked by the root key. `epoch` 0 means: made, but no epoch has begun and no file of epoch keys exists yet. */
export interface RootContent {
  epoch: number
  epochKey: Secret
  longLived: Map<string, Secret>
}

export interface StoredKey {
  place: KeyPlace
  createdAt: number
  key: Secret
}

/** Locked by the epoch key, by `placeId`. */
export type EpochContent = Map<string, StoredKey>

const keyText = z.base64().length(44)
const rootSchema = z.strictObject({
  epoch: z.int().min(0),
  epochKey: keyText,
  longLived: z.record(z.string(), keyText),
})
const epochSchema = z.strictObject({
  keys: z.array(storedKeySchema),
  /** Always empty: a bucket's key is one of `keys`, its public half follows from it. Kept, as older files have it. */
  bucketKeys: z.array(z.never()),
})
// Bounded, so that a description somebody made up cannot exhaust the box.
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key') }),
  z.strictObject({
    kind: z.literal('passphrase'),
    argon2id: z.strictObject({
      memoryKiB: z
        .int()
        .min(8)
        .max(1024 * 1024),
      passes: z.int().min(1).max(32),
      lanes: z.int().min(1).max(16),
    }),
    salt: z.base64(),
  }),
])

const epochFileName = /^keyring-(\d+)\.json(\.tmp)?$/

export function rootWrappedPath(directory: string): string {
  return join(directory, 'root-wrapped.json')
}

export function epochPath(directory: string, epoch: number): string {
  return join(directory, `keyring-${epoch}.json`)
}

/** True where any file of epoch keys is there: then this is no first run. */
export function hasEpochFiles(directory: string, files: FileLayer): boolean {
  return files.list(directory).some((name) => epochFileName.test(name))
}

/** What the root file says of its root key's source; null where the file is not there. */
export function readSource(directory: string, files: FileLayer): SourceDescription | null {
  const path = rootWrappedPath(directory)
  const found = files.read(path)
  if (found === null) return null
  const source = sourceSchema.safeParse(readHeader(path, found.bytes).source)
  if (!source.success) throw corrupt(path, 'source')
  return source.data
}

/** Throws KEYRING_MISSING, KEYRING_CORRUPT, ROOT_KEY_WRONG. */
export function readRoot(directory: string, key: Secret, files: FileLayer): RootContent {
  const path = rootWrappedPath(directory)
  const found = files.read(path)
  if (found === null) throw missing(path)
  const json = openFile(path, found.bytes, key, () => {
    return new GatewayError(
      'ROOT_KEY_WRONG',
      { path },
      {
        hint: 'Use the root key of this data folder: put its file back, type its passphrase again, or run `gatehouse recovery restore` with the printed recovery kit.',
      },
    )
  })
  const content = parse(rootSchema, path, json)
  return {
    epoch: content.epoch,
    epochKey: secretOf(content.epochKey),
    longLived: new Map(Object.entries(content.longLived).map(([name, text]) => [name, secretOf(text)])),
  }
}

export interface RootFile {
  content: RootContent
  key: Secret
  source: SourceDescription
}

/** Throws KEYRING_UNWRITABLE; NotDurableError is its cause where the new file already stands. */
export function writeRoot(directory: string, { content, key, source }: RootFile, files: FileLayer): void {
  const longLived = Object.fromEntries([...content.longLived].map(([name, secret]) => [name, textOf(secret)]))
  const json = JSON.stringify({ epoch: content.epoch, epochKey: textOf(content.epochKey), longLived })
  const header = { place: 'root-wrapped', source }
  replaceFile(files, rootWrappedPath(directory), sealFile(header, Buffer.from(json), key))
}

/** Throws KEYRING_MISSING, KEYRING_CORRUPT. */
export function readEpoch(directory: string, root: RootContent, files: FileLayer): EpochContent {
  const path = epochPath(directory, root.epoch)
  const found = files.read(path)
  if (found === null) throw missing(path)
  // The epoch key came out of the root file, so it fits: what it does not open was changed.
  const json = openFile(path, found.bytes, root.epochKey, () => corrupt(path, 'not-of-this-epoch'))
  const { keys } = parse(epochSchema, path, json)
  return new Map(
    keys.map(({ place, createdAt, key }) => [placeId(place), { place, createdAt, key: secretOf(key) }]),
  )
}

/** Throws KEYRING_UNWRITABLE; NotDurableError is its cause where the new file already stands. */
export function writeEpoch(
  directory: string,
  root: RootContent,
  content: EpochContent,
  files: FileLayer,
): void {
  const keys = [...content.values()].map(({ place, createdAt, key }) => ({
    place,
    createdAt,
    key: textOf(key),
  }))
  const json = JSON.stringify({ keys, bucketKeys: [] })
  const header = { place: 'keyring', epoch: root.epoch }
  replaceFile(files, epochPath(directory, root.epoch), sealFile(header, Buffer.from(json), root.epochKey))
}

/** Removes what a crash left behind and what the current epoch replaced. Failure costs tidiness only. */
export function removeLeftovers(directory: string, epoch: number, files: FileLayer): void {
  try {
    const leftovers = files.list(directory).filter((name) => {
      return (
        name === 'root-wrapped.json.tmp' || (epochFileName.test(name) && name !== `keyring-${epoch}.json`)
      )
    })
    for (const name of leftovers) files.remove(join(directory, name))
    if (leftovers.length > 0) files.syncDirectory(directory)
  } catch {
    // The next start or turn tries again.
  }
}

function parse<T>(schema: z.ZodType<T>, path: string, json: Buffer): T {
  // Sealed content that does not fit was written so; its text is secret and must not reach an error's message.
  let value: unknown
  try {
    value = JSON.parse(json.toString('utf8'))
  } catch {
    throw corrupt(path, 'content')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw corrupt(path, 'content')
  return parsed.data
}

function missing(path: string): GatewayError {
  return new GatewayError(
    'KEYRING_MISSING',
    { path },
    {
      hint: 'Put the keys folder back from your newest backup. Without it the database, both certificate authorities and all tokens stay locked.',
    },
  )
}

function textOf(secret: Secret): string {
  return secret.reveal().toString('base64')
}

function secretOf(text: string): Secret {
  return new Secret(Buffer.from(text, 'base64'))
}
