/** Says what came of a reload, to whoever asked for it by command or by signal. */
import { describeProblem } from '../../config/problems.ts'
import type { ReloadOutcome } from '../api/services.ts'
import { countOf } from '../core/pages/words.ts'

export function describeReload(outcome: ReloadOutcome): string[] {
  if (!outcome.ok)
    return [
      ...outcome.problems.flatMap((problem) => describeProblem({ ...problem, column: null }).split('\n')),
      'The change was refused: what was in force stays in force.',
    ]
  const { changed, needsRestart } = outcome
  return [
    `Configuration and policy were read again; ${countOf(changed.length, 'key')} changed.`,
    ...(needsRestart.length === 0 ? [] : [`These count after a restart: ${needsRestart.join(', ')}.`]),
  ]
}
