/** `gatehouse policy test`: shows what the policy would do to one request, and why, without sending anything. */
import { type Call, type Command, usage } from './command.ts'
import type { ExitCode } from './exit-codes.ts'

export const policyTestCommand: Command = {
  summary: 'show what would be done to a request, and why; nothing is sent',
  usage: 'policy test --destination HOST --body FILE',
  options: {},
  arguments: [0, 0],
  run: test,
}

async function test(_call: Call): Promise<ExitCode> {
  throw usage('not yet')
}
