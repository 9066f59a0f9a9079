/** `gatehouse originals resend`: sends a request as it was to where it went, once the owner has said so. */
import { originalView, resendOutcome } from '../api/schemas/originals.ts'
import { GatewayError } from '../core/errors.ts'
import { reasonSentences } from '../core/policy/reasons.ts'
import { type Call, type Command, hasFlag } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { identitiesOf, identityOption, openOriginal, originalIdIn } from './original-open.ts'
import { timeOfDay } from './times.ts'

export const resendCommand: Command = {
  summary: 'send a request again, as it was before it was changed',
  usage: 'originals resend <id> --identity FILE [--yes] [--again]',
  details: `It goes to the same destination with everything that was found in it, logins and cookies as they were then, by the ways and
checks of certificates that count now. Without --yes it says what would be sent, and sends nothing. A redirect is not followed.
The changed request has reached the destination already, as a rule: an order, a message or a payment may be done twice.
The answer goes to nobody; its status is printed. The journal has a record of it, and the ledger an entry.
Exit code 1 where there was no answer, or one that says it failed (status 400 and above).`,
  options: {
    identity: identityOption,
    yes: { type: 'boolean', text: 'do it; without, only say what would be sent' },
    again: { type: 'boolean', text: 'also where it was sent again before' },
  },
  arguments: [1, 1],
  run: resend,
}

/** RFC 9110 §9.2.2. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

async function resend(call: Call): Promise<ExitCode> {
  const id = originalIdIn(call.arguments[0] ?? '')
  const isMeant = hasFlag(call, 'yes')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const known = await gateway.get(`/api/v1/originals/${id}`, originalView)
  const { method, destination, path, client, at, bytes, resentAt, why } = known
  if (why !== null)
    throw new GatewayError(
      'ORIGINAL_GONE',
      { reason: why },
      {
        hint: `${why === 'missing' ? 'Its file is not on the disk now' : 'It was not kept'}: there is nothing to send. \`gatehouse originals list\` says why.`,
      },
    )
  const isRepeatable = idempotent.has(method)
  call.terminal.note(
    `${method} ${destination}${path}, ${bytes} bytes, which ${client} sent ${timeOfDay(at)}: all that was found in it leaves as it was.`,
  )
  call.terminal.note(
    isRepeatable
      ? `${method} may be sent twice without harm, where the destination keeps to the rules of HTTP.`
      : `${method} may do a thing twice: the changed request went out already, and the destination may have acted on it.`,
  )
  if (resentAt !== null) call.terminal.note(`It was sent again already, ${timeOfDay(resentAt)}.`)
  if (!isMeant) {
    call.terminal.note('Nothing was sent. To send it, add --yes.')
    return exitCodes.ok
  }
  const identities = await identitiesOf(call)
  const { text } = await openOriginal(gateway, id, { identities, what: 'resend' })
  const outcome = await gateway.post(`/api/v1/originals/${id}/resend`, resendOutcome, {
    text: text.toString('base64'),
    again: hasFlag(call, 'again'),
  })
  text.fill(0)
  const { status, reason, exchange } = outcome
  if (call.json) call.terminal.json({ id, ...outcome })
  else
    call.terminal.line(
      status === null
        ? `No answer: ${reasonSentences[reason]}`
        : `Sent; the destination answered with status ${status}.`,
    )
  call.terminal.note(`In the journal it is ${exchange}.`)
  return status !== null && status < 400 ? exitCodes.ok : exitCodes.failed
}
