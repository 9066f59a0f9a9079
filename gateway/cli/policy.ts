/** `gatehouse policy`: check the rules, and try them on a request. */

import type { LoadedFile } from '../../config/load-policy.ts'
import { checkFacts } from '../app/policy-in-use.ts'
import { checkPolicy, type PolicyProblem } from '../core/policy/check.ts'
import { checkCorrections } from '../core/policy/check-corrections.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import type { Call, CommandGroup } from './command.ts'
import { configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { policyNamed } from './named-policy.ts'
import { correctionCommands } from './policy-corrections.ts'
import { policyTestCommand } from './policy-test.ts'

export const policyCommands: CommandGroup = {
  summary: 'check the policy, try it on a request, and correct what it does',
  commands: {
    check: {
      summary: 'look for mistakes, and for rules that can never do what they seem to say',
      usage: 'policy check [FILE]',
      details:
        'Without FILE: the policy of the configuration. What was allowed and denied is read as well.\nExit code 1 where there is an error; warnings alone are no failure.',
      options: {},
      arguments: [0, 1],
      run: check,
    },
    test: policyTestCommand,
    ...correctionCommands,
  },
}

async function check(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const { policy, corrections, context } = await policyNamed(config, call.arguments[0] ?? null)
  const found = checkPolicy(policy.value, { ...context, ...checkFacts(config) })
  const problems = [
    ...found.map((problem) => ({ ...problem, file: policy.file, ...placeOf(problem, policy) })),
    ...checkCorrections(corrections.value, context).map(({ index, ...problem }) => ({
      ...problem,
      list: 'corrections',
      ruleId: corrections.value[index]?.id ?? null,
      file: corrections.file,
      ...corrections.locate(['corrections', index]),
    })),
  ]
  const ok = problems.every((problem) => problem.severity === 'warning')
  if (call.json) call.terminal.json({ ok, file: policy.file, mode: policy.value.mode, problems })
  else {
    for (const problem of problems) {
      call.terminal.line(
        `${problem.file}:${problem.line}:${problem.column}  ${problem.severity}: ${problem.message}`,
      )
      call.terminal.line(`    ${problem.hint}`)
    }
    const { connections, exchanges } = policy.value
    const said = corrections.value.length === 0 ? '' : `, ${corrections.value.length} corrections`
    call.terminal.line(
      `${ok ? 'No mistakes' : 'Mistakes'} in ${policy.file}: ${connections.length} connection rules, ${exchanges.length} exchange rules${said}, mode ${policy.value.mode}.`,
    )
  }
  return ok ? exitCodes.ok : exitCodes.failed
}

function placeOf(problem: PolicyProblem, policy: LoadedFile<PolicyFile>) {
  const index = policy.value[problem.list].findIndex((rule) => rule.id === problem.ruleId)
  return policy.locate(index < 0 ? [problem.list] : [problem.list, index])
}
