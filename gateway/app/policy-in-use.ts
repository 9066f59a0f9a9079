/** Reads the policy of a configuration, together with what its rules refer to. */
import { type LoadedFile, loadCatalogue, loadCorrections, loadPolicy } from '../../config/load-policy.ts'
import { describeProblem, InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import { isGatewayError } from '../core/errors.ts'
import { packsFor } from '../core/pii/packs.ts'
import type { Catalogue } from '../core/policy/catalogue.ts'
import { type CheckContext, checkPolicy } from '../core/policy/check.ts'
import { checkCorrections } from '../core/policy/check-corrections.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import type { Correction } from '../core/policy/corrections.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import { analysisInUse } from './analysis-in-use.ts'
import { dataPaths } from './paths.ts'
import { policyPlace } from './policy-place.ts'
import { type ReadLists, type TrackersInUse, trackersInUse } from './trackers-in-use.ts'

export interface PolicyInUse {
  policy: LoadedFile<PolicyFile>
  catalogue: LoadedFile<Catalogue>
  corrections: LoadedFile<readonly Correction[]>
  trackers: TrackersInUse
  context: PolicyContext
}

interface Instead {
  /** Corrections; null: those in force. */
  correctionsFile?: string | null
  /** Of trackers, as they were read before. */
  formerLists?: ReadLists | null
}

/**
 * `file` null: the policy that counts here. A bad list of trackers is left out, and named. Throws POLICY_INVALID,
 * CONFIG_INVALID, CONFIG_NOT_FOUND, CONFIG_UNREADABLE.
 */
export async function policyInUse(
  config: Config,
  file: string | null,
  { correctionsFile = null, formerLists = null }: Instead = {},
): Promise<PolicyInUse> {
  const packs = packsFor(config.analysis.packs, config.office.country)
  const [policy, catalogue, corrections, analysis, trackers] = await Promise.all([
    loadPolicy(file ?? (await policyPlace(config)).file),
    loadCatalogue(config.policy.catalogue),
    loadCorrections(correctionsFile ?? dataPaths(config).corrections),
    analysisInUse({ packs, ownFields: config.analysis.fields }),
    trackersInUse(config, formerLists),
  ])
  return {
    policy,
    catalogue,
    corrections,
    trackers,
    context: {
      catalogue: catalogue.value,
      clientGroups: config.office.clientGroups,
      timeZone: officeTimeZone(config),
      ownIdentity: config.office.identity,
      corrections: corrections.value,
      analysis,
      trackers: trackers.inForce,
    },
  }
}

/** IANA name of the zone that schedules and pages go by: the machine's own where the office names none. */
export function officeTimeZone({ office }: Config): string {
  return office.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** What a check of the rules is told of the configuration, besides what rules refer to. */
export function checkFacts({
  interception,
  proxy,
  clients,
}: Config): Pick<CheckContext, 'excludedNames' | 'logins' | 'machines'> {
  const logins = proxy.authentication.mode !== 'off'
  return { excludedNames: interception.excluded, logins, machines: clients.watch }
}

/** What keeps the policy as it lies on the disk from being taken, each a sentence; warnings are left out. */
export async function policyProblems(config: Config): Promise<string[]> {
  try {
    const { policy, corrections, trackers, context } = await policyInUse(config, null)
    const found = checkPolicy(policy.value, { ...context, ...checkFacts(config) })
    const mistakes = [...found, ...checkCorrections(corrections.value, context)]
      .filter(({ severity }) => severity === 'error')
      .map(({ message, hint }) => `${message} ${hint}`)
    return [...mistakes, ...trackers.refused.map(({ why }) => why.hint ?? why.message)]
  } catch (error) {
    if (error instanceof InvalidFileError) return error.problems.map(describeProblem)
    if (isGatewayError(error)) return [`${error.message} ${error.hint ?? ''}`]
    throw error
  }
}
