/** Reads the policy that a command is about, together with what its rules refer to. */
import { type LoadedFile, loadCatalogue, loadPolicy } from '../../config/load-policy.ts'
import type { Config } from '../../config/schema.ts'
import type { Catalogue } from '../core/policy/catalogue.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'

export interface PolicyInUse {
  policy: LoadedFile<PolicyFile>
  catalogue: LoadedFile<Catalogue>
  context: PolicyContext
}

/** `file` null: the policy of the configuration. Throws POLICY_INVALID, CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export async function policyInUse(config: Config, file: string | null): Promise<PolicyInUse> {
  const [policy, catalogue] = await Promise.all([
    loadPolicy(file ?? config.policy.file),
    loadCatalogue(config.policy.catalogue),
  ])
  return {
    policy,
    catalogue,
    context: {
      catalogue: catalogue.value,
      clientGroups: config.office.clientGroups,
      timeZone: config.office.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ownIdentity: config.office.identity,
    },
  }
}
