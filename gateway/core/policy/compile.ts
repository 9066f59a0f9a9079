/** Makes a policy file ready to be asked thousands of times a second. */
import { GatewayError } from '../errors.ts'
import { type AnalysisSettings, type Analyzer, createAnalyzer } from '../pii/analyzer.ts'
import type { EntityType } from '../pii/entity.ts'
import {
  type CompiledTrackers,
  compileTrackers,
  type TrackersInForce,
  type TrackingAtHost,
} from '../trackers/compile.ts'
import type { TrackerChoice } from '../trackers/model.ts'
import type { Catalogue } from './catalogue.ts'
import { compileClients } from './compile-clients.ts'
import { compileDecision, compileRule } from './compile-rule.ts'
import {
  type CompiledCorrections,
  type Correction,
  compileCorrections,
  correctingRules,
} from './corrections.ts'
import { createExchangeIndex, type ExchangeIndex, type IndexedRule, type Sieve } from './exchange-index.ts'
import { expand } from './expand.ts'
import { compileGlob, type GlobMatch } from './glob.ts'
import { createHostIndex, specificity } from './host-index.ts'
import type { Match } from './match-model.ts'
import type { PolicyFile } from './model.ts'
import { findUnknownNames } from './names.ts'
import { compileOwnIdentity, type OwnIdentity, type OwnValues } from './own-identity.ts'
import { remember } from './remember.ts'
import { alwaysReadAt, neverAllowed } from './reviews-model.ts'
import { createWeekClock, weekOf } from './schedule.ts'
import type { ConnectionDecision, ExchangeRule } from './verdict.ts'

/** What a policy file refers to and the configuration knows. Plain data, so that a worker can be sent it and compile anew. */
export interface PolicyContext {
  readonly catalogue: Catalogue
  /** Group name → addresses, CIDR ranges, `user:name`, and network cards, which whoever asks resolves (`clientInRules`). */
  readonly clientGroups: Readonly<Record<string, readonly string[]>>
  /** IANA name. */
  readonly timeZone: string
  readonly ownIdentity: OwnIdentity
  /** What a person said afterwards; it stands before every rule. */
  readonly corrections: readonly Correction[]
  /** What is looked for. */
  readonly analysis: AnalysisSettings
  /** What is done against trackers; absent: nothing. */
  readonly trackers?: TrackersInForce | null
}

/** A policy that is asked through `decide.ts` and `judge.ts`. Its answers depend on its source and the facts alone. */
export interface CompiledPolicy {
  readonly mode: PolicyFile['mode']
  readonly connections: readonly CompiledConnection[]
  readonly exchanges: readonly CompiledExchange[]
  /** Names of the catalogue's groups. */
  readonly groups: ReadonlySet<string>
  readonly own: OwnValues
  readonly analyzer: Analyzer
  readonly corrections: CompiledCorrections
  /** What no answer to a review lets leave as it is. */
  readonly neverAllowed: ReadonlySet<EntityType>
  /** True where no answer to a review lets connections pass unread. */
  isAlwaysRead(host: string): boolean
  /** null where nothing is done against trackers, as in mode `observe`. */
  readonly trackers: CompiledTrackers | null
  hostFacts(host: string): HostFacts
  clientFacts(client: string): ClientFacts
  /** One byte per exchange rule, 1 where the rule's methods fit. */
  methodFacts(method: string): Uint8Array
  /** The same of its media types. */
  typeFacts(contentType: string): Uint8Array
  /** Minute of the office's week, Monday 00:00 = 0. */
  minuteOfWeek(at: number): number
}

/** What of a rule is neither host nor client. Absent parts fit everything. */
export interface Conditions {
  readonly ports: ((port: number) => boolean) | null
  /** One byte per minute of the week. */
  readonly week: Uint8Array | null
}

export interface CompiledConnection extends Conditions {
  readonly decision: ConnectionDecision
  /** True where the rule lets destinations that it names pass: what a list of trackers says of them does not count. */
  readonly outranksLists: boolean
}

export interface CompiledExchange extends Conditions {
  readonly rule: ExchangeRule
  readonly paths: readonly GlobMatch[] | null
}

/**
 * For one host: its group, one byte per connection rule, 1 where the rule's destinations fit, and the exchange rules whose
 * destinations fit.
 */
export interface HostFacts {
  readonly group: string
  readonly connections: Uint8Array
  readonly exchanges: readonly Sieve[]
  /** null as in the policy. */
  readonly tracking: TrackingAtHost | null
}

/** For one client: one byte per rule of each list, 1 where the rule's clients fit. */
export interface ClientFacts {
  readonly connections: Uint8Array
  readonly exchanges: Uint8Array
  /** null as in the policy. */
  readonly trackers: TrackerChoice | null
}

/**
 * Throws GatewayError POLICY_INVALID for what the schema alone cannot see: names of groups and schedules that nothing
 * defines. `source` has passed `policyFileSchema`.
 */
