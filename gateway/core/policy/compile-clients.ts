/** Makes the clients of rules ready: addresses, networks, groups, users and devices. */
import { isDeviceClient, isUserClient, readClient } from '../login/client-name.ts'
import { inRanges, parseRange } from '../net/address.ts'
import type { PolicyContext } from './compile.ts'
import { expand } from './expand.ts'
import { groupName, type Match } from './match-model.ts'

/** One byte per rule, 1 where its clients fit whoever asks, as `clientInRules` names it. */
export function compileClients(
  rules: readonly { match?: Pick<Match, 'clients'> | undefined }[],
  context: Pick<PolicyContext, 'clientGroups'>,
): (client: string) => Uint8Array {
  const lists = rules.map((rule) => {
    const named = expand(rule.match?.clients, (name) => context.clientGroups[name])
    if (named === null) return null
    const ranges = named.map(parseRange).filter((range) => range !== null)
    const groups = new Set(rule.match?.clients?.map(groupName))
    const names = named.filter((one) => isUserClient(one) || isDeviceClient(one))
    return { ranges, groups, names: new Set(names) }
  })
  return (client) => {
    const { user, device, address, groups } = readClient(client)
    return Uint8Array.from(lists, (list) => {
      if (list === null) return 1
      if ([user, device].some((name) => name !== null && list.names.has(name))) return 1
      if (groups.some((group) => list.groups.has(group))) return 1
      return address !== null && inRanges(address, list.ranges) ? 1 : 0
    })
  }
}
