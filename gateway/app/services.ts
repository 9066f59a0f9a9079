/** Plays the roles that API, pages and CLI ask for, with the real rooms. */
import { stat } from 'node:fs/promises'
import type { Config } from '../../config/schema.ts'
import type { GatewayStatus, ReloadOutcome, Services } from '../api/services.ts'
import type { HealthBoard } from '../core/ports.ts'
import { runDoctor } from '../ops/doctor.ts'
import type { GatewayMetrics } from '../ops/metrics.ts'
import { caStatus } from '../pki/bundle.ts'
import type { Authorities } from './authorities.ts'
import type { History } from './history.ts'
import type { DataPaths } from './paths.ts'
import type { ReplaceablePolicy } from './policy-source.ts'

export interface ServiceParts {
  config: () => Config
  configFile: string | null
  version: string
  startedAt: number
  paths: DataPaths
  history: History
  authorities: Authorities
  health: HealthBoard
  metrics: GatewayMetrics
  policy: ReplaceablePolicy
  addresses: () => { proxy: string; ui: string; control: string }
  reload: () => Promise<ReloadOutcome>
  now: () => number
}

export function createServices(parts: ServiceParts): Services {
  const { authorities } = parts
  return {
    journal: parts.history.reader,
    authorities: authorities.desk,
    health: parts.health,
    metrics: parts.metrics,
    status: () => statusOf(parts),
    reload: parts.reload,
    doctor: () => examine(parts),
  }
}

function statusOf(parts: ServiceParts): GatewayStatus {
  const { office } = parts.config()
  const { proxy, ui, control } = parts.addresses()
  return {
    version: parts.version,
    startedAt: parts.startedAt,
    mode: parts.policy.current().mode,
    policyVersion: parts.policy.version,
    officeName: office.name,
    officeHost: office.host,
    contact: office.contact,
    timeZone: office.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    addresses: { proxy: [proxy], ui: [`https://${ui}`], control },
    workers: 0,
    processId: process.pid,
  }
}

async function examine(parts: ServiceParts) {
  const { paths, authorities, now } = parts
  const { proxy, ui } = parts.addresses()
  return runDoctor(
    {
      dataFolder: paths.directory,
      ports: [
        { purpose: 'Proxy', ...splitHostPort(proxy), ours: true },
        { purpose: 'Page and API', ...splitHostPort(ui), ours: true },
      ],
    },
    {
      now,
      builtAt,
      writtenTimes: async () => {
        const last = (await parts.history.reader.list({ limit: 1 })).records[0]
        return last === undefined ? [] : [{ what: 'the last journal record', at: last.at }]
      },
      authorities: async () =>
        [authorities.interception, authorities.office].map((authority) => {
          const { kind, notBefore, notAfter } = caStatus(authority, now())
          return { kind, notBefore, notAfter }
        }),
      store: () => parts.history.examine(),
      config: async () => ({
        file: parts.configFile ?? '',
        problems: [],
        policyProblems: [],
        openFiles: await openFiles([paths.rootKey, paths.accessToken, paths.database]),
      }),
    },
  )
}

/** The day this version was made: a clock before it is wrong. */
const builtAt = Date.UTC(2026, 10, 1)

async function openFiles(files: readonly string[]): Promise<{ path: string; mode: number }[]> {
  const found: { path: string; mode: number }[] = []
  for (const path of files) {
    const mode = await stat(path).then(
      (stats) => stats.mode & 0o777,
      () => 0,
    )
    if ((mode & 0o077) !== 0) found.push({ path, mode })
  }
  return found
}

function splitHostPort(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) }
}
