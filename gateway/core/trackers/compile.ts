/** Makes what an office does against trackers ready to be asked for each client and each host. */
import { compileClients } from '../policy/compile-clients.ts'
import { createHostIndex } from '../policy/host-index.ts'
import type { ConnectionDecision } from '../policy/verdict.ts'
import { createHostLookup, type HostTable } from './host-table.ts'
import type { TrackerChoice, TrackerSettings } from './model.ts'
import { createParameterFilter, type ParameterFilter } from './parameters.ts'

/** The hosts of all lists, and the lists' names in their order. */
export interface TrackerLists {
  readonly names: readonly string[]
  readonly table: HostTable
}

export interface TrackersInForce {
  readonly settings: TrackerSettings
  readonly lists: TrackerLists
}

/** What the lists say of a host. */
export interface ListedName {
  list: string
  /** The host or a parent of it, as it stands in the list. */
  entry: string
  /** True where the list says that it is not to be refused. */
  exception: boolean
}

/** What may be done with one host; who wants it is another question. */
export interface TrackingAtHost {
  /** Where nothing is done at all. */
  readonly isExcepted: boolean
  /** Where somebody allowed it by hand. */
  readonly isAllowed: boolean
  readonly listed: ListedName | null
  /** null where none of these keeps anybody from it. */
  readonly refusal: ConnectionDecision | null
  readonly clean: ParameterFilter
}

/** A group of clients, and what it chose; `name` null: everybody else. */
export interface TrackerGroup {
  name: string | null
  choice: TrackerChoice
}

export interface CompiledTrackers {
  groupOf(client: string): TrackerGroup
  at(host: string): TrackingAtHost
}

/** What is done with the requests of one client to one host. */
export interface Tracking {
  /** Adds `Sec-GPC: 1` (w3c.github.io/gpc). */
  gpc: boolean
  /** null where URLs stay as they are. */
  clean: ParameterFilter | null
}

interface Context {
  clientGroups: Readonly<Record<string, readonly string[]>>
  /** Patterns of hosts that somebody allowed by hand. */
  allowed: readonly string[]
}

export function compileTrackers({ settings, lists }: TrackersInForce, context: Context): CompiledTrackers {
  const { groups, others, except, parameters } = settings
  const clients = compileClients(
    groups.map((group) => ({ match: { clients: [...group.clients] } })),
    context,
  )
  const lookUp = createHostLookup(lists.table)
  const refusals = lists.names.map(
    (list): ConnectionDecision => ({ action: 'refuse', ruleId: `list:${list}`, observed: false, list }),
  )
  const spared = createHostIndex([except, context.allowed])
  const cleanAt = filtersOf(parameters)
  const rest: TrackerGroup = { name: null, choice: others }
  return {
    groupOf: (client) => groups[clients(client).indexOf(1)] ?? rest,
    at(host) {
      const [excepted, allowed] = spared.hits(host)
      const found = lookUp(host)
      const listed = found === null ? null : { ...found, list: lists.names[found.list] ?? '' }
      const isRefused = found?.exception === false && excepted !== 1 && allowed !== 1
      return {
        isExcepted: excepted === 1,
        isAllowed: allowed === 1,
        listed,
        refusal: isRefused ? (refusals[found.list] ?? null) : null,
        clean: cleanAt(host),
      }
    },
  }
}

interface Answers {
  trackers: unknown
  clientFacts(client: string): { trackers: TrackerChoice | null }
  hostFacts(host: string): { tracking: TrackingAtHost | null }
}

/** null where nothing is done. Asked of each request: what it costs where all is off is one look. */
export function trackingOf(policy: Answers, client: string, host: string): Tracking | null {
  if (policy.trackers === null) return null
  const choice = policy.clientFacts(client).trackers
  const there = policy.hostFacts(host).tracking
  if (choice === null || there === null || there.isExcepted) return null
  return { gpc: choice.gpc, clean: choice.parameters ? there.clean : null }
}

/** One filter for all hosts where the same exceptions hold. */
function filtersOf({ names, untouched, exceptions }: TrackerSettings['parameters']) {
  const places = createHostIndex(exceptions.map(({ hosts }) => hosts))
  const made = new Map<string, ParameterFilter>()
  return (host: string): ParameterFilter => {
    const hits = places.hits(host)
    const key = hits.join('')
    const known = made.get(key)
    if (known !== undefined) return known
    const keep = exceptions.flatMap((exception, index) => (hits[index] === 1 ? exception.keep : []))
    const filter = createParameterFilter({ names, untouched, keep })
    made.set(key, filter)
    return filter
  }
}
