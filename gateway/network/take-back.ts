/** Brings the kernel back to what it was before: by `down`, by whatever went wrong, and by the watcher when nobody confirms. */
import { isGatewayError } from '../core/errors.ts'
import type { Routing } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import { addRouting, removeRouting } from '../core/network/routing.ts'
import { announcement, replaceTable, trialName } from '../core/network/ruleset.ts'
import { lookAtRouting } from './look.ts'
import { runInTurn, type Tools } from './tools.ts'

/** What is to be taken back. */
export interface Change {
  /** Only while this trial waits; null: whatever there is. */
  trial: string | null
  /** What the change put in. */
  routing: Routing
  /** What was ours before, as nftables printed it; null: nothing. */
  before: { table: string; routing: Routing } | null
}

/**
 * Ends rules first and routes after, so that a cut in between leaves traffic refused or as it was without us, and the table's name
 * says what is still to be cleaned up. False where the trial does not wait any more: somebody confirmed it, or took it back.
 */
export async function takeBack(tools: Tools, { trial, routing, before }: Change): Promise<boolean> {
  const only = trial === null ? [] : [`delete chain inet ${ourTable} ${trialName(trial)}`]
  const then = before === null ? announcement(routing, null) : before.table
  // As one: where the first line fails, nothing of the rest is done.
  if (!(await loads(tools, [...only, ...replaceTable(), then, ''].join('\n'), trial !== null))) return false
  const keep = before?.routing
  await runInTurn(tools, removeRouting(routing, await lookAtRouting(tools, routing), { keep }))
  if (before === null) await tools.load([...replaceTable(), ''].join('\n'))
  else await runInTurn(tools, addRouting(before.routing, await lookAtRouting(tools, before.routing)))
  return true
}

/** What is ours now, so that it can come back. */
export function dumpTable(tools: Tools): Promise<string> {
  return tools.nft('list', 'table', 'inet', ourTable)
}

async function loads(tools: Tools, script: string, mayFail: boolean): Promise<boolean> {
  try {
    await tools.load(script)
    return true
  } catch (error) {
    if (mayFail && isGatewayError(error, 'NETWORK_REFUSED') && error.details.reason === noSuchObject)
      return false
    throw error
  }
}

/** ENOENT: the chain of the trial is gone. */
const noSuchObject = 'Could not process rule: No such file or directory'
