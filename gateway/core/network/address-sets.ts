/** The sets of addresses that rules look packets up in, however many addresses there are. */
import type { Scope } from './group-rules.ts'
import { houseRanges } from './house-ranges.ts'
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
  const house = houseRanges()
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
        ...nftSet(`inside/${suffix}`, type, ofFamily(house, family)),
        ...nftSet(`groups/${suffix}`, type, ofFamily(ranges, family)),
        ...nftSet(`resolvers/${suffix}`, type, publicResolvers[family]),
        ...nftSet(`pinned/${suffix}`, type, [...new Set(own.map(({ address }) => address))]),
        ...nftSet(`cards/${suffix}`, `${type} . ether_addr`, own.map(cardOf)),
      ]
    }),
  ]
}

function ofFamily(ranges: readonly AddressRange<string>[], family: Family): string[] {
  return ranges.filter((range) => range.family === family).map(nftRange)
}

function cardOf({ address, hardware }: { address: string; hardware: string }): string {
  return `${address} . ${hardware}`
}
