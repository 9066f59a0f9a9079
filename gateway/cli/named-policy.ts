/** Reads the policy that a command names, or the one of the configuration. */
import type { Config } from '../../config/schema.ts'
import { type PolicyInUse, policyInUse } from '../app/policy-in-use.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'

/** `file` null: the policy of the configuration. Throws POLICY_INVALID, CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export async function policyNamed(
  config: Config,
  file: string | null,
  corrections: string | null = null,
): Promise<PolicyInUse> {
  try {
    return await policyInUse(config, file, { correctionsFile: corrections })
  } catch (error) {
    const isNamed =
      isGatewayError(error, 'CONFIG_NOT_FOUND', 'CONFIG_UNREADABLE') && error.details.file === file
    if (!isNamed) throw error
    // The configuration is not to blame for what was typed.
    const hint = 'Name a policy file that is there and may be read, or leave it out to take the one in use.'
    throw new GatewayError(error.code, error.details, { hint, cause: error })
  }
}
