/** Lists objects by pages, with their names where their bucket's key still lives. */
import type { BucketIdentities } from '../core/ports.ts'
import type { VaultClass, VaultObject } from '../core/vault/object.ts'
import type { IndexedObject, VaultIndex } from '../store/vault-index.ts'
import { headerOf } from './open-object.ts'

export interface VaultPage {
  /** The newest first. */
  objects: VaultObject[]
  /** Cursor of the next, older page; null on the last. */
  next: string | null
}

export interface VaultListQuery {
  source?: string
  class?: VaultClass
  /** Objects older than this id. */
  before?: string
  limit: number
}

/** Throws the STORE_ errors. */
export async function listObjects(
  query: VaultListQuery,
  index: Pick<VaultIndex, 'list'>,
  keys: BucketIdentities,
): Promise<VaultPage> {
  const found = await index.list({ ...query, limit: query.limit + 1 })
  const shown = found.slice(0, query.limit)
  const objects: VaultObject[] = []
  for (const object of shown) {
    // One after the other: each costs some computing, and others shall get their turn in between.
    const header = await headerOf(object, keys).catch(() => null)
    header?.fileKey.destroy()
    objects.push(shownObject(object, header?.name ?? null))
  }
  return { objects, next: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
}

export function shownObject({ id, bucket, at, bytes }: IndexedObject, name: string | null): VaultObject {
  return { id, bucket, at, bytes, name }
}
