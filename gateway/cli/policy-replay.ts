/** `gatehouse policy replay`: what a draft of the policy would have done with the exchanges of the journal. */
import { checkFacts } from '../app/policy-in-use.ts'
import { rulesProblems } from '../app/policy-problems.ts'
import { replayPolicy } from '../app/policy-replay.ts'
import { type Call, type Command, numberOption, textOption } from './command.ts'
import { configurationOf, whereaboutsOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { clientOption, destinationOption } from './journal-filters.ts'
import { progressOf, withJournal } from './journal-pages.ts'
import { policyNamed } from './named-policy.ts'
import { periodOf, periodOptions } from './period.ts'
import { problemLines } from './policy-problems.ts'
import { replayLines } from './replay-words.ts'

export const policyReplayCommand: Command = {
  summary: 'say what would become of recorded exchanges under another policy; nothing is sent',
  usage:
    'policy replay [--policy FILE] [--since TIME] [--until TIME] [--destination HOST] [--client CLIENT] [--limit N]',
  details: [
    'Goes by the journal, which keeps what was found and decided, and no content. Each exchange is judged by the code that',
    'judges traffic, at the time at which it began, with the corrections of now. Where the draft asks for what the journal does not keep,',
    'the answer is "cannot know", with the reason: never a guess. Findings are those of then; what the network did is taken as it was.',
    'Exit code 1 where the draft has mistakes, as `policy check` says them, or where exchanges of that time are missing',
    'from the journal.',
  ].join('\n'),
  options: {
    policy: { type: 'string', value: 'FILE', text: 'the draft (the policy of the configuration)' },
    ...periodOptions,
    destination: { type: 'string', value: 'HOST', text: 'only exchanges with this host' },
    client: {
      type: 'string',
      value: 'CLIENT',
      text: 'only exchanges of this address, of user:NAME, or of device:NAME',
    },
    limit: { type: 'string', value: 'N', text: 'at most this many lines of each table (20)' },
  },
  arguments: [0, 0],
  run: replay,
}

async function replay(call: Call): Promise<ExitCode> {
  const { since, until } = periodOf(call)
  const asked = {
    ...{ since, until, client: clientOption(call), destination: destinationOption(call) },
    limit: numberOption(call, 'limit', { min: 1, max: 10_000 }) ?? 20,
  }
  const { config } = await configurationOf(call)
  const { policy, context } = await policyNamed(config, textOption(call, 'policy'))
  const problems = rulesProblems(policy, { ...context, ...checkFacts(config) })
  const isWrong = problems.some(({ severity }) => severity === 'error')
  for (const line of problems.flatMap(problemLines)) call.terminal.note(line)
  if (isWrong) {
    if (call.json) call.terminal.json({ ok: false, file: policy.file, problems })
    call.terminal.note(`Nothing was replayed: correct ${policy.file} first.`)
    return exitCodes.failed
  }
  const report = await withJournal(call, await whereaboutsOf(call), (journal) =>
    replayPolicy(journal, {
      ...asked,
      policy: policy.value,
      context,
      holdBytes: config.proxy.limits.holdBytes,
      onProgress: progressOf(call, since, until),
      signal: call.signal,
    }),
  )
  if (report === null) return exitCodes.interrupted
  if (call.json)
    call.terminal.json({ ok: report.missing.length === 0, file: policy.file, problems, ...report })
  else for (const line of replayLines(report)) call.terminal.line(line)
  return report.missing.length === 0 ? exitCodes.ok : exitCodes.failed
}
