/** `gatehouse originals show`: writes a body as it came, for the owner who has the key. */
import { showReasons } from '../core/original/original.ts'
import { type Call, type Command, textOption, usage, wordOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { identitiesOf, identityOption, openOriginal, originalIdIn } from './original-open.ts'
import { openNew } from './vault-download.ts'

export const showCommand: Command = {
  summary: 'write a body as it came, before anything in it was changed',
  usage: 'originals show <id> --reason WORD --identity FILE [--to FILE]',
  details: `The body alone, in the coding it came in (gzip, for one); fields of the head, logins among them, stay sealed.
The ledger notes that it was taken out, and the reason, which is one of:
wrongly-changed  something was changed that should not have been
did-not-work     the destination did not do what was asked
asked-for        whoever sent it asks for it
incident         it belongs to an incident that is looked into`,
  options: {
    reason: { type: 'string', value: 'WORD', text: `why: ${showReasons.join(', ')}` },
    identity: identityOption,
    to: { type: 'string', value: 'FILE', text: 'where to put it; never over a file that exists' },
  },
  arguments: [1, 1],
  run: show,
}

async function show(call: Call): Promise<ExitCode> {
  const id = originalIdIn(call.arguments[0] ?? '')
  const reason = wordOption(call, 'reason', showReasons)
  if (reason === null) throw usage('It is not said why.', `Name a reason: ${showReasons.join(', ')}.`)
  const to = textOption(call, 'to')
  const identities = await identitiesOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  // Before anything is noted: what cannot be written is not taken out.
  await using file = to === null ? null : await openNew(to)
  const { content } = await openOriginal(gateway, id, { identities, what: reason })
  if (file === null) call.terminal.raw(content.body)
  else {
    await file.writeFile(content.body)
    await file.sync()
    if (call.json) call.terminal.json({ id, file: to, bytes: content.body.length })
    else call.terminal.line(to ?? '')
    call.terminal.note(
      'It is unprotected now: whoever has this file can read it. Remove it when you are done.',
    )
  }
  return exitCodes.ok
}
