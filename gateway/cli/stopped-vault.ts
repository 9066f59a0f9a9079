/** Lists the files of the vault while the gateway is stopped. */
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import type { HealthBoard } from '../core/ports.ts'
import { createBucketKeys } from '../keyring/bucket-keys.ts'
import { openStore } from '../store/store.ts'
import { createVaultIndex } from '../store/vault-index.ts'
import { listObjects, type VaultListQuery, type VaultPage } from '../vault/list-objects.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** Throws the keyring's and the store's errors. The caller holds the folder's lock. */
export async function listStoppedVault(
  config: Config,
  paths: DataPaths,
  query: VaultListQuery,
): Promise<VaultPage> {
  // Opening would make one.
  if (!existsSync(paths.database)) return { objects: [], next: null }
  await using keyring = await openStoppedKeyring(config, paths)
  const key = await keyring.longLivedKey('database')
  await using store = await openStore({ file: paths.database, key, clock, health: nobodyLooks })
  if (store.failure !== null) throw store.failure
  await using index = createVaultIndex(store)
  return await listObjects(query, index, createBucketKeys(keyring))
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
