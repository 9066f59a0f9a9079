/** Says what is in force in the network, what it counted, and what about it needs attention. */
import { z } from 'zod'
import { type Counted, countersAnswer, readCounters } from '../core/network/installed.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import type { Family } from '../core/network/ranges.ts'
import { type FoundRouting, routedFamilies } from '../core/network/routing.ts'
import { settingsDigest } from '../core/network/ruleset.ts'
import { attention } from './attention.ts'
import { type InKernel, isListening, lookAtKernel, lookAtRouting, readWord } from './look.ts'
import type { Tools } from './tools.ts'

/**
 * down: nothing of ours is there. up: in force. trial: in force until its time is up. expired: nobody confirmed, and it has no effect
 * any more. foreign: a table of our name that we did not make.
 */
export type NetworkState = 'down' | 'up' | 'trial' | 'expired' | 'foreign'

export interface NetworkFacts {
  state: NetworkState
  /** Of a trial. */
  secondsLeft: number | null
  /** Whether what is in force is what the configuration says now; null where nothing is. */
  isAsConfigured: boolean | null
  /** Whether anybody listens on the port that web traffic is taken to; null while switched off. */
  listening: boolean | null
  /** Configured interfaces that this box does not have now. */
  missingInterfaces: string[]
  /** Families whose taken packets find the listener, and those that the box has at all. */
  routed: Family[]
  families: Family[]
  /** Families that this box does not forward. */
  notForwarding: Family[]
  strict: InKernel['strict']
  counted: Counted
}

export interface Attention {
  code: string
  says: string
  todo: string
}

export interface NetworkStatus extends NetworkFacts {
  attention: Attention[]
}

const nothing: Counted = { groups: [], others: [], network: {} }

export async function networkStatus(tools: Tools, settings: NetworkSettings | null): Promise<NetworkStatus> {
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
    missingInterfaces: await missingInterfaces(tools, settings?.interfaces ?? []),
    routed: routing === undefined ? [] : routedFamilies(routing, found),
    families,
    notForwarding: families.filter((family) => readWord(forwarding[family]) === '0'),
    strict,
    counted: ours === null ? nothing : await countedBy(tools),
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
