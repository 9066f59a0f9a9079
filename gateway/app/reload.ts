/** Takes a changed configuration and policy into force without dropping a connection, or keeps the old ones. */
import { compareConfigs, takeOver } from '../../config/compare.ts'
import type { WrittenConfig } from '../../config/load.ts'
import { placed } from '../../config/placed.ts'
import { InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import type { ReloadOutcome, ReloadProblem } from '../api/services.ts'
import type { Clients } from '../clients/clients.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import type { Originals } from '../originals/originals.ts'
import { clock } from './clock.ts'
import { egressOptions } from './egress-options.ts'
import { showExpiredRoots } from './expired-roots.ts'
import type { InForce } from './in-force.ts'
import type { Listening } from './listening.ts'
import { readPolicy } from './policy-source.ts'
import type { RunningProxy } from './proxy.ts'
import { showLeftOutLists } from './tracker-lists.ts'
import type { ReadLists } from './trackers-in-use.ts'
import type { TryMode } from './try-mode.ts'

export interface ReloaderOptions {
  /** What the gateway was started with, as it was written. */
  config: Config
  configFile: string | null
  /** The configuration as it stands in file and environment now. Throws as `loadConfig` does. */
  readConfig(): Promise<WrittenConfig>
  inForce: InForce
  egress: Pick<RunningProxy, 'reconfigure'>
  clients: Pick<Clients, 'settingsChanged'>
  originals: Pick<Originals, 'settingsChanged'>
  listening: Listening
  health: HealthBoard
  log: Log
  /** Its rules and settings stand before what is written. */
  tryMode: TryMode | null
}

const refusedCode = 'CONFIG_REFUSED'
const restartCode = 'CONFIG_NEEDS_RESTART'

/** One reload at a time; a second request waits for the first. Never rejects. */
export function createReloader(options: ReloaderOptions): () => Promise<ReloadOutcome> {
  const { inForce, tryMode, listening, log, health } = options
  const started = { asWritten: options.config, asRun: inForce.config }
  let lastRead = options.config
  let turn: Promise<unknown> = Promise.resolve()

  async function reload(): Promise<ReloadOutcome> {
    let read: WrittenConfig | null = null
    try {
      read = await options.readConfig()
      const { config: written } = read
      const { changed } = compareConfigs(lastRead, written)
      // Against the start and not the last reload: what waits for a restart is named until there was one.
      const { needsRestart } = compareConfigs(started.asWritten, written)
      const config = takeOver(started.asRun, tryMode?.adjust(written) ?? written)
      const policy = await readPolicy(config, tryMode?.rules, inForce.policy.trackers)
      assertNoneLost(inForce.policy.trackers, policy.trackers)
      const egress = egressOptions({ config, demo: tryMode?.proxySettings ?? null, listening })
      const policyChanged = policy.version !== inForce.policy.version
      // Everything was read and checked. What follows changes over, and what fails in it ends a connection, no more.
      inForce.replace(config, policy)
      options.clients.settingsChanged()
      await options.egress.reconfigure(egress)
      await options.originals.settingsChanged()
      lastRead = written
      health.clear(refusedCode)
      showLeftOutLists(health, policy.trackers.refused)
      showWaiting(health, needsRestart)
      showExpiredRoots(egress.extraRoots, { health, now: clock.now() })
      log.event('config.loaded', { file: options.configFile ?? '', changed: changed.length })
      log.event('policy.loaded', { policyVersion: policy.version, mode: policy.compiled.mode })
      // Rules stand in files of their own: a switch to mere watching must not be told as "nothing changed".
      const named = policyChanged ? [...changed, `policy rules (mode ${policy.compiled.mode})`] : changed
      return { ok: true, changed: named, needsRestart }
    } catch (error) {
      return refuse(read === null ? error : placed(error, read))
    }
  }

  function refuse(error: unknown): ReloadOutcome {
    const problems = problemsIn(error, options.configFile ?? '')
    log.event('config.refused', { file: options.configFile ?? '', problems: problems.length }, error)
    health.raise({
      code: refusedCode,
      title: 'The changed configuration has mistakes; the last good one stays in force.',
      hint: 'Run `gatehouse config check` and `gatehouse policy check`, correct the file, then reload.',
      severity: 'act-by',
    })
    return { ok: false, problems }
  }

  return () => {
    const next = turn.then(reload)
    turn = next
    return next
  }
}

/** A list in force is a better one than none; one that is not in force keeps no other change waiting. Throws CONFIG_INVALID. */
function assertNoneLost({ lists }: ReadLists, { refused }: ReadLists): void {
  const lost = refused.find((list) => lists.some(({ name }) => name === list.name))
  if (lost !== undefined) throw lost.why
}

function showWaiting(health: HealthBoard, needsRestart: readonly string[]): void {
  if (needsRestart.length === 0) health.clear(restartCode)
  else
    health.raise({
      code: restartCode,
      title: `These settings count after a restart: ${needsRestart.join(', ')}.`,
      hint: 'Stop and start the gateway when it suits the office; until then the values of the last start count.',
      severity: 'note',
    })
}

function problemsIn(error: unknown, file: string): ReloadProblem[] {
  if (error instanceof InvalidFileError) {
    return error.problems.map(({ file, path, line, message, hint }) => ({ file, path, line, message, hint }))
  }
  const known = isGatewayError(error)
    ? error
    : new GatewayError('INTERNAL', {}, { hint: 'See the log for the cause.' })
  const path = String(known.details.path ?? '')
  return [{ file, path, line: null, message: known.message, hint: known.hint ?? null }]
}
