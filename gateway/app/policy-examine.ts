/** Examines the text of a policy: what is wrong with it, and what its rules come to; the same for a file and for a draft. */
import { type LoadedFile, readPolicyText } from '../../config/load-policy.ts'
import { InvalidFileError } from '../../config/problems.ts'
import type { Examination, PolicyView, TextProblem } from '../api/services/policy.ts'
import type { CheckContext } from '../core/policy/check.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import { layOutPolicy } from '../core/policy/matrix.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import { viewRules } from '../core/policy/rule-view.ts'
import { rulesProblems } from './policy-problems.ts'

export interface PolicyText {
  /** What problems call it. */
  file: string
  bytes: Uint8Array
  context: CheckContext
}

/** What cannot be read is a problem, and no throw. */
export function examinePolicy({ file, bytes, context }: PolicyText): Examination {
  try {
    const policy = readPolicyText(file, bytes)
    const problems = rulesProblems(policy, context).map(
      ({ severity, line, column, ruleId, message, hint }): TextProblem => ({
        ...{ severity, line, column, ruleId, message, hint, path: '' },
      }),
    )
    const ok = problems.every(({ severity }) => severity === 'warning')
    return { ok, problems, view: ok ? viewPolicy(policy.value, context, policy) : null }
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error
    const problems = error.problems.map(
      ({ line, column, path, message, hint }): TextProblem => ({
        ...{ severity: 'error', line, column, path, ruleId: null, message, hint },
      }),
    )
    return { ok: false, problems, view: null }
  }
}

/** `file`: where it stands; null for one whose text is another by now. Throws POLICY_INVALID for names that nothing defines. */
export function viewPolicy(
  source: PolicyFile,
  context: PolicyContext,
  file: Pick<LoadedFile<PolicyFile>, 'value' | 'locate'> | null,
): PolicyView {
  const lineOf = (list: 'connections' | 'exchanges', id: string) => {
    const index = file?.value[list].findIndex((rule) => rule.id === id) ?? -1
    return index === -1 ? null : (file?.locate([list, index]).line ?? null)
  }
  return {
    mode: source.mode,
    rules: viewRules(source, context.corrections, lineOf),
    matrix: layOutPolicy(source, context),
  }
}
