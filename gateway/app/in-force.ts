/** Holds the configuration and the policy that count now; a reload replaces both. */
import type { Config } from '../../config/schema.ts'
import { createPolicySource, type PolicyInForce, type ReplaceablePolicy } from './policy-source.ts'

export interface InForce {
  readonly config: Config
  readonly policy: ReplaceablePolicy
  replace(config: Config, policy: PolicyInForce): void
}

export function createInForce(first: Config, firstPolicy: PolicyInForce): InForce {
  const policy = createPolicySource(firstPolicy)
  let config = first
  return {
    get config() {
      return config
    },
    policy,
    replace(next, nextPolicy) {
      config = next
      policy.replace(nextPolicy)
    },
  }
}
