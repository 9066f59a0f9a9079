/** Says whether the proxy and its pages are for a client at all. */
import type { Config } from '../../config/schema.ts'
import { inRanges, parseRange } from '../core/net/address.ts'

/** `client`: an address in its one spelling. */
export function isServed(client: string, { proxy }: Pick<Config, 'proxy'>): boolean {
  const served = proxy.clients.map(parseRange).filter((range) => range !== null)
  return inRanges(client, served)
}
