/** `gatehouse policy`: check the rules, and try them on a request. */
import { checkFacts } from '../app/policy-in-use.ts'
import { rulesProblems } from '../app/policy-problems.ts'
import { checkCorrections } from '../core/policy/check-corrections.ts'
import { catalogueProblems } from './catalogue-problems.ts'
import type { Call, CommandGroup } from './command.ts'
import { configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { policyNamed } from './named-policy.ts'
import { policyCatalogueCommand } from './policy-catalogue.ts'
import { correctionCommands } from './policy-corrections.ts'
import { problemLines } from './policy-problems.ts'
import { publishedCommands } from './policy-published.ts'
import { policyReplayCommand } from './policy-replay.ts'
import { policyTestCommand } from './policy-test.ts'

export const policyCommands: CommandGroup = {
  summary: 'check the policy, try it on a request or on last week, publish it, and correct what it does',
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
    replay: policyReplayCommand,
    catalogue: policyCatalogueCommand,
    ...publishedCommands,
    ...correctionCommands,
  },
}

async function check(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const { policy, corrections, catalogue, context } = await policyNamed(config, call.arguments[0] ?? null)
  const problems = [
    ...rulesProblems(policy, { ...context, ...checkFacts(config) }),
    ...checkCorrections(corrections.value, context).map(({ index, ...problem }) => ({
      ...problem,
      list: 'corrections',
      ruleId: corrections.value[index]?.id ?? null,
      file: corrections.file,
      ...corrections.locate(['corrections', index]),
    })),
    ...catalogueProblems(catalogue).map((problem) => ({
      ...problem,
      ...({ code: 'stale', severity: 'warning', list: 'catalogue', ruleId: null } as const),
    })),
  ]
  const ok = problems.every((problem) => problem.severity === 'warning')
  if (call.json) call.terminal.json({ ok, file: policy.file, mode: policy.value.mode, problems })
  else {
    for (const line of problems.flatMap(problemLines)) call.terminal.line(line)
    const { connections, exchanges } = policy.value
    const said = corrections.value.length === 0 ? '' : `, ${corrections.value.length} corrections`
    call.terminal.line(
      `${ok ? 'No mistakes' : 'Mistakes'} in ${policy.file}: ${connections.length} connection rules, ${exchanges.length} exchange rules${said}, mode ${policy.value.mode}.`,
    )
  }
  return ok ? exitCodes.ok : exitCodes.failed
}
