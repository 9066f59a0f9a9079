/** Keeps the policy in force: read from its files, compiled, and replaced as a whole when they change for the better. */
import type { Config } from '../../config/schema.ts'
import { type CompiledPolicy, compilePolicy, type PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import type { PolicySource } from '../core/ports.ts'
import { policyInUse } from './policy-in-use.ts'
import type { ReadLists } from './trackers-in-use.ts'

/** A compiled policy with the mark of what it was made from. */
export interface PolicyInForce {
  compiled: CompiledPolicy
  version: string
  /** What it was compiled from: plain data, which a worker compiles anew. */
  made: { source: PolicyFile; context: PolicyContext }
  /** The lists of trackers that were read for it, and those that could not be. */
  trackers: ReadLists
}

export interface ReplaceablePolicy extends PolicySource {
  readonly version: string
  readonly made: PolicyInForce['made']
  readonly trackers: PolicyInForce['trackers']
  replace(next: PolicyInForce): void
}

/**
 * Reads and compiles; `first` are exchange rules that stand before the file's, `formerLists` the lists of trackers in
 * force. A bad list is left out, and named. Throws POLICY_INVALID, CONFIG_INVALID, CONFIG_NOT_FOUND or CONFIG_UNREADABLE;
 * nothing is in force then.
 */
export async function readPolicy(
  config: Config,
  first: PolicyFile['exchanges'] = [],
  formerLists: ReadLists | null = null,
): Promise<PolicyInForce> {
  const { policy, catalogue, corrections, trackers, context } = await policyInUse(config, null, {
    formerLists,
  })
  const source = { ...policy.value, exchanges: [...first, ...policy.value.exchanges] }
  return {
    compiled: compilePolicy(source, context),
    made: { source, context },
    trackers,
    version: [
      policy.version.slice(0, 8),
      ...[catalogue, corrections, trackers].map(({ version }) => version.slice(0, 4)),
    ]
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
    get trackers() {
      return inForce.trackers
    },
    replace(next) {
      inForce = next
    },
  }
}
