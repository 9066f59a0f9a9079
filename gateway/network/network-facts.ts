/** What was found of the network, before anybody says what of it matters. */
import type { Bridged } from '../core/network/bridged.ts'
import type { Counted } from '../core/network/installed.ts'
import type { Family } from '../core/network/ranges.ts'
import type { EarlierRule } from '../core/network/rules-of-others.ts'
import type { HeldFacts } from './held.ts'
import type { InKernel } from './look.ts'

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
  /** Whether the rules heard somebody who takes connections there within two seconds; null where there are none, or older ones. */
  answering: boolean | null
  /** Configured interfaces that this box does not have now. */
  missingInterfaces: string[]
  /** Families whose taken packets find the listener, in which guests are kept out of the house, and those that the box has at all. */
  routed: Family[]
  guestsHeld: Family[]
  families: Family[]
  /** Routing rules of others that may lead away what is taken. */
  earlier: EarlierRule[]
  /** Interfaces of clients where the kernel shows a bridge's packets too early. */
  bridged: Bridged[]
  /** Families that this box does not forward. */
  notForwarding: Family[]
  strict: InKernel['strict']
  counted: Counted
  /** Machines that the rules hold back; null where none of ours are there. */
  machines: HeldFacts | null
}

export function isInForce(state: NetworkState): boolean {
  return state === 'up' || state === 'trial'
}
