/** Says what becomes of one client's web traffic while the gateway is down: by the group that its address is in. */
import type { DownChoice } from './model.ts'
import { spanOf } from './ranges.ts'

export interface DownChoices {
  groups: readonly { networks: readonly string[]; whenDown: DownChoice }[]
  /** Clients in no group. */
  others: DownChoice
}

/** Where networks overlap, the narrower one decides, as in the rules of the network. An address that is none is nobody's. */
export function whenDownFor(address: string, { groups, others }: DownChoices): DownChoice {
  const client = clientSpan(address)
  if (client === null) return 'closed'
  let narrowest: { size: bigint; whenDown: DownChoice } | null = null
  for (const { networks, whenDown } of groups) {
    for (const network of networks) {
      const { family, first, last } = spanOf(network)
      if (family !== client.family || client.first < first || client.first > last) continue
      if (narrowest === null || last - first < narrowest.size) narrowest = { size: last - first, whenDown }
    }
  }
  return narrowest?.whenDown ?? others
}

function clientSpan(address: string): ReturnType<typeof spanOf> | null {
  try {
    return spanOf(address)
  } catch {
    return null
  }
}
