/** Says what the network part is set to do: for each group in words, and for each line of what is not web. */
import type { GroupChoice, NetworkSettings, Way } from './model.ts'
import { type ProtocolLine, portsInWords, protocolLines, protocols } from './protocols.ts'
import { type DownFacts, type GroupWhileDown, whileDown } from './while-down.ts'
import { consequenceOf } from './words.ts'

export interface NetworkOverview {
  /** null: the network part is switched off. */
  way: Way | null
  interfaces: readonly string[]
  /** Everybody else last, without a name. */
  groups: readonly (GroupChoice & { name: string | null; says: string })[]
  /** Of every group, also where the network part is off. Without power of the box itself nobody behind it has anything. */
  whileDown: readonly GroupWhileDown[]
}

export function networkOverview({
  settings,
  ...facts
}: DownFacts & { settings: NetworkSettings | null }): NetworkOverview {
  const fates = whileDown({ settings, ...facts })
  if (settings === null) return { way: null, interfaces: [], groups: [], whileDown: fates }
  const { way, interfaces, groups, others } = settings
  const all = [...groups, { ...others, name: null }]
  return {
    ...{ way, interfaces, whileDown: fates },
    groups: all.map(({ name, web, whenDown, refuse }) => {
      const choice = { web, whenDown, refuse }
      return { name, ...choice, says: consequenceOf(choice) }
    }),
  }
}

/** One line of what is not web. */
export interface ProtocolRow {
  line: ProtocolLine
  title: string
  ports: string
  byDefault: string
  note: string
}

export function protocolRows(): ProtocolRow[] {
  return protocolLines.map((line) => ({
    line,
    title: protocols[line].title,
    ports: portsInWords(line),
    byDefault:
      line === 'quic' ? 'refused where web is intercepted, else allowed and counted' : 'allowed and counted',
    note: protocols[line].note,
  }))
}
