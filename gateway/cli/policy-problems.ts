/** Says what is wrong with the rules of a policy file, and where it stands. */
import type { LoadedFile } from '../../config/load-policy.ts'
import type { Config } from '../../config/schema.ts'
import { checkFacts } from '../app/policy-in-use.ts'
import { checkPolicy, type PolicyProblem } from '../core/policy/check.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'

export interface PlacedProblem extends PolicyProblem {
  file: string
  line: number | null
  column: number | null
}

export function rulesProblems(
  config: Config,
  policy: LoadedFile<PolicyFile>,
  context: PolicyContext,
): PlacedProblem[] {
  const found = checkPolicy(policy.value, { ...context, ...checkFacts(config) })
  return found.map((problem) => ({ ...problem, file: policy.file, ...placeOf(problem, policy) }))
}

export function problemLines({
  file,
  line,
  column,
  severity,
  message,
  hint,
}: Pick<PlacedProblem, 'file' | 'line' | 'column' | 'severity' | 'message' | 'hint'>): string[] {
  return [`${file}:${line}:${column}  ${severity}: ${message}`, `    ${hint}`]
}

function placeOf(problem: PolicyProblem, policy: LoadedFile<PolicyFile>) {
  const index = policy.value[problem.list].findIndex((rule) => rule.id === problem.ruleId)
  return policy.locate(index < 0 ? [problem.list] : [problem.list, index])
}
