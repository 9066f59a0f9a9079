/** Reads incidents from the database while the gateway is stopped. */
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import { GatewayError } from '../core/errors.ts'
import type { KeptIncident } from '../core/incident/incident.ts'
import { steadyAfterRestart } from '../core/incident/steady-time.ts'
import { type IncidentDetails, type IncidentPage, type IncidentView, viewOf } from '../core/incident/view.ts'
import type { HealthBoard } from '../core/ports.ts'
import { createIncidentDatabase } from '../store/incident-database.ts'
import { createIncidentMemory } from '../store/incident-memory.ts'
import {
  createIncidentRegister,
  type IncidentQuery,
  type IncidentRegister,
} from '../store/incident-register.ts'
import { openStore } from '../store/store.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** Throws the keyring's and the store's errors. The caller holds the folder's lock, as below. */
export async function listStopped(
  config: Config,
  paths: DataPaths,
  { limit, ...query }: IncidentQuery,
): Promise<IncidentPage> {
  const page = await reading(config, paths, (register, view) => {
    const found = register.list({ ...query, limit: limit + 1 })
    const incidents = found.slice(0, limit).map(view)
    return { incidents, next: found.length > limit ? (incidents.at(-1)?.id ?? null) : null }
  })
  return page ?? { incidents: [], next: null }
}

/** Throws INCIDENT_UNKNOWN, and as above. */
export async function showStopped(config: Config, paths: DataPaths, id: string): Promise<IncidentDetails> {
  const details = await reading(config, paths, (register, view) => {
    const incident = register.find(id)
    return incident === null ? null : { incident: view(incident), signals: register.signals(id, 50) }
  })
  if (details === null)
    throw new GatewayError(
      'INCIDENT_UNKNOWN',
      { incident: id },
      { hint: 'See which there are: gatehouse incident list' },
    )
  return details
}

async function reading<Result>(
  config: Config,
  paths: DataPaths,
  work: (register: IncidentRegister, view: (incident: KeptIncident) => IncidentView) => Result,
): Promise<Result | null> {
  // Opening would make one.
  if (!existsSync(paths.database)) return null
  await using keyring = await openStoppedKeyring(config, paths)
  const key = await keyring.longLivedKey('database')
  await using store = await openStore({ file: paths.database, key, clock, health: nobodyLooks })
  if (store.failure !== null) throw store.failure
  using database = createIncidentDatabase(store)
  const { time } = createIncidentMemory(database).load()
  const wall = clock.now()
  const now = { wall, steady: steadyAfterRestart(time, wall) }
  return work(createIncidentRegister(database), (incident) => viewOf(incident, now))
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
