/** Says where the kernel shows packets of a bridge to our rules before they have arrived (br_netfilter), and how that is ended. */
import { z } from 'zod'
import type { NetworkSettings } from './model.ts'
import { type Family, familyName } from './ranges.ts'

/** An interface of clients whose packets are shown too early: what is taken then loses its socket, and hangs. */
export interface Bridged {
  interface: string
  family: Family
  /** Whether it is switched on for all bridges, or for this one alone. */
  by: 'all' | 'bridge'
}

const callKeys: Readonly<Record<Family, 'nf_call_iptables' | 'nf_call_ip6tables'>> = {
  ipv4: 'nf_call_iptables',
  ipv6: 'nf_call_ip6tables',
}

/** Below /proc/sys/net/bridge, where there is such a folder; inet tables of nftables are called by them as well. */
export const bridgeKeys: Readonly<Record<Family, string>> = {
  ipv4: 'bridge-nf-call-iptables',
  ipv6: 'bridge-nf-call-ip6tables',
}
export const taggedKey = 'bridge-nf-filter-vlan-tagged'

/** `ip -j -d link show`. */
export const linksAnswer = z.array(
  z.object({
    ifname: z.string(),
    /** What it stands on. */
    link: z.string().optional(),
    linkinfo: z
      .object({
        info_kind: z.string().optional(),
        info_data: z.object({ nf_call_iptables: z.int(), nf_call_ip6tables: z.int() }).partial().optional(),
      })
      .optional(),
  }),
)
export type Link = z.output<typeof linksAnswer>[number]

/** Which of these keys are on. */
export interface BridgeSwitches {
  all: Readonly<Record<Family, boolean>>
  tagged: boolean
}

export function bridgedInterfaces(
  { interfaces, groups, others }: Pick<NetworkSettings, 'interfaces' | 'groups' | 'others'>,
  links: readonly Link[],
  { all, tagged }: BridgeSwitches,
): Bridged[] {
  if (![...groups, others].some(({ web }) => web === 'intercept')) return []
  return interfaces.flatMap((name) => {
    const bridge = bridgeBelow(name, links, tagged)
    if (bridge === null) return []
    return (['ipv4', 'ipv6'] as const).flatMap((family): Bridged[] => {
      if (all[family]) return [{ interface: name, family, by: 'all' }]
      const own = bridge.linkinfo?.info_data?.[callKeys[family]] === 1
      return own ? [{ interface: name, family, by: 'bridge' }] : []
    })
  })
}

/** The bridge whose packets come in there; those of a VLAN on it are shown where `tagged` is on alone. */
function bridgeBelow(name: string, links: readonly Link[], tagged: boolean): Link | null {
  const seen = new Set<string>()
  for (let at: string | undefined = name; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const link = links.find(({ ifname }) => ifname === at)
    const kind = link?.linkinfo?.info_kind
    if (link === undefined || (kind === 'vlan' && !tagged)) return null
    if (kind === 'bridge') return link
    at = link.link
  }
  return null
}

export function bridgedSays({ interface: name, family }: Bridged): string {
  return `The kernel shows packets of the bridge at ${name} to rules of ${familyName(family)} before they have arrived (br_netfilter): connections that are taken there hang, and intercepted groups have no web, open ones included.`
}

/** `bridged` holds at least one. */
export function bridgedTodo(bridged: readonly Bridged[]): string {
  const keys = [
    ...new Set(
      bridged.filter(({ by }) => by === 'all').map(({ family }) => `net.bridge.${bridgeKeys[family]} = 0`),
    ),
  ]
  const own = bridged
    .filter(({ by }) => by === 'bridge')
    .map(({ interface: name, family }) => `ip link set ${name} type bridge ${callKeys[family]} 0`)
  return [
    ...(keys.length === 0
      ? []
      : [
          `Put ${keys.join(' and ')} into a file of /etc/sysctl.d, and br_netfilter into one of /etc/modules-load.d, so that the keys are there at a start; then run: modprobe br_netfilter; sysctl --system. Docker and others switch them on again when they start: look then.`,
        ]),
    ...(own.length === 0 ? [] : [`Run: ${own.join('; ')}`]),
  ].join(' ')
}
