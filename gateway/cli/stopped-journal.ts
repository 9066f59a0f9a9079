/** Reads the journal from its file while the gateway is stopped. */
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { clock } from '../app/clock.ts'
import type { JournalPages } from '../app/journal-walk.ts'
import type { DataPaths } from '../app/paths.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import type { HealthBoard } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import { readGap } from '../store/journal-gap-file.ts'
import { missingWords } from '../store/journal-missing.ts'
import { listExchanges, type JournalQuery as StoreQuery } from '../store/journal-query.ts'
import { gapsSince, journalTotals } from '../store/journal-totals.ts'
import { openStore, type Store } from '../store/store.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** One page in the words of the API. */
export interface ListedPage {
  records: readonly ExchangeRecord[]
  next: string | null
  /** Why exchanges may be missing. */
  gaps: readonly { title: string; hint: string }[]
  /** What machines are called, by their ids; absent where nobody runs who could say. */
  names?: ReadonlyMap<string, string>
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

/** To be read through. Throws as `listStopped` does. */
export async function openStoppedJournal(
  config: Config,
  paths: DataPaths,
): Promise<JournalPages & AsyncDisposable> {
  if (!existsSync(paths.database)) return { ...emptyJournal, [Symbol.asyncDispose]: async () => undefined }
  await using stack = new AsyncDisposableStack()
  const keyring = stack.use(await openStoppedKeyring(config, paths))
  const key = await keyring.longLivedKey('database')
  const store = stack.use(await openStore({ file: paths.database, key, clock, health: nobodyLooks }))
  if (store.failure !== null) throw store.failure
  const open = stack.move()
  return { ...pagesIn(store, paths), [Symbol.asyncDispose]: () => open.disposeAsync() }
}

function pagesIn({ db }: Store, paths: DataPaths): JournalPages {
  return {
    async list({ limit, before, from, to, client, destination }) {
      const query: StoreQuery = {
        limit,
        cursor: before ?? null,
        ...(from === undefined ? {} : { since: from }),
        ...(to === undefined ? {} : { until: to }),
        ...(client === undefined ? {} : { client }),
        ...(destination === undefined ? {} : { destination }),
      }
      const { records, nextCursor } = await listExchanges(db, query, () => true)
      return { records, next: nextCursor }
    },
    async totals(since) {
      const { actions, ...totals } = await journalTotals(db, since)
      const last = readGap(paths.database)
      const gaps = [...totals.gaps, ...(last === null || last.until < since ? [] : [last])]
      return {
        ...totals,
        byAction: actions,
        gaps,
        dropped: gaps.reduce((sum, { dropped }) => sum + dropped, 0),
      }
    },
  }
}

const noActions = { pass: 0, transform: 0, tunnel: 0, refuse: 0, 'refused-midstream': 0, fail: 0 }
const emptyJournal: JournalPages = {
  list: async () => ({ records: [], next: null }),
  totals: async (since) => ({
    ...{ since, exchanges: 0, byAction: noActions, withFindings: 0, entities: {}, dropped: 0, gaps: [] },
  }),
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
