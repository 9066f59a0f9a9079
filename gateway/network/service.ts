/** Puts the rules of the network in force and takes them away: what commands call, and as it is the API. */
import { randomBytes } from 'node:crypto'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { NetworkSettings, Routing } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import { addRouting, removeRouting, routingCollisions } from '../core/network/routing.ts'
import {
  announcement,
  networkRuleset,
  settingsDigest,
  type Trial,
  trialName,
} from '../core/network/ruleset.ts'
import { secondMs } from '../core/units.ts'
import { readConfirmed, writeConfirmed } from './confirmed.ts'
import { lookAtKernel, lookAtRouting } from './look.ts'
import { startWatcher } from './start-watcher.ts'
import { type NetworkStatus, networkStatus } from './status.ts'
import { type Change, dumpTable, takeBack } from './take-back.ts'
import { findTools, requireNetAdmin, runInTurn, type Tools } from './tools.ts'

export interface NetworkSetup {
  /** null: switched off. */
  settings: NetworkSettings | null
  confirmMs: number
  /** Where it is noted which settings were confirmed last. */
  confirmedFile: string
}

export interface Applied {
  /** How long a confirmation is waited for; null where none is needed. */
  confirmWithinMs: number | null
  /** What is in force now. */
  settings: NetworkSettings
  /** False where the configuration was changed after those settings were confirmed. */
  isAsConfigured: boolean
}

export interface NetworkService {
  /**
   * Throws NETWORK_OFF, NETWORK_TOOL_MISSING, NETWORK_FORBIDDEN, NETWORK_COLLISION, NETWORK_PENDING, NETWORK_REFUSED. `unchanged`:
   * nothing is asked, and what was confirmed last is put in force, whatever the configuration says since, as at a start of the box
   * (NETWORK_UNCONFIRMED where nothing ever was, NETWORK_NOTE_REFUSED).
   */
  up(options: { unchanged: boolean }): Promise<Applied>
  /** Throws NETWORK_NOTHING_PENDING. False where the confirmation counts, but could not be noted for the next start of the box: nowhere to write, or the configuration changed since `up`. */
  confirm(): Promise<{ noted: boolean }>
  /** False where nothing of ours was there. */
  down(): Promise<boolean>
  status(): Promise<NetworkStatus>
}

export function networkService(setup: NetworkSetup): NetworkService {
  const permitted = () => {
    const tools = findTools()
    requireNetAdmin()
    return tools
  }
  return {
    up: ({ unchanged }) => up(permitted(), setup, unchanged),
    confirm: () => confirm(permitted(), setup),
    down: () => down(permitted(), setup),
    status: () => networkStatus(permitted(), setup.settings),
  }
}

async function up(tools: Tools, setup: NetworkSetup, unchanged: boolean): Promise<Applied> {
  if (setup.settings === null)
    throw new GatewayError(
      'NETWORK_OFF',
      {},
      { hint: 'Set network.mode: transparent, then try again. Ways to do it: gatehouse network ways' },
    )
  const settings = unchanged ? await lastConfirmed(setup) : setup.settings
  const isAsConfigured = settingsDigest(settings) === settingsDigest(setup.settings)
  const before = await whatIsThere(tools)
  const found = await lookAtRouting(tools, settings.routing)
  const collisions = routingCollisions(settings.routing, found, { former: before?.routing })
  if (collisions.length > 0)
    throw new GatewayError(
      'NETWORK_COLLISION',
      { found: collisions.join(' ') },
      { hint: 'Set what is named, then try again.' },
    )
  if (!unchanged) {
    const confirmWithinMs = await onTrial(tools, settings, { before, confirmMs: setup.confirmMs })
    return { confirmWithinMs, settings, isAsConfigured }
  }
  await apply(tools, settings, { change: { trial: null, routing: settings.routing, before }, trial: null })
  return { confirmWithinMs: null, settings, isAsConfigured }
}

async function lastConfirmed({ confirmedFile }: NetworkSetup): Promise<NetworkSettings> {
  const settings = await readConfirmed(confirmedFile)
  if (settings !== null) return settings
  throw new GatewayError(
    'NETWORK_UNCONFIRMED',
    {},
    { hint: 'Run `gatehouse network up`, try the web from a client, then `gatehouse network confirm`.' },
  )
}

/** How much of the time for a confirmation is left once the rules are in force. */
async function onTrial(
  tools: Tools,
  settings: NetworkSettings,
  { before, confirmMs }: { before: Change['before']; confirmMs: number },
): Promise<number> {
  const id = randomBytes(8).toString('hex')
  const change = { trial: id, routing: settings.routing, before }
  // Monotonic: a clock that is set neither shortens nor lengthens it.
  const begun = performance.now()
  const left = () => Math.round(begun + confirmMs - performance.now())
  await startWatcher({ tools: tools.paths, change, waitMs: confirmMs })
  const seconds = before === null ? Math.ceil(confirmMs / secondMs) : null
  await apply(tools, settings, {
    change,
    trial: { id, seconds },
    // Afterwards nobody would be left to take the rules back.
    mayLoad: () => left() > confirmMs / 10,
  })
  return Math.max(0, left())
}

