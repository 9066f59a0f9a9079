/** Puts index and blob folder in agreement after a crash: takes away what nobody was told is safe, reports what is missing. */
import type { BucketIdentities } from '../core/ports.ts'
import type { VaultIndex } from '../store/vault-index.ts'
import type { BlobFolder } from './blob-folder.ts'

export interface TidyReport {
  /** Blobs without a row that were taken away: crashed between the two, or a sweep was cut off. */
  removed: number
  /** Blobs without a row that were left alone, as there are too many for a crash. */
  strange: number
  /** Rows without a blob whose bucket still has its key: lost files. */
  missing: number
}

export interface TidyParts {
  blobs: BlobFolder
  index: VaultIndex
  identities: BucketIdentities
  /** Ids whose blob may be in its place before its row is. */
  underWay: ReadonlySet<string>
  signal: AbortSignal
}

/**
 * A crash leaves a blob per upload that was under way. More than this means that the database is not the one of these
 * files: then nothing is taken away, since the right one may be put back.
 */
const mostFromCrashes = 1000
const page = 500

/** Throws the STORE_ errors and VAULT_UNWRITABLE; then nothing more is taken away. */
export async function tidy(parts: TidyParts): Promise<TidyReport> {
  const { blobs, index, signal } = parts
  const orphans: string[] = []
  let [withRow, strange] = [0, 0]
  for await (const ids of blobs.list()) {
    // Who is under way now was under way when the folder was read, or has its row already: asked in this order, no
    // finished object is ever taken for an orphan.
    const settled = ids.filter((id) => !parts.underWay.has(id))
    for (let from = 0; from < settled.length; from += page) {
      signal.throwIfAborted()
      const some = settled.slice(from, from + page)
      const known = await index.known(some)
      withRow += known.size
      const without = some.filter((id) => !known.has(id))
      if (orphans.length + without.length <= mostFromCrashes) orphans.push(...without)
      else strange += without.length
    }
  }
  if (strange > 0) strange += orphans.length
  const removed = strange > 0 ? 0 : await blobs.remove(orphans)
  return { removed, strange, missing: await countMissing(parts, withRow) }
}

async function countMissing(
  { blobs, index, identities, signal }: TidyParts,
  withRow: number,
): Promise<number> {
  // Cheap where all is well: as many rows as blobs that have one.
  if ((await index.count()) <= withRow) return 0
  let missing = 0
  let after = ''
  for (;;) {
    signal.throwIfAborted()
    const rows = await index.pageOfIds(after, page)
    for (const { id, bucket } of rows) {
      await using blob = await blobs.open(id)
      if (blob !== null) continue
      const identity = identities.identityOf(bucket)
      if (identity !== null) missing++
      identity?.destroy()
    }
    const last = rows.at(-1)
    if (last === undefined) return missing
    after = last.id
  }
}
