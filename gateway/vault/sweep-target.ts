/** What the vault tells a sweep: its buckets, how they are erased, and whether anything of one can still be read. */
import type { BucketIdentities, KeyPlace } from '../core/ports.ts'
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import { dayMs } from '../core/units.ts'
import { type Bucket, type VaultClass, vaultClasses } from '../core/vault/object.ts'
import type { IndexedObject, VaultIndex } from '../store/vault-index.ts'
import type { BlobFolder } from './blob-folder.ts'
import { headerOf, rangeOf } from './open-object.ts'

export interface VaultTargetParts {
  blobs: BlobFolder
  index: VaultIndex
  identities: BucketIdentities
  /** Buckets that have a key, also empty ones. */
  buckets(): readonly Bucket[]
  /** Ids that are being entered: where their key is destroyed meanwhile, they are sealed to the next one. */
  underWay: ReadonlySet<string>
}

const targetName = 'vault'
const page = 200

export function createVaultTarget(parts: VaultTargetParts): SweepTarget {
  return {
    name: targetName,
    inventory: () => inventory(parts),
    erase: (period) => erase(parts, bucketOf(period)),
    readable: (period) => readable(parts, bucketOf(period)),
  }
}

async function inventory({ index, buckets }: VaultTargetParts): Promise<KeptPeriod[]> {
  const kept = new Map<string, KeptPeriod>()
  // A key to which nothing was sealed in the end goes with its day, too.
  for (const bucket of buckets()) kept.set(keyOf(bucket), periodOf(bucket, 0, 0))
  for (const { bucket, items, bytes } of await index.buckets())
    kept.set(keyOf(bucket), periodOf(bucket, items, bytes))
  return [...kept.values()].sort((a, b) => a.until - b.until)
}

/** Blobs first: what is cut off between the two leaves rows, which name what is still to be erased. */
async function erase(parts: VaultTargetParts, bucket: Bucket | null): Promise<number> {
  if (bucket === null) return 0
  let erased = 0
  for await (const objects of pages(parts.index, bucket)) {
    const doomed = await unopenable(parts, objects)
    await parts.blobs.remove(doomed)
    erased += await parts.index.remove(doomed)
  }
  return erased
}

/** What a living key opens arrived after this bucket's key was destroyed, and is not what was to be erased. */
async function unopenable(
  { identities, underWay }: VaultTargetParts,
  objects: readonly IndexedObject[],
): Promise<string[]> {
  const doomed: string[] = []
  for (const object of objects) {
    if (underWay.has(object.id)) continue
    const opens = await headerOf(object, identities).then(
      ({ fileKey }) => {
        fileKey.destroy()
        return true
      },
      () => false,
    )
    if (!opens) doomed.push(object.id)
  }
  return doomed
}

async function readable(parts: VaultTargetParts, bucket: Bucket | null): Promise<string | null> {
  if (bucket === null) return null
  for await (const objects of pages(parts.index, bucket)) {
    for (const object of objects) {
      const found = await tryToRead(parts, object)
      if (found !== null) return `${found} of object ${object.id}`
    }
  }
  return null
}

async function tryToRead(
  { blobs, identities }: VaultTargetParts,
  object: IndexedObject,
): Promise<string | null> {
  try {
    const header = await headerOf(object, identities)
    try {
      for await (const _piece of rangeOf(header, { from: 0, length: 1 }, blobs)) return 'the bytes'
      return 'the name'
    } catch {
      return 'the name'
    } finally {
      header.fileKey.destroy()
    }
  } catch {
    return null
  }
}

async function* pages(index: VaultIndex, bucket: Bucket): AsyncGenerator<IndexedObject[]> {
  for (let after = ''; ; ) {
    const objects = await index.ofBucket(bucket, after, page)
    const last = objects.at(-1)
    if (last === undefined) return
    yield objects
    after = last.id
  }
}

function periodOf(bucket: Bucket, items: number, bytes: number): KeptPeriod {
  const { source, class: bucketClass, period } = bucket
  const key: KeyPlace = { kind: 'bucket', source, bucketClass, period }
  const until = Date.parse(`${period}T00:00:00Z`) + dayMs
  return { target: targetName, class: bucketClass, source, period, until, items, bytes, keys: [key] }
}

function keyOf({ source, class: bucketClass, period }: Bucket): string {
  return `${period} ${bucketClass} ${source}`
}

/** Null for a period that is none of the vault's. */
function bucketOf(period: KeptPeriod): Bucket | null {
  const known: VaultClass | undefined = vaultClasses.find((name) => name === period.class)
  if (period.target !== targetName || period.source === null || known === undefined) return null
  return { source: period.source, class: known, period: period.period }
}
