/** Says what is wrong with the rules of a policy file, and where it stands: for commands, and for drafts that come over the API. */
import type { LoadedFile } from '../../config/load-policy.ts'
import { type CheckContext, checkPolicy, type PolicyProblem } from '../core/policy/check.ts'
import type { PolicyFile } from '../core/policy/model.ts'

export interface PlacedProblem extends PolicyProblem {
  file: string
  line: number | null
  column: number | null
}

export function rulesProblems(policy: LoadedFile<PolicyFile>, context: CheckContext): PlacedProblem[] {
  return checkPolicy(policy.value, context).map((problem) => ({
    ...problem,
    file: policy.file,
    ...placeOf(problem, policy),
  }))
}

function placeOf(problem: PolicyProblem, policy: LoadedFile<PolicyFile>) {
  const index = policy.value[problem.list].findIndex((rule) => rule.id === problem.ruleId)
  return policy.locate(index < 0 ? [problem.list] : [problem.list, index])
}
