/** Takes a changed configuration and policy into force without dropping a connection, or keeps the old ones. */
import { InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import type { ReloadOutcome, ReloadProblem } from '../api/services.ts'
import { isGatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { RunningEgress } from '../egress/egress.ts'
import type { Log } from '../ops/log.ts'
import { egressOptions } from './egress-options.ts'
import { type ReplaceablePolicy, readPolicy } from './policy-source.ts'
import type { TryMode } from './try-mode.ts'

/** The configuration as it stands in file and environment now, and which of the changed keys wait for a restart. */
export type ReadConfig = (before: Config) => Promise<{
  config: Config
  changed: readonly string[]
  needsRestart: readonly string[]
}>

export interface ReloaderOptions {
  config: Config
  configFile: string | null
  readConfig: ReadConfig
  policy: ReplaceablePolicy
  egress: RunningEgress
  health: HealthBoard
  log: Log
  tryMode: TryMode | null
  /** Told of every configuration that came into force. */
  inForce(config: Config): void
}

const warning = 'CONFIG_REFUSED'

/** One reload at a time; a second request waits for the first. */
export function createReloader(options: ReloaderOptions): () => Promise<ReloadOutcome> {
  let current = options.config
  let turn: Promise<unknown> = Promise.resolve()

  async function reload(): Promise<ReloadOutcome> {
    try {
      const { config, changed, needsRestart } = await options.readConfig(current)
      const policy = await readPolicy(config, options.tryMode?.rules)
      const egress = egressOptions(
        options.tryMode?.adjust(config) ?? config,
        options.tryMode?.proxySettings ?? null,
      )
      // Everything was read and checked: from here on nothing can fail half-way.
      options.policy.replace(policy)
      options.egress.reconfigure(egress)
      current = config
      options.inForce(config)
      options.health.clear(warning)
      options.log.event('config.loaded', { file: options.configFile ?? '', changed: changed.length })
      options.log.event('policy.loaded', { policyVersion: policy.version, mode: policy.compiled.mode })
      return { ok: true, changed, needsRestart }
    } catch (error) {
      return refuse(error)
    }
  }

  function refuse(error: unknown): ReloadOutcome {
    const problems = problemsIn(error, options.configFile ?? '')
    options.log.event('config.refused', { file: options.configFile ?? '', problems: problems.length }, error)
    options.health.raise({
      code: warning,
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

function problemsIn(error: unknown, file: string): ReloadProblem[] {
  if (error instanceof InvalidFileError) {
    return error.problems.map(({ file, path, line, message, hint }) => ({ file, path, line, message, hint }))
  }
  if (isGatewayError(error)) {
    return [
      {
        file,
        path: String(error.details.path ?? ''),
        line: null,
        message: error.message,
        hint: error.hint ?? null,
      },
    ]
  }
  throw error
}
