/** Sums up what each client sent where, from a page of the journal. */
import type { Exchange } from '../../api/types.ts'
import { clientLabel } from '../../parts/labels.ts'

export interface ClientTraffic {
  client: string
  /** What it is called; the client itself where it has no name. */
  label: string
  exchanges: number
  cleaned: number
  stopped: number
  lastAt: number
  /** The most frequent first, three at most. */
  destinations: readonly string[]
}

/** The busiest first. */
export function trafficOf(records: readonly Exchange[], names: ReadonlyMap<string, string>): ClientTraffic[] {
  const byClient = Map.groupBy(records, ({ client }) => client)
  return [...byClient]
    .map(([client, own]) => {
      const hosts = Map.groupBy(own, ({ destination }) => destination)
      hosts.delete('')
      return {
        client,
        label: clientLabel(own[0] as Exchange, names),
        exchanges: own.length,
        cleaned: own.filter(({ action }) => action === 'transform').length,
        stopped: own.filter(({ action }) => action === 'refuse' || action === 'refused-midstream').length,
        lastAt: Math.max(...own.map(({ at }) => at)),
        destinations: [...hosts]
          .sort(([, a], [, b]) => b.length - a.length)
          .slice(0, 3)
          .map(([host]) => host),
      }
    })
    .sort((a, b) => b.exchanges - a.exchanges)
}
