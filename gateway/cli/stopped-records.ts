/** Opens ledger, sweeps, holds and proposals for a command while the gateway is stopped. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import type { LedgerDesk } from '../api/services/ledger.ts'
import type { SweepDesk } from '../api/services/sweeps.ts'
import { clock } from '../app/clock.ts'
import { ledgerDesk } from '../app/ledger.ts'
import type { DataPaths } from '../app/paths.ts'
import { GatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import { createHoldDesk } from '../retention/holds.ts'
import { openLedger } from '../store/ledger.ts'
import { openDurableDatabase } from '../store/ledger-database.ts'
import { createProposalRegister, type ProposalRegister } from '../store/proposal-register.ts'
import { openStore } from '../store/store.ts'
import { createHoldRecords } from '../store/sweep-holds.ts'
import { createSweepRecords, type SweepRecords } from '../store/sweep-records.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** Sweeps themselves need the rooms that keep data, so they run in the gateway alone. */
export interface StoppedRecords extends AsyncDisposable {
  ledger: LedgerDesk
  sweeps: SweepRecords
  holds: SweepDesk['holds']
  proposals: Pick<ProposalRegister, 'list'>
}

/** Throws NOT_RUNNING where there is no database yet, and the keyring's and the store's errors. The caller holds the lock. */
export async function openStoppedRecords(config: Config, paths: DataPaths): Promise<StoppedRecords> {
  if (!existsSync(paths.database)) {
    throw new GatewayError(
      'NOT_RUNNING',
      { database: paths.database },
      { hint: 'Start the gateway once: its first start makes the database.' },
    )
  }
  await using stack = new AsyncDisposableStack()
  const keyring = stack.use(await openStoppedKeyring(config, paths))
  const key = await keyring.longLivedKey('database')
  const seed = await keyring.longLivedKey('ledger')
  const file = paths.database
  {
    // It brings an older file to the form that this version knows.
    await using store = await openStore({ file, key, clock, health: nobodyLooks })
    if (store.failure !== null) throw store.failure
  }
  const database = stack.use(openDurableDatabase({ file, key }))
  const ledger = openLedger({ database, seed, clock })
  const holds = createHoldRecords(database)
  const open = stack.move()
  return {
    ledger: ledgerDesk(ledger, database),
    sweeps: createSweepRecords(database),
    proposals: createProposalRegister(database),
    holds: createHoldDesk({ database, holds, ledger, clock, random: randomBytes }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
