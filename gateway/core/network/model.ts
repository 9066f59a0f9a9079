/** What the network part is told: which clients come in where, and what holds for each group of them. */
import type { ProtocolLine } from './protocols.ts'

/**
 * What becomes of a group's web traffic (TCP 80 and 443). intercept: taken to the gateway's transparent listener. tunnel: forwarded
 * unread. guest: forwarded unread, to the internet alone, and counted by bytes alone.
 */
export const webChoices = ['intercept', 'tunnel', 'guest'] as const
export type WebChoice = (typeof webChoices)[number]

/** What becomes of an intercepted group's web traffic while nobody listens for it. */
export const downChoices = ['closed', 'open'] as const
export type DownChoice = (typeof downChoices)[number]

/** How the box stands in the office's network. */
export const ways = ['two-port', 'router-assisted'] as const
export type Way = (typeof ways)[number]

export interface GroupChoice {
  web: WebChoice
  whenDown: DownChoice
  /** Lines of the table of protocols that this group may not use. */
  refuse: readonly ProtocolLine[]
}

export interface GroupSettings extends GroupChoice {
  name: string
  /** Networks (CIDR) of either family. Where groups overlap, the narrower network decides. */
  networks: readonly string[]
}

export interface NetworkSettings {
  /** Where the transparent listener is. */
  listenerPort: number
  way: Way
  /** Interfaces on which clients come in. */
  interfaces: readonly string[]
  groups: readonly GroupSettings[]
  /** Clients on those interfaces that are in no group. */
  others: GroupChoice
  /** Addresses that one network card alone may use. */
  machines: readonly { address: string; hardware: string }[]
  /** Whether what is forwarded leaves with the box's own IPv4 address. */
  masquerade: boolean
  routing: Routing
}

/** By which taken packets find the listener, and guests are kept out of the house; all of it is the gateway's own. */
export interface Routing {
  /** The mark of taken packets, 32 bits, never 0. */
  mark: number
  /** The table with the one route that keeps them on this box. */
  table: number
  /** Where the first of our three rules stands among the others; the next two numbers are ours as well. */
  priority: number
}

/** The other mark, of packets of guests for as long as it is asked where they would go; never 0, and never the first. */
export function guestMark(mark: number): number {
  return mark === 0x8000_0000 ? 1 : (mark ^ 0x8000_0000) >>> 0
}

/** The main table's rule stands at 32766 (ip-rule(8)), and ours are three. */
export const lastPriority = 32_763

export const defaultRouting: Routing = { mark: 0x47617465, table: 3129, priority: 3129 }

/** TCP ports of the web. Others are lines of the table of protocols. */
export const webPorts = [80, 443] as const
