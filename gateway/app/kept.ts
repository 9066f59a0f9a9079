/** Opens what outlives the process: data folder, keys, authorities, history. */

import type { Config } from '../../config/schema.ts'
import type { HealthBoard } from '../core/ports.ts'
import { type Keyring, openKeyring } from '../keyring/keyring.ts'
import { createHealthBoard } from '../ops/health.ts'
import type { Log } from '../ops/log.ts'
import { createMetrics, type GatewayMetrics } from '../ops/metrics.ts'
import type { StopStack } from '../ops/stop.ts'
import { type Authorities, openAuthorities } from './authorities.ts'
import { clock } from './clock.ts'
import { consequences, type DataFolder, openDataFolder } from './data-folder.ts'
import { createDatedClock, type DatedClock } from './demo-past.ts'
import { type History, openHistory } from './history.ts'
import { missingAuthorities, refuseLostAuthorities } from './lost-authorities.ts'
import { type DataPaths, dataPaths } from './paths.ts'
import { rootSource } from './root-source.ts'

/** With what looks on: health and metrics. */
export interface Kept {
  paths: DataPaths
  folder: DataFolder
  health: HealthBoard
  metrics: GatewayMetrics
  keyring: Keyring
  datedClock: DatedClock
  authorities: Authorities
  history: History
}

export interface KeptOptions {
  config: Config
  version: string
  startedAt: number
  log: Log
  stops: StopStack
}

/** Throws the errors of folder, keyring and authorities; the store never keeps the gateway from starting. */
export async function openKept({ config, version, startedAt, log, stops }: KeptOptions): Promise<Kept> {
  const paths = dataPaths(config)
  const health = createHealthBoard({ now: clock.now, log, consequences })
  const folder = await openDataFolder(paths, health)
  stops.add('lock', () => folder.release())
  const datedClock = createDatedClock(clock)
  const keyring = await openKeyring({
    directory: paths.keys,
    root: rootSource(config, paths),
    clock: datedClock,
    createIfNew: true,
    protects: [paths.database],
  })
  stops.add('keyring', async () => keyring[Symbol.asyncDispose]())
  log.event('keyring.opened', { source: config.keyring.root.source })
  refuseLostAuthorities(paths, keyring)
  // Authorities are made before the database is: those of an earlier start prove that there was one.
  const begunBefore = missingAuthorities(paths).length === 0
  const authorities = await openAuthorities({ config, keyring, directory: paths.authorities, clock, log })
  const metrics = createMetrics({ version, startedAt, health, authorityDaysLeft: authorities.daysLeft })
  const history = await openHistory({
    config,
    keyring,
    file: paths.database,
    begunBefore,
    clock,
    health,
    log,
    metrics,
  })
  stops.add('store', async () => history[Symbol.asyncDispose]())
  return { paths, folder, health, metrics, keyring, datedClock, authorities, history }
}
