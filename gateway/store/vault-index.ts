/** Keeps what is known of every sealed file without opening it, and finds it again. */
import type { Selectable } from 'kysely'
import { GatewayError } from '../core/errors.ts'
import { type Bucket, type VaultClass, vaultClasses } from '../core/vault/object.ts'
import type { VaultObjectTable } from './schema-vault.ts'
import type { Store } from './store.ts'
import { startVaultIndexThread } from './vault-index-thread-client.ts'

export interface IndexedObject {
  /** Sortable by time. */
  id: string
  bucket: Bucket
  at: number
  /** Plaintext bytes. */
  bytes: number
  /** Bytes of the blob. */
  sealedBytes: number
  /** Sealed to the bucket. */
  header: Uint8Array
}

export interface VaultQuery {
  source?: string
  class?: VaultClass
  /** Objects older than this id. */
  before?: string
  limit: number
}

export interface BucketTotals {
  bucket: Bucket
  items: number
  /** Plaintext bytes. */
  bytes: number
}

/** Every method throws the STORE_ errors. */
export interface VaultIndex extends AsyncDisposable {
  /** When it resolves, the row outlives a power cut. Rows that come together are synced together. */
  insert(object: IndexedObject): Promise<void>
  /** Durable as `insert`. Returns how many there were. */
  remove(ids: readonly string[]): Promise<number>
  get(id: string): Promise<IndexedObject | null>
  /** The newest first. */
  list(query: VaultQuery): Promise<IndexedObject[]>
  /** Of one bucket, in the order of ids, from behind `after`. */
  ofBucket(bucket: Bucket, after: string, limit: number): Promise<IndexedObject[]>
  buckets(): Promise<BucketTotals[]>
  count(): Promise<number>
  /** Those of some ids that are there. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Every id with its bucket, in order, a page at a time. */
  pageOfIds(after: string, limit: number): Promise<{ id: string; bucket: Bucket }[]>
}

export function createVaultIndex(store: Store): VaultIndex {
  const thread = startVaultIndexThread(store.file, store.key)

  async function reading<Result>(read: (db: Store['db']) => Promise<Result>): Promise<Result> {
    try {
      return await read(store.db)
    } catch (error) {
      throw error instanceof GatewayError ? error : store.failed(error)
    }
  }

  return {
    async insert(object) {
      if (store.failure !== null && !store.retry()) throw store.failure
      await thread.change({ insert: [rowOf(object)], remove: [] })
    },
    async remove(ids) {
      if (store.failure !== null && !store.retry()) throw store.failure
      return ids.length === 0 ? 0 : await thread.change({ insert: [], remove: ids })
    },
    get: (id) =>
      reading(async (db) => {
        const row = await db.selectFrom('vault_object').selectAll().where('id', '=', id).executeTakeFirst()
        return row === undefined ? null : objectOf(row)
      }),
    list: ({ source, class: wanted, before, limit }) =>
      reading(async (db) => {
        let query = db.selectFrom('vault_object').selectAll().orderBy('id', 'desc').limit(limit)
        if (source !== undefined) query = query.where('source', '=', source)
        if (wanted !== undefined) query = query.where('class', '=', wanted)
        if (before !== undefined) query = query.where('id', '<', before)
        return (await query.execute()).map(objectOf)
      }),
    ofBucket: (bucket, after, limit) =>
      reading(async (db) => {
        const rows = await db
          .selectFrom('vault_object')
          .selectAll()
          .where('source', '=', bucket.source)
          .where('class', '=', bucket.class)
          .where('period', '=', bucket.period)
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map(objectOf)
      }),
    buckets: () =>
      reading(async (db) => {
        const rows = await db
          .selectFrom('vault_object')
          .select(({ fn }) => [
            'source',
            'class',
            'period',
            fn.countAll<number>().as('items'),
            fn.sum<number>('bytes').as('sum'),
          ])
          .groupBy(['source', 'class', 'period'])
          .execute()
        return rows.map((row) => ({ bucket: bucketOf(row), items: row.items, bytes: row.sum }))
      }),
    count: () =>
      reading(async (db) => {
        const row = await db
          .selectFrom('vault_object')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirst()
        return row?.count ?? 0
      }),
    known: (ids) =>
      reading(async (db) => {
        const rows = await db.selectFrom('vault_object').select('id').where('id', 'in', ids).execute()
        return new Set(rows.map(({ id }) => id))
      }),
    pageOfIds: (after, limit) =>
      reading(async (db) => {
        const rows = await db
          .selectFrom('vault_object')
          .select(['id', 'source', 'class', 'period'])
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map((row) => ({ id: row.id, bucket: bucketOf(row) }))
      }),
    [Symbol.asyncDispose]: () => thread.close(),
  }
}

function rowOf({ id, bucket, at, bytes, sealedBytes, header }: IndexedObject): Selectable<VaultObjectTable> {
  const { source, class: vaultClass, period } = bucket
  return {
    id,
    source,
    class: vaultClass,
    period,
    at,
    bytes,
    sealed_bytes: sealedBytes,
    header: Buffer.from(header),
  }
}

function objectOf(row: Selectable<VaultObjectTable>): IndexedObject {
  const { id, at, bytes, header } = row
  return { id, bucket: bucketOf(row), at, bytes, sealedBytes: row.sealed_bytes, header }
}

function bucketOf(row: Pick<Selectable<VaultObjectTable>, 'source' | 'class' | 'period'>): Bucket {
  const known = vaultClasses.find((name) => name === row.class)
  // Written by a newer Gatehouse, perhaps; its key would not be found under another class.
  if (known === undefined) throw new GatewayError('STORE_NEWER', { table: 'vault_object' })
  return { source: row.source, class: known, period: row.period }
}