export function compilePolicy(written: PolicyFile, context: PolicyContext): CompiledPolicy {
  const source = corrected(written, context.corrections)
  const unknown = findUnknownNames(source, context)[0]
  if (unknown !== undefined) {
    throw new GatewayError(
      'POLICY_INVALID',
      { rule: unknown.ruleId, name: unknown.name },
      { hint: unknown.hint },
    )
  }
  const destinationsOf = (match: Match | undefined) =>
    expand(match?.destinations, (name) => context.catalogue.groups[name]?.hosts)
  const connectionHosts = createHostIndex(source.connections.map((rule) => destinationsOf(rule.match)))
  const exchangeHosts = createHostIndex(source.exchanges.map((rule) => destinationsOf(rule.match)))
  const groupOf = compileGroups(context.catalogue)
  const connectionClients = compileClients(source.connections, context)
  const exchangeClients = compileClients(source.exchanges, context)
  const weeks = (match: Match | undefined) => compileWeek(match, source)
  const index = indexExchanges(source)
  // In mode `observe` nothing is changed and nothing refused.
  const trackers = source.mode === 'observe' ? null : trackersOf(context)
  return {
    mode: source.mode,
    connections: source.connections.map((rule) => ({
      ports: compilePorts(rule.match?.ports),
      week: weeks(rule.match),
      decision: compileDecision(rule, source.mode),
      outranksLists: rule.action === 'tunnel' && rule.match?.destinations !== undefined,
    })),
    exchanges: source.exchanges.map((rule) => ({
      ports: compilePorts(rule.match?.ports),
      week: weeks(rule.match),
      paths: rule.match?.paths?.map(compileGlob) ?? null,
      rule: compileRule(rule, source.mode, context.catalogue),
    })),
    groups: new Set(Object.keys(context.catalogue.groups)),
    own: compileOwnIdentity(context.ownIdentity),
    analyzer: createAnalyzer(context.analysis),
    corrections: compileCorrections(context.corrections),
    neverAllowed: neverAllowed(source.reviews),
    isAlwaysRead: alwaysReadAt(source.reviews, destinationsOf),
    trackers,
    hostFacts: remember((host) => ({
      group: groupOf(host),
      connections: connectionHosts.hits(host),
      exchanges: [index.everywhere, index.sieveOf(exchangeHosts.hits(host))],
      tracking: trackers?.at(host) ?? null,
    })),
    clientFacts: remember((client) => ({
      connections: connectionClients(client),
      exchanges: exchangeClients(client),
      trackers: trackers?.groupOf(client).choice ?? null,
    })),
    methodFacts: index.methodFacts,
    typeFacts: compileContentTypes(source),
    minuteOfWeek: createWeekClock(context.timeZone),
  }
}

/** null where nothing is done against trackers. What a list says of a destination that somebody allowed by hand does not count. */
export function trackersOf({
  trackers = null,
  corrections,
  clientGroups,
  catalogue,
}: Pick<PolicyContext, 'trackers' | 'corrections' | 'clientGroups' | 'catalogue'>): CompiledTrackers | null {
  if (trackers === null) return null
  const allowed = corrections.flatMap((one) =>
    one.of === 'destination' && one.effect === 'allow' ? one.destination : [],
  )
  return compileTrackers(trackers, {
    clientGroups,
    allowed: expand(allowed, (name) => catalogue.groups[name]?.hosts) ?? [],
  })
}

function indexExchanges({ exchanges }: PolicyFile): ExchangeIndex {
  const rules = exchanges.map(
    ({ match }): IndexedRule => ({
      pathPatterns: match?.paths ?? null,
      methods: match?.methods === undefined ? null : new Set(match.methods),
    }),
  )
  return createExchangeIndex(
    rules,
    Uint8Array.from(exchanges, ({ match }) => (match?.destinations === undefined ? 0 : 1)),
  )
}

function compileContentTypes({ exchanges }: PolicyFile): (contentType: string) => Uint8Array {
  const lists = exchanges.map(({ match }) => match?.contentTypes?.map(compileGlob) ?? null)
  const everything = new Uint8Array(lists.length).fill(1)
  if (lists.every((list) => list === null)) return () => everything
  return remember((contentType) =>
    Uint8Array.from(lists, (list) => (list === null || list.some((fits) => fits(contentType)) ? 1 : 0)),
  )
}

/** With the rules that corrections of destinations are, before its own. */
export function corrected(source: PolicyFile, corrections: readonly Correction[]): PolicyFile {
  if (corrections.length === 0) return source
  const { connections, exchanges } = correctingRules(corrections, neverAllowed(source.reviews))
  return {
    ...source,
    connections: [...connections, ...source.connections],
    exchanges: [...exchanges, ...source.exchanges],
  }
}

/** Bounds of a port or of a range such as `8000-8100`. */
export function portBounds(port: number | string): readonly [number, number] {
  if (typeof port === 'number') return [port, port]
  const [low, high] = port.split('-')
  return [Number(low), Number(high)]
}

/** The group that names a host most exactly; among equals the first of the catalogue. The host itself where none does. */
export function compileGroups(catalogue: Catalogue): (host: string) => string {
  const entries = Object.entries(catalogue.groups).flatMap(([group, { hosts }]) =>
    hosts.map((pattern) => ({ group, pattern, rank: specificity(pattern) })),
  )
  entries.sort((one, other) => other.rank - one.rank)
  const index = createHostIndex(entries.map((entry) => [entry.pattern]))
  return (host) => entries[index.hits(host).indexOf(1)]?.group ?? host
}

function compilePorts(ports: readonly (number | string)[] | undefined): Conditions['ports'] {
  if (ports === undefined) return null
  const bounds = ports.map(portBounds)
  return (port) => bounds.some(([low, high]) => port >= low && port <= high)
}

function compileWeek(match: Match | undefined, source: PolicyFile): Uint8Array | null {
  if (match?.schedule === undefined) return null
  const schedule = typeof match.schedule === 'string' ? source.schedules[match.schedule] : match.schedule
  return schedule === undefined ? new Uint8Array() : weekOf(schedule)
}