/** What of ours is in force; what a change that nobody confirmed left behind is cleaned up first. */
async function whatIsThere(tools: Tools): Promise<Change['before']> {
  const { installed, inForce } = await lookAtKernel(tools)
  if (installed === 'foreign')
    throw new GatewayError(
      'NETWORK_COLLISION',
      { found: `There is a table inet ${ourTable} that Gatehouse did not make.` },
      {
        hint: `Look at it with \`nft list table inet ${ourTable}\`; if nobody needs it: \`nft delete table inet ${ourTable}\`.`,
      },
    )
  if (installed === null) return null
  if (installed.trial !== null && inForce.active)
    throw new GatewayError(
      'NETWORK_PENDING',
      {},
      {
        hint: 'Confirm it with `gatehouse network confirm`, or take everything away with `gatehouse network down`.',
      },
    )
  if (inForce.active) return { table: await dumpTable(tools), routing: installed.routing }
  await takeBack(tools, { trial: null, routing: installed.routing, before: null })
  return null
}

/** Announces, routes, then rules: while it is cut off in between, nothing is taken yet. Whatever fails is taken back at once. */
async function apply(
  tools: Tools,
  settings: NetworkSettings,
  { change, trial, mayLoad }: { change: Change; trial: Trial | null; mayLoad?: () => boolean },
): Promise<void> {
  const { before, routing } = change
  try {
    if (before === null) await announce(tools, routing, trial)
    await runInTurn(tools, addRouting(routing, await lookAtRouting(tools, routing)))
    const script = networkRuleset(settings, trial)
    if (mayLoad?.() === false) throw tooSlow()
    await tools.load(script)
    if (before !== null) await removeFormer(tools, before.routing, routing)
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

/** `create` fails where another call was faster. */
async function announce(tools: Tools, routing: Routing, trial: Trial | null): Promise<void> {
  try {
    await tools.load(`create table inet ${ourTable}\n${announcement(routing, trial)}`)
  } catch (error) {
    if (!isGatewayError(error, 'NETWORK_REFUSED') || !String(error.details.reason).endsWith('File exists'))
      throw error
    throw new GatewayError(
      'NETWORK_PENDING',
      {},
      { hint: 'Another `gatehouse network up` runs: wait for it.', cause: error },
    )
  }
}

/** Numbers that the settings do not name any more. */
async function removeFormer(tools: Tools, former: Routing, now: Routing): Promise<void> {
  const left = removeRouting(former, await lookAtRouting(tools, former), { keep: now })
  await runInTurn(tools, left)
}

async function confirm(tools: Tools, { settings, confirmedFile }: NetworkSetup): Promise<{ noted: boolean }> {
  const { installed } = await lookAtKernel(tools)
  const nothing = (cause?: unknown) =>
    new GatewayError(
      'NETWORK_NOTHING_PENDING',
      {},
      { hint: 'See what is in force: gatehouse network status', cause },
    )
  if (installed === null || installed === 'foreign' || installed.trial === null) throw nothing()
  try {
    // As one: a trial that was taken back, or whose time is up in the kernel, has nothing left to delete.
    await tools.load(
      [
        `delete chain inet ${ourTable} ${trialName(installed.trial)}`,
        `delete element inet ${ourTable} in-force { ipv4, ipv6 }`,
        `add element inet ${ourTable} in-force { ipv4, ipv6 }`,
        '',
      ].join('\n'),
    )
  } catch (error) {
    throw isGatewayError(error, 'NETWORK_REFUSED') ? nothing(error) : error
  }
  // What was changed in the configuration since `up` was not tried, so it is not what was confirmed.
  const isTried = settings !== null && settingsDigest(settings) === installed.digest
  return { noted: isTried && (await writeConfirmed(confirmedFile, settings)) }
}

async function down(tools: Tools, { settings }: NetworkSetup): Promise<boolean> {
  const { installed } = await lookAtKernel(tools)
  if (installed === 'foreign') return false
  const routing = installed?.routing ?? settings?.routing
  if (routing === undefined) return false
  // `nft flush ruleset`, which other programs like to begin with, takes our table and leaves the routes.
  if (installed === null && removeRouting(routing, await lookAtRouting(tools, routing)).length === 0)
    return false
  await takeBack(tools, { trial: null, routing, before: null })
  return true
}
