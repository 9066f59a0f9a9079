/** Reads what devices reported from the files while the gateway is stopped. */
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import type { TelemetryHistory, TelemetryQuery } from '../api/services/telemetry.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import type { HealthBoard } from '../core/ports.ts'
import { openStore } from '../store/store.ts'
import { readStoredHistory } from '../telemetry/stored-history.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** Null where no device of this name ever reported. Throws the keyring's and the store's errors. */
export async function stoppedHistory(
  { config, paths }: { config: Config; paths: DataPaths },
  device: string,
  query: TelemetryQuery,
): Promise<TelemetryHistory | null> {
  // Opening would make one.
  if (!existsSync(paths.database)) return null
  await using keyring = await openStoppedKeyring(config, paths)
  const key = await keyring.longLivedKey('database')
  await using store = await openStore({ file: paths.database, key, clock, health: nobodyLooks })
  if (store.failure !== null) throw store.failure
  return await readStoredHistory({ store, keyring }, device, query)
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
