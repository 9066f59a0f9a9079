/** `gatehouse token`: list, lookup, trace, purge. */
import type { z } from 'zod'
import {
  mostTraced,
  revealedToken,
  tokenCounts,
  type tokenView,
  tracedTokens,
} from '../api/schemas/tokens.ts'
import { type RevealReason, revealReasons } from '../core/account/reveal.ts'
import { isGatewayError } from '../core/errors.ts'
import { countOf } from '../core/pages/words.ts'
import { isCode } from '../core/pii/tokens/form.ts'
import { findTokens } from '../core/restore/find-tokens.ts'
import { type Call, type CommandGroup, usage, wordOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'
import { codesInFile } from './token-file.ts'
import { purgeCommand, showCounts } from './token-purge.ts'

export const tokenCommands: CommandGroup = {
  summary: 'see which tokens are kept, what one stands for, and whose copies leaked',
  commands: {
    list: {
      summary: 'count the tokens that are kept, by month and destination group',
      usage: 'token list',
      details:
        'Each line is also what becomes unreadable at that destination group when the month is swept (retention.days.token) or purged.',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    lookup: {
      summary: 'say what a token stands for; the ledger notes that it was asked',
      usage: 'token lookup <token> [--why REASON]',
      details:
        'Over the network it needs the right to reveal (gatehouse user reveal), a reason, and a fresh second factor; on the box it asks nobody.',
      options: {
        why: {
          type: 'string',
          value: 'REASON',
          text: `what for, noted with it: ${revealReasons.join(', ')}`,
        },
      },
      arguments: [1, 1],
      run: lookup,
    },
    trace: {
      summary: "say which destination groups' copies a file holds",
      usage: 'token trace <file>',
      details:
        'A token says to whom it was given: each destination group got its own. Nothing of what they stand for is shown.\nFiles of any length and kind are read, those packed by gzip, zstd or brotli (.br) too; archives (also office files) have to be\nunpacked first, and PDF saved as text.\nExit code 1 where the file holds no token that is known.',
      options: {},
      arguments: [1, 1],
      run: trace,
    },
    purge: purgeCommand,
  },
}

type TokenView = z.output<typeof tokenView>

/** Page by page, since each host without a group has lines of its own. */
async function list(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  let after = ''
  for (;;) {
    const search = new URLSearchParams({ limit: '500', ...(after === '' ? {} : { after }) })
    const { counts, next } = await gateway.get(`/api/v1/tokens?${search}`, tokenCounts)
    showCounts(call, counts)
    if (after === '' && counts.length === 0) call.terminal.note('There are none.')
    if (next === null) return exitCodes.ok
    after = next
  }
}

async function lookup(call: Call): Promise<ExitCode> {
  const why = wordOption(call, 'why', revealReasons)
  const code = codeIn(call.arguments[0] ?? '')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const found = await lookedUp(gateway, code, why)
  if (found === null) {
    call.terminal.note(
      'There is no such token. It may have been swept or purged, or another gateway made it.',
    )
    return exitCodes.failed
  }
  if (call.json) call.terminal.json(found)
  else
    for (const line of [
      `${found.type}: ${found.value ?? '(its key was destroyed: nobody can read it any more)'}`,
      `given to ${found.destinationGroup}, first on ${timeOfDay(found.issuedAt)}`,
    ])
      call.terminal.line(line)
  return found.value === null ? exitCodes.failed : exitCodes.ok
}

/** Null where nobody knows the token. */
async function lookedUp(
  gateway: ControlClient,
  code: string,
  why: RevealReason | null,
): Promise<z.output<typeof revealedToken> | null> {
  try {
    return await gateway.post(`/api/v1/tokens/${code}/lookup`, revealedToken, why === null ? {} : { why })
  } catch (error) {
    if (isGatewayError(error, 'CONTROL_REFUSED') && error.details.status === 404) return null
    throw error
  }
}

/** A whole token or its code, in any case, with whatever a text had around it. Throws USAGE. */
function codeIn(text: string): string {
  const code = text.trim().toUpperCase()
  if (isCode(code)) return code
  const [token, ...more] = new Set(findTokens(Buffer.from(text), true).tokens.map((found) => found.code))
  if (token !== undefined && more.length === 0) return token
  throw usage(
    token === undefined ? 'This is no token.' : 'This is more than one token.',
    token === undefined
      ? 'A token looks like PERSON_7K3QX2M9AB4F; its last character checks the others.'
      : 'Name one, or write them to a file for `gatehouse token trace`.',
  )
}

async function trace(call: Call): Promise<ExitCode> {
  const { codes, remark } = await codesInFile(call.arguments[0] ?? '')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const known = codes.length === 0 ? [] : await traced(gateway, codes)
  if (call.json) for (const token of known) call.terminal.json(token)
  else for (const line of table(byGroup(known))) call.terminal.line(line)
  const unknown = codes.length - known.length
  if (unknown > 0)
    call.terminal.note(
      `${countOf(unknown, 'that looks like a token is', 'that look like tokens are')} not known here, or not any more.`,
    )
  if (codes.length === 0) call.terminal.note('No token was found in this file.')
  if (remark !== null) call.terminal.note(remark)
  return known.length > 0 ? exitCodes.ok : exitCodes.failed
}

async function traced(gateway: ControlClient, codes: readonly string[]): Promise<TokenView[]> {
  const found: TokenView[] = []
  for (let from = 0; from < codes.length; from += mostTraced) {
    const search = codes.slice(from, from + mostTraced).join(',')
    found.push(...(await gateway.post(`/api/v1/tokens/trace?codes=${search}`, tracedTokens)).tokens)
  }
  return found
}

/** One line a destination group: how many of which types, and when they were first given. */
function byGroup(tokens: readonly TokenView[]): string[][] {
  return [...Map.groupBy(tokens, ({ destinationGroup }) => destinationGroup)].map(([group, own]) => {
    const types = [...Map.groupBy(own, ({ type }) => type)].map(([type, some]) => `${some.length} ${type}`)
    const times = own.map(({ issuedAt }) => issuedAt)
    return [
      group,
      types.join(', '),
      `given from ${timeOfDay(Math.min(...times))} to ${timeOfDay(Math.max(...times))}`,
    ]
  })
}
