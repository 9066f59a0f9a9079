/** The sets of addresses that rules look packets up in, however many addresses there are. */
import type { Scope } from './group-rules.ts'
import type { NetworkSettings } from './model.ts'
import {
  families,
  familyWords,
  nftAddress,
  nftHardware,
  nftInterface,
  nftName,
  nftRange,
  nftSet,
} from './nft-words.ts'
import { publicResolvers } from './public-resolvers.ts'
import { type AddressRange, disjointRanges, type Family } from './ranges.ts'

/** RFC 6890 and its registries: what is in the house, on this box or nowhere. */
const notInternet = {
  ipv4: [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
    ...['172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/4'],
  ],
  ipv6: ['::/96', '::ffff:0:0/96', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
} as const

/** Scopes in the order of the settings, everybody else last, and the sets that their rules name. */
export function addressSets(settings: NetworkSettings): { scopes: Scope[]; sets: string[] } {
  const ranges = disjointRanges(
    settings.groups.flatMap(({ name, networks }) => networks.map((network) => ({ network, owner: name }))),
  )
  const scopes = settings.groups.map(({ name, web, whenDown, refuse }): Scope => {
    const key = `group/${nftName(name)}`
    const has = (family: Family) => ranges.some((range) => range.owner === name && range.family === family)
    const sets = Object.fromEntries(
      families.filter(has).map((family) => [family, `${key}/${familyWords[family].suffix}`]),
    )
    return { key, web, whenDown, refuse, sets }
  })
  return {
    scopes: [...scopes, { key: 'others', ...settings.others, sets: null }],
    sets: [...commonSets(settings, ranges), ...setsOfGroups(ranges)],
  }
}

function setsOfGroups(ranges: readonly AddressRange<string>[]): string[] {
  const byGroup = Map.groupBy(
    ranges,
    ({ owner, family }) => `group/${nftName(owner)}/${familyWords[family].suffix}`,
  )
  return [...byGroup].flatMap(([name, some]) =>
    nftSet(name, familyWords[some[0]?.family ?? 'ipv4'].type, some.map(nftRange)),
  )
}

function commonSets(
  { interfaces, machines }: NetworkSettings,
  ranges: readonly AddressRange<string>[],
): string[] {
  const pinned = machines.map(({ address, hardware }) => ({
    family: address.includes(':') ? 'ipv6' : 'ipv4',
    address: nftAddress(address),
    hardware: nftHardware(hardware),
  }))
  return [
    ...nftSet('clients', 'ifname', interfaces.map(nftInterface)),
    ...families.flatMap((family) => {
      const { type, suffix } = familyWords[family]
      const own = pinned.filter((one) => one.family === family)
      return [
        ...nftSet(`inside/${suffix}`, type, notInternet[family]),
        ...nftSet(`groups/${suffix}`, type, ranges.filter((range) => range.family === family).map(nftRange)),
        ...nftSet(`resolvers/${suffix}`, type, publicResolvers[family]),
        ...nftSet(`pinned/${suffix}`, type, [...new Set(own.map(({ address }) => address))]),
        ...nftSet(`cards/${suffix}`, `${type} . ether_addr`, own.map(cardOf)),
      ]
    }),
  ]
}

function cardOf({ address, hardware }: { address: string; hardware: string }): string {
  return `${address} . ${hardware}`
}
