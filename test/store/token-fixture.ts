/** Opens everything that tokens need on a folder of its own: keyring, database, ledger, store, desk and sweep target. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../gateway/core/ports.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { createTokenKeys } from '../../gateway/keyring/token-keys.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { type DurableDatabase, openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openStore } from '../../gateway/store/store.ts'
import { createTokenDesk } from '../../gateway/store/token-desk.ts'
import { createTokenRegister } from '../../gateway/store/token-register.ts'
import { createTokenSeal } from '../../gateway/store/token-seal.ts'
import {
  createTokenStore,
  type Erasing,
  type Owners,
  type TokenWatch,
} from '../../gateway/store/token-store.ts'
import { createTokenTarget } from '../../gateway/store/token-target.ts'
import { folder, clock as wallClock, watchedHealth } from './fixture.ts'

export interface TokenOfficeOptions {
  directory?: string
  clock?: Clock
  /** Client address → owners; by default each client is its own. */
  ownersOf?(client: string): Owners
  watch?: TokenWatch
  /** Stands between the tokens and the database. */
  wrap?(database: DurableDatabase): DurableDatabase
}

export type TokenOffice = Awaited<ReturnType<typeof openTokenOffice>>

/** Closed when the test ends. */
export async function openTokenOffice(options: TokenOfficeOptions = {}) {
  const { directory = folder(), clock = wallClock, ownersOf = (client) => [client] } = options
  const keys = join(directory, 'keys')
  const keyring = await openKeyring({
    directory: keys,
    root: { kind: 'file', path: join(keys, 'root.key') },
    clock,
    createIfNew: true,
  })
  const file = join(directory, 'gatehouse.db')
  const key = await keyring.longLivedKey('database')
  {
    await using store = await openStore({ file, key, clock, health: watchedHealth() })
    if (store.failure !== null) throw store.failure
  }
  const bare = openDurableDatabase({ file, key })
  const database = options.wrap?.(bare) ?? bare
  const faults: unknown[] = []
  const register = createTokenRegister(database)
  const seal = createTokenSeal(keyring, randomBytes)
  const ledger = openLedger({ database: bare, seed: await keyring.longLivedKey('ledger'), clock })
  const store = createTokenStore({
    register,
    seal,
    clock,
    ownersOf,
    ...(options.watch === undefined ? {} : { watch: options.watch }),
    fault: (_where, error) => void faults.push(error),
  })
  const erasing: Erasing = (filter, work) => store.erasing(filter, work)
  onTestFinished(async () => {
    bare[Symbol.dispose]()
    await keyring[Symbol.asyncDispose]()
  })
  return {
    directory,
    keyring,
    database,
    register,
    store,
    ledger,
    faults,
    clock,
    keys: createTokenKeys(keyring, { clock, health: watchedHealth() }),
    desk: createTokenDesk({ register, seal, database, ledger, erasing }),
    target: createTokenTarget({ register, seal, keyring, erasing }),
  }
}
