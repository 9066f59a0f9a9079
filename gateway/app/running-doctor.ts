/** Looks at the box from inside the running gateway. */
import type { WrittenConfig } from '../../config/load.ts'
import type { AuthorityKind } from '../api/services.ts'
import { isGatewayError } from '../core/errors.ts'
import { deviceInClient } from '../core/login/client-name.ts'
import type { HealthBoard } from '../core/ports.ts'
import { checkAccounts } from '../ops/doctor/accounts.ts'
import { checkApiKeys } from '../ops/doctor/api-keys.ts'
import { checkClients } from '../ops/doctor/clients.ts'
import { checkHeldMachines } from '../ops/doctor/held-machines.ts'
import { checkLogins } from '../ops/doctor/logins.ts'
import { checkNetwork } from '../ops/doctor/network.ts'
import { checkOnboarding } from '../ops/doctor/onboarding.ts'
import { checkProposals } from '../ops/doctor/proposals.ts'
import { checkProxyDevices } from '../ops/doctor/proxy-devices.ts'
import { checkTrackers } from '../ops/doctor/trackers.ts'
import { checkWaysOut } from '../ops/doctor/ways-out.ts'
import { checkWorkers } from '../ops/doctor/workers.ts'
import { type DoctorCheck, runDoctor } from '../ops/doctor.ts'
import { builtAt } from '../ops/version.ts'
import { caStatus } from '../pki/bundle.ts'
import type { WorkerStatus } from '../workers/ports.ts'
import type { Authorities } from './authorities.ts'
import { configFacts } from './config-facts.ts'
import type { History } from './history.ts'
import type { InForce } from './in-force.ts'
import type { Listening } from './listening.ts'
import { missingAuthorities } from './lost-authorities.ts'
import { onboardingFacts } from './onboarding-facts.ts'
import type { DataPaths } from './paths.ts'
import type { Ways } from './ways.ts'
import { examineWays } from './ways-doctor.ts'
import { waysOutWarnings } from './ways-out.ts'

export interface RunningDoctorParts {
  configFile: string | null
  /** The configuration as it is written now, which may be another than the one in force. */
  readConfig(): Promise<WrittenConfig>
  paths: DataPaths
  listening: Listening
  authorities: Authorities
  history: History
  inForce: InForce
  ways: Ways
  workers(): readonly WorkerStatus[]
  health: Pick<HealthBoard, 'warnings'>
  now: () => number
}

export function examineRunning(parts: RunningDoctorParts): Promise<DoctorCheck[]> {
  const { paths, listening, authorities, history, now } = parts
  return runDoctor(
    {
      dataFolder: paths.directory,
      running: true,
      ports: [
        { purpose: 'Proxy', ...listening.proxy, ours: true },
        { purpose: 'Page and API', ...listening.ui, ours: true },
        ...forLedClients(parts.inForce),
        ...whereOpen(listening),
      ],
    },
    {
      now,
      builtAt,
      writtenTimes: async () => {
        // Where the journal cannot be read, that is a finding about the store and not about the clock.
        const { records } = await history.reader.list({ limit: 1 }).catch(() => ({ records: [] }))
        return records.map(({ at }) => ({ what: 'last journal record', at }))
      },
      authorities: async () =>
        [authorities.interception, authorities.office].map((one) => ({
          ...caStatus(one, now()),
          lost: missingAuthorities(paths).includes(one.kind) ? goneWhileRunning(one.kind) : null,
        })),
      store: () => history.examine(),
      ways: async () => [
        checkWorkers(parts.workers()),
        ...loginsOf(parts),
        ...proxyDevicesOf(parts),
        ...accountsOf(parts),
        ...waysOutOf(parts),
        ...trackersOf(parts),
        ...checkClients(parts.ways.clients.totals()),
        ...checkNetwork(parts.ways.network.seen()),
        ...checkHeldMachines(await parts.ways.told.factsNow()),
        checkOnboarding(await onboardingFacts(parts)),
        proposalsOf(parts),
        ...(await examineWays(parts.ways, parts.inForce)),
      ],
      config: () => configFacts({ file: parts.configFile, paths, read: parts.readConfig }),
    },
  )
}

function loginsOf({ ways, inForce }: RunningDoctorParts): DoctorCheck[] {
  const { host, authentication } = inForce.config.proxy
  return checkLogins({ ...authentication, host, users: ways.users.count })
}

function proxyDevicesOf({ ways, inForce }: RunningDoctorParts): DoctorCheck[] {
  const { config, policy } = inForce
  const { connections, exchanges } = policy.made.source
  const listed = [
    ...Object.values(config.office.clientGroups).flat(),
    ...[...connections, ...exchanges].flatMap(({ match }) => match?.clients ?? []),
  ]
  const named = [...new Set(listed.flatMap((client) => deviceInClient(client) ?? []))]
  return checkProxyDevices({
    mode: config.proxy.deviceCertificates.mode,
    certificates: ways.devices.certificatesInForce().length,
    named,
    unknown: unknownOf(named, ways.devices),
  })
}

function unknownOf(named: readonly string[], devices: Ways['devices']): string[] | null {
  try {
    return named.filter((name) => !devices.isInUse(name))
  } catch {
    // The check of devices says it.
    return null
  }
}

/** Where they cannot be read, the finding is one about the store. */
function accountsOf({ ways, now }: RunningDoctorParts): DoctorCheck[] {
  try {
    const { desk, apiKeys } = ways.accounts
    return [...checkAccounts(desk.list(), now()), ...checkApiKeys(apiKeys.list(), now())]
  } catch (error) {
    if (isGatewayError(error)) return []
    throw error
  }
}

function waysOutOf({ inForce, health }: RunningDoctorParts): DoctorCheck[] {
  const entries = inForce.config.proxy.upstreams.length
  return checkWaysOut({ entries, warnings: waysOutWarnings(health) })
}

function trackersOf({ inForce }: RunningDoctorParts): DoctorCheck[] {
  const { lists, refused } = inForce.policy.trackers
  return checkTrackers({ lists, leftOut: refused.map(({ why }) => why.hint ?? why.message) })
}

/** Throws the STORE_ errors. */
function proposalsOf({ ways }: RunningDoctorParts): DoctorCheck {
  const open = ways.proposals.list('open')
  const count = (wanted: string) => open.filter(({ kind }) => kind === wanted).length
  return checkProposals({ tunnels: count('tunnel'), rootless: count('install-root') })
}

/** It is in memory still, and every change writes it whole. */
function goneWhileRunning(kind: AuthorityKind) {
  return {
    meaning:
      'The running gateway still has it, but the next start fails: every device and browser trusts this one only.',
    todo: `Put the authorities folder back from your newest backup, or run \`gatehouse ca rotate ${kind}\`, which writes it again.`,
  }
}

/** Of every address of the box, whoever opened it. */
function forLedClients({ config }: InForce) {
  const { transparent } = config.proxy
  if (transparent === null) return []
  return [{ purpose: 'Transparent mode', host: '0.0.0.0', port: transparent.port, ours: true }]
}

/** Listeners that are switched off are none. */
function whereOpen({ wpad, broker, files, sftp }: Listening) {
  return [
    { purpose: 'PAC file by WPAD', ...wpad, ours: true },
    { purpose: 'Reports of devices', ...broker, ours: true },
    { purpose: 'Files of devices', ...files, ours: true },
    { purpose: 'Files of devices by SFTP', ...sftp, ours: true },
  ].filter(({ port }) => port !== 0)
}
