/** Judges the name of a destination before anybody is asked for its address. */
import { inspectHost } from '../content/host.ts'
import { journalHost } from './journal-host.ts'
import { createJudge } from './judge.ts'
import type { JudgeOptions } from './judge-options.ts'
import type { ExchangeRule, Judgement } from './verdict.ts'

/** Why a name may not be asked for; null where it may, which is so for nearly all. */
export function judgeHost(host: string, options: Omit<JudgeOptions, 'persons'>): Judgement | null {
  const judge = createJudge({
    ...options,
    rule: withoutRewriting(options.rule),
    destinationGroup: journalHost(options.destinationGroup),
    persons: null,
  })
  inspectHost(host, judge)
  const judgement = judge.judgement()
  return judgement.action === 'refuse' && !judgement.observed ? judgement : null
}

/** A name that is changed is another destination: what the rule would change cannot leave. */
function withoutRewriting(rule: ExchangeRule): ExchangeRule {
  return { ...rule, operatorFor: (type) => (rule.operatorFor(type) === 'keep' ? 'keep' : 'refuse') }
}
