/** Reads the journal from its file while the gateway is stopped. */
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import type { HealthBoard } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import { readGap } from '../store/journal-gap-file.ts'
import { missingWords } from '../store/journal-missing.ts'
import { listExchanges, type JournalQuery as StoreQuery } from '../store/journal-query.ts'
import { gapsSince } from '../store/journal-totals.ts'
import { openStore } from '../store/store.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** One page in the words of the API. */
export interface ListedPage {
  records: readonly ExchangeRecord[]
  next: string | null
  /** Why exchanges may be missing. */
  gaps: readonly { title: string; hint: string }[]
}

/** Throws the keyring's and the store's errors. The caller holds the folder's lock. */
export async function listStopped(config: Config, paths: DataPaths, query: StoreQuery): Promise<ListedPage> {
  // Opening would make one.
  if (!existsSync(paths.database)) return { records: [], next: null, gaps: [] }
  await using keyring = await openStoppedKeyring(config, paths)
  const key = await keyring.longLivedKey('database')
  await using store = await openStore({ file: paths.database, key, clock, health: nobodyLooks })
  if (store.failure !== null) throw store.failure
  const { records, nextCursor } = await listExchanges(store.db, query, () => true)
  const since = query.since ?? clock.now() - dayMs
  const gaps = [...(await gapsSince(store.db, since)), readGap(paths.database)].filter((gap) => gap !== null)
  return { records, next: nextCursor, gaps: gaps.map(missingWords) }
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
