/** Puts rules in force, on trial or at once: announced first, routes before rules, and whatever fails is taken back. */
import { randomBytes } from 'node:crypto'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { NetworkSettings, Routing } from '../core/network/model.ts'
import { addRouting, removeRouting } from '../core/network/routing.ts'
import { networkRuleset, type Trial } from '../core/network/ruleset.ts'
import { secondMs } from '../core/units.ts'
import { announce } from './announce.ts'
import { lookAtRouting } from './look.ts'
import type { MachineFiles } from './machine-files.ts'
import { machinesToBegin, type Synced, syncSince } from './machines.ts'
import { startWatcher } from './start-watcher.ts'
import { type Change, takeBack } from './take-back.ts'
import { runInTurn, type Tools } from './tools.ts'

export interface Wanted {
  settings: NetworkSettings
  files: MachineFiles
}

export interface InForce {
  /** How much of the time for a confirmation is left; null where nobody is asked. */
  confirmWithinMs: number | null
  /** Whom the rules hold back; null where what the gateway told is not to be followed. */
  machines: Synced | null
}

/** Where nobody is asked. */
export async function atOnce(tools: Tools, wanted: Wanted, before: Change['before']): Promise<InForce> {
  const change = { trial: null, routing: wanted.settings.routing, before }
  return { confirmWithinMs: null, machines: await apply(tools, wanted, { change, trial: null }) }
}

export async function onTrial(
  tools: Tools,
  wanted: Wanted,
  { before, confirmMs }: { before: Change['before']; confirmMs: number },
): Promise<InForce> {
  const id = randomBytes(8).toString('hex')
  const change = { trial: id, routing: wanted.settings.routing, before }
  // Monotonic: a clock that is set neither shortens nor lengthens it.
  const begun = performance.now()
  const left = () => Math.round(begun + confirmMs - performance.now())
  await startWatcher({ tools: tools.paths, change, waitMs: confirmMs })
  const seconds = before === null ? Math.ceil(confirmMs / secondMs) : null
  const machines = await apply(tools, wanted, {
    change,
    trial: { id, seconds },
    // Afterwards nobody would be left to take the rules back.
    mayLoad: () => left() > confirmMs / 10,
  })
  return { confirmWithinMs: Math.max(0, left()), machines }
}

/** Announces, routes, then rules: while it is cut off in between, nothing is taken yet. Whatever fails is taken back at once. */
async function apply(
  tools: Tools,
  { settings, files }: Wanted,
  { change, trial, mayLoad }: { change: Change; trial: Trial | null; mayLoad?: () => boolean },
): Promise<Synced | null> {
  const { before, routing } = change
  try {
    if (before === null && !(await announce(tools, routing, trial))) throw anotherRuns()
    await runInTurn(tools, addRouting(routing, await lookAtRouting(tools, routing)))
    const begin = await machinesToBegin(tools, files, { former: before?.holdsMachines ?? false })
    const script = networkRuleset(settings, trial, begin)
    if (mayLoad?.() === false) throw tooSlow()
    await tools.load(script)
    if (before !== null) await removeFormer(tools, before.routing, routing)
    return await syncSince(tools, files)
  } catch (error) {
    if (!isGatewayError(error, 'NETWORK_PENDING')) await takeBack(tools, { ...change, trial: null })
    throw error
  }
}

function tooSlow(): GatewayError {
  const hint = 'Set network.confirmMs to a longer time, then try again.'
  const reason = 'preparing them took nearly as long as a confirmation is waited for'
  return new GatewayError('NETWORK_REFUSED', { program: 'gatehouse', reason }, { hint })
}

function anotherRuns(): GatewayError {
  return new GatewayError(
    'NETWORK_PENDING',
    {},
    { hint: 'Another `gatehouse network up` runs: wait for it.' },
  )
}

/** Numbers that the settings do not name any more. */
async function removeFormer(tools: Tools, former: Routing, now: Routing): Promise<void> {
  const left = removeRouting(former, await lookAtRouting(tools, former), { keep: now })
  await runInTurn(tools, left)
}
