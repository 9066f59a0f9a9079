/** Keeps the policy in force: read from its files, compiled, and replaced as a whole when they change for the better. */
import type { Config } from '../../config/schema.ts'
import { type CompiledPolicy, compilePolicy, type PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import type { PolicySource } from '../core/ports.ts'
import { policyInUse } from './policy-in-use.ts'

/** A compiled policy with the mark of what it was made from. */
export interface PolicyInForce {
  compiled: CompiledPolicy
  version: string
  /** What it was compiled from: plain data, which a worker compiles anew. */
  made: { source: PolicyFile; context: PolicyContext }
}

export interface ReplaceablePolicy extends PolicySource {
  readonly version: string
  readonly made: PolicyInForce['made']
  replace(next: PolicyInForce): void
}

/**
 * Reads and compiles; `first` are exchange rules that stand before the file's. Throws POLICY_INVALID, CONFIG_NOT_FOUND
 * or CONFIG_UNREADABLE; nothing is in force then.
 */
export async function readPolicy(
  config: Config,
  first: PolicyFile['exchanges'] = [],
): Promise<PolicyInForce> {
  const { policy, catalogue, corrections, context } = await policyInUse(config, null)
  const source = { ...policy.value, exchanges: [...first, ...policy.value.exchanges] }
  return {
    compiled: compilePolicy(source, context),
    made: { source, context },
    version: [policy.version.slice(0, 8), catalogue.version.slice(0, 4), corrections.version.slice(0, 4)]
      .filter((mark) => mark !== '')
      .join('-'),
  }
}

export function createPolicySource(first: PolicyInForce): ReplaceablePolicy {
  let inForce = first
  return {
    current: () => inForce.compiled,
    get version() {
      return inForce.version
    },
    get made() {
      return inForce.made
    },
    replace(next) {
      inForce = next
    },
  }
}
