/** Says what is in force in the network, what it counted, and what about it needs attention. */
import { z } from 'zod'
import { type Counted, countersAnswer, readCounters } from '../core/network/installed.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import type { Family } from '../core/network/ranges.ts'
import { type FoundRouting, heldFamilies, routedFamilies } from '../core/network/routing.ts'
import { earlierRules } from '../core/network/rules-of-others.ts'
import { settingsDigest } from '../core/network/ruleset.ts'
import { answeringSet } from '../core/network/sign-of-life.ts'
import { attention } from './attention.ts'
import type { Attention } from './attention-kinds.ts'
import { lookForBridges } from './bridged.ts'
import { heldFacts } from './held.ts'
import { type InKernel, isListening, lookAtKernel, lookAtRouting, lookAtSet, readWord } from './look.ts'
import type { MachineFiles } from './machine-files.ts'
import type { NetworkFacts, NetworkState } from './network-facts.ts'
import type { Tools } from './tools.ts'

export interface NetworkStatus extends NetworkFacts {
  attention: Attention[]
}

const nothing: Counted = { groups: [], others: [], network: {} }

export async function networkStatus(
  tools: Tools,
  { settings, machineFiles }: { settings: NetworkSettings | null; machineFiles: MachineFiles },
): Promise<NetworkStatus> {
  const kernel = await lookAtKernel(tools)
  const { installed, inForce, strict } = kernel
  const state = stateOf(kernel)
  const ours = installed === 'foreign' ? null : installed
  const routing = ours?.routing ?? settings?.routing
  const found: FoundRouting =
    routing === undefined ? { ipv4: null, ipv6: null } : await lookAtRouting(tools, routing)
  const families = (['ipv4', 'ipv6'] as const).filter((family) => found[family] !== null)
  const facts: NetworkFacts = {
    state,
    secondsLeft: ours?.trial === null ? null : inForce.secondsLeft,
    isAsConfigured: ours === null || settings === null ? null : ours.digest === settingsDigest(settings),
    listening: settings === null ? null : isListening(settings.listenerPort),
    answering: ours?.hearsListener === true ? (await lookAtSet(tools, answeringSet)).active : null,
    missingInterfaces: await missingInterfaces(tools, settings?.interfaces ?? []),
    routed: routing === undefined ? [] : routedFamilies(routing, found),
    guestsHeld: routing === undefined ? [] : heldFamilies(routing, found),
    families,
    earlier: settings === null ? [] : earlierRules(settings, found, { former: routing }),
    bridged: settings === null ? [] : await lookForBridges(tools, settings),
    notForwarding: families.filter((family) => readWord(forwarding[family]) === '0'),
    strict,
    counted: ours === null ? nothing : await countedBy(tools),
    machines: ours === null ? null : await heldFacts(tools, ours, machineFiles),
  }
  return { ...facts, attention: attention(facts, settings) }
}

const forwarding: Readonly<Record<Family, string>> = {
  ipv4: '/proc/sys/net/ipv4/ip_forward',
  ipv6: '/proc/sys/net/ipv6/conf/all/forwarding',
}

function stateOf({ installed, inForce }: InKernel): NetworkState {
  if (installed === null) return 'down'
  if (installed === 'foreign') return 'foreign'
  if (!inForce.active) return 'expired'
  return installed.trial === null ? 'up' : 'trial'
}

async function countedBy(tools: Tools): Promise<Counted> {
  const printed = await tools.nft('-j', 'list', 'counters', 'table', 'inet', ourTable)
  return readCounters(countersAnswer.parse(JSON.parse(printed) as unknown))
}

const linksAnswer = z.array(z.object({ ifname: z.string() }))

async function missingInterfaces(tools: Tools, wanted: readonly string[]): Promise<string[]> {
  const printed = await tools.ip('-j', 'link', 'show')
  if (printed === null) return []
  const here = linksAnswer.parse(JSON.parse(printed) as unknown).map(({ ifname }) => ifname)
  return wanted.filter((name) => !here.includes(name))
}
