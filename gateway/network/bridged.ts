/** Looks whether the kernel shows packets of a clients' bridge to our rules before they have arrived. No right is needed for it. */
import {
  type Bridged,
  bridgedInterfaces,
  bridgeKeys,
  linksAnswer,
  taggedKey,
} from '../core/network/bridged.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { readWord } from './look.ts'
import type { Tools } from './tools.ts'

export async function lookForBridges(
  tools: Pick<Tools, 'ip'>,
  settings: NetworkSettings,
): Promise<Bridged[]> {
  // Without the module there is no such folder, and nothing to ask.
  if (isOn(bridgeKeys.ipv4) === null) return []
  const printed = await tools.ip('-j', '-d', 'link', 'show')
  if (printed === null) return []
  const links = linksAnswer.parse(JSON.parse(printed) as unknown)
  const all = { ipv4: isOn(bridgeKeys.ipv4) === true, ipv6: isOn(bridgeKeys.ipv6) === true }
  return bridgedInterfaces(settings, links, { all, tagged: isOn(taggedKey) === true })
}

/** null: there is no such key. */
function isOn(key: string): boolean | null {
  const word = readWord(`/proc/sys/net/bridge/${key}`)
  return word === null ? null : word !== '0'
}
