/** Says what a draft of the policy is judged by: what counts now, and not what lies on the disk. */
import type { CheckContext } from '../core/policy/check.ts'
import type { InForce } from './in-force.ts'
import { checkFacts } from './policy-in-use.ts'

export function judgedContext({ config, policy }: InForce): CheckContext {
  return { ...policy.made.context, ...checkFacts(config) }
}
