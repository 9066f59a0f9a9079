/** Puts the rules of the network in force and takes them away: what commands call, and as it is the API. */
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { NetworkSettings, Routing } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import { removeRouting } from '../core/network/routing.ts'
import { settingsDigest, trialName } from '../core/network/ruleset.ts'
import { readConfirmed, writeConfirmed } from './confirmed.ts'
import { lookAtKernel, lookAtRouting } from './look.ts'
import type { MachineFiles } from './machine-files.ts'
import { type Synced, syncMachines, syncSince, tellLeftOver, tellNoRules } from './machines.ts'
import { type LetThrough, refuseObstacles } from './obstacles.ts'
import { atOnce, onTrial } from './put-in-force.ts'
import { type NetworkStatus, networkStatus } from './status.ts'
import { type Change, dumpTable, takeBack } from './take-back.ts'
import { findTools, requireNetAdmin, type Tools } from './tools.ts'

export interface NetworkSetup {
  /** null: switched off. */
  settings: NetworkSettings | null
  /** As configured, also while switched off: what is left of former days is found by it. */
  routing: Routing
  confirmMs: number
  /** Where it is noted which settings were confirmed last. */
  confirmedFile: string
  machineFiles: MachineFiles
}

/** What stands in the way is told of at a start of the box, where nobody could change it, and else refused. */
export interface Applied extends LetThrough {
  outcome: 'in-force'
  /** How long a confirmation is waited for; null where none is needed. */
  confirmWithinMs: number | null
  /** What is in force now. */
  settings: NetworkSettings
  /** False where the configuration was changed after those settings were confirmed. */
  isAsConfigured: boolean
  /** Whom they hold back; null where what the gateway told is not to be followed. */
  machines: Synced | null
}

/** Somebody switched the network part off after it was confirmed: at a start of the box nothing is done, and nothing is wrong. */
export interface SwitchedOff {
  outcome: 'switched-off'
}

/** The same of `sync`, which looks whether the rules are there all the same. */
export interface LeftOver extends SwitchedOff {
  inForce: boolean
}

export interface NetworkService {
  /**
   * Throws NETWORK_OFF, NETWORK_TOOL_MISSING, NETWORK_FORBIDDEN, NETWORK_COLLISION, NETWORK_PENDING, NETWORK_REFUSED. `unchanged`:
   * nothing is asked, and what was confirmed last is put in force, whatever the configuration says since, as at a start of the box
   * (NETWORK_UNCONFIRMED where nothing ever was, NETWORK_NOTE_REFUSED); but for `network.mode: off`, which counts at once.
   */
  up(options: { unchanged: boolean }): Promise<Applied | SwitchedOff>
  /** Throws NETWORK_NOTHING_PENDING. False where the confirmation counts, but could not be noted for the next start of the box: nowhere to write, or the configuration changed since `up`. */
  confirm(): Promise<{ noted: boolean }>
  /** False where nothing of ours was there. */
  down(): Promise<boolean>
  /**
   * Brings quarantine and guests in step with what the gateway says of machines; no rule is loaded. Throws NETWORK_MACHINES_REFUSED and
   * NETWORK_REFUSED: whom the rules held back they then hold back still.
   */
  sync(): Promise<Synced | LeftOver>
  status(): Promise<NetworkStatus>
}

interface SwitchedOn extends NetworkSetup {
  settings: NetworkSettings
}

export function networkService(setup: NetworkSetup): NetworkService {
  const permitted = () => {
    const tools = findTools()
    requireNetAdmin()
    return tools
  }
  return {
    up: async ({ unchanged }) => {
      const { settings } = setup
      if (settings !== null) return up(permitted(), { ...setup, settings }, unchanged)
      // A unit that stands there still must not fail for it, nor need programs for it.
      if (unchanged) return { outcome: 'switched-off' }
      const hint = 'Set network.mode: transparent, then try again. Ways to do it: gatehouse network ways'
      throw new GatewayError('NETWORK_OFF', {}, { hint })
    },
    confirm: () => confirm(permitted(), setup),
    down: () => down(permitted(), setup),
    sync: () => sync(permitted, setup),
    status: () => networkStatus(permitted(), setup),
  }
}

async function up(tools: Tools, setup: SwitchedOn, unchanged: boolean): Promise<Applied> {
  const settings = unchanged ? await lastConfirmed(setup) : setup.settings
  const isAsConfigured = settingsDigest(settings) === settingsDigest(setup.settings)
  const before = await whatIsThere(tools)
  const letThrough = await refuseObstacles(tools, settings, { former: before?.routing, unchanged })
  const applied = { outcome: 'in-force', settings, isAsConfigured, ...letThrough } as const
  const wanted = { settings, files: setup.machineFiles }
  const begun = unchanged
    ? await atOnce(tools, wanted, before)
    : await onTrial(tools, wanted, { before, confirmMs: setup.confirmMs })
  return { ...applied, ...begun }
}

async function sync(permitted: () => Tools, { settings, machineFiles }: NetworkSetup) {
  if (settings !== null) return syncMachines(permitted(), machineFiles)
  const outcome = 'switched-off' as const
  try {
    return { outcome, ...(await tellLeftOver(permitted(), machineFiles)) }
  } catch (error) {
    // Where nothing can change rules there are none of ours, and a unit that stands there still must not fail for it.
    if (isGatewayError(error, 'NETWORK_TOOL_MISSING')) return { outcome, inForce: false }
    throw error
  }
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
  if (inForce.active)
    return {
      table: await dumpTable(tools),
      ...{ routing: installed.routing, holdsMachines: installed.holdsMachines },
    }
  await takeBack(tools, { trial: null, routing: installed.routing, before: null })
  return null
}

async function confirm(
  tools: Tools,
  { settings, confirmedFile, machineFiles }: NetworkSetup,
): Promise<{ noted: boolean }> {
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
  // The gateway was told of a trial, which would have ended.
  if (settings !== null) await syncSince(tools, machineFiles)
  // What was changed in the configuration since `up` was not tried, so it is not what was confirmed.
  const isTried = settings !== null && settingsDigest(settings) === installed.digest
  return { noted: isTried && (await writeConfirmed(confirmedFile, settings)) }
}

async function down(tools: Tools, setup: NetworkSetup): Promise<boolean> {
  const { installed } = await lookAtKernel(tools)
  if (installed === 'foreign') return false
  const { routing } = installed ?? setup
  // `nft flush ruleset`, which other programs like to begin with, takes our table and leaves the routes.
  const isThere = installed !== null || removeRouting(routing, await lookAtRouting(tools, routing)).length > 0
  if (isThere) await takeBack(tools, { trial: null, routing, before: null })
  // The gateway hears that nothing holds machines back any more.
  await tellNoRules(setup.machineFiles)
  return isThere
}
