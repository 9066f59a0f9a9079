/** Brings the kernel back to what it was before: by `down`, by whatever went wrong, and by the watcher when nobody confirms. */

import { fillMachineSets } from '../core/network/machine-sets.ts'
import type { Routing } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import { addRouting, removeRouting } from '../core/network/routing.ts'
import { announcement, replaceTable, trialName } from '../core/network/ruleset.ts'
import { announce, loadsUnless } from './announce.ts'
import { lookAtRouting } from './look.ts'
import { machinesInKernel } from './machines.ts'
import { runInTurn, type Tools } from './tools.ts'

/** What is to be taken back. */
export interface Change {
  /** Only while this trial waits; null: whatever there is. */
  trial: string | null
  /** What the change put in. */
  routing: Routing
  /** What was ours before, as nftables printed it; null: nothing. */
  before: { table: string; routing: Routing; holdsMachines: boolean } | null
}

/**
 * Ends rules first and routes after, so that a cut in between leaves traffic refused or as it was without us, and the table's name
 * says what is still to be cleaned up. False where the trial does not wait any more: somebody confirmed it, or took it back.
 */
export async function takeBack(tools: Tools, change: Change): Promise<boolean> {
  const { trial, routing, before } = change
  const then = [
    ...replaceTable(),
    ...(before === null
      ? [announcement(routing, null)]
      : [before.table, ...(await heldBackNow(tools, before))]),
    '',
  ].join('\n')
  if (trial === null) await tools.load(then)
  else if (!(await endsTrial(tools, trial, then))) return takeFlushedBack(tools, change)
  const keep = before?.routing
  await runInTurn(tools, removeRouting(routing, await lookAtRouting(tools, routing), { keep }))
  if (before === null) await removeTable(tools)
  else await runInTurn(tools, addRouting(before.routing, await lookAtRouting(tools, before.routing)))
  return true
}

/** Who was put into quarantine, or let out, while the change waited: rules that come back hold the present machines back. */
async function heldBackNow(tools: Tools, former: { holdsMachines: boolean }): Promise<string[]> {
  if (!former.holdsMachines) return []
  try {
    return fillMachineSets(await machinesInKernel(tools))
  } catch {
    // Somebody took the table, or filled its sets with something else: what comes back is as it was.
    return []
  }
}

/** As one: where the first line fails, nothing of the rest is done. */
function endsTrial(tools: Tools, trial: string, then: string): Promise<boolean> {
  const script = `delete chain inet ${ourTable} ${trialName(trial)}\n${then}`
  return loadsUnless(tools, script, 'No such file or directory')
}

/** `nft flush ruleset` of another program took the table and left routes and their rules; those of `before` serve nobody then, either. */
async function takeFlushedBack(tools: Tools, { routing, before }: Change): Promise<boolean> {
  // Where a table stands the trial was confirmed, or something newer has begun: nothing is left over.
  if (!(await announce(tools, routing, null))) return false
  for (const each of before === null ? [routing] : [routing, before.routing])
    await runInTurn(tools, removeRouting(each, await lookAtRouting(tools, each)))
  await removeTable(tools)
  return true
}

async function removeTable(tools: Tools): Promise<void> {
  await tools.load([...replaceTable(), ''].join('\n'))
}

/** What is ours now, so that it can come back. */
export function dumpTable(tools: Tools): Promise<string> {
  return tools.nft('list', 'table', 'inet', ourTable)
}
