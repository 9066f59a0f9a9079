/** Lays out what a policy does to each type of data at each kind of destination, as a table that a person can read. */
import {
  type DataClass,
  type EntityType,
  entityTypeNames,
  entityTypes,
  type Operator,
} from '../pii/entity.ts'
import { corrected, type PolicyContext } from './compile.ts'
import { compileRule } from './compile-rule.ts'
import { covers, overlaps, type Scope, scopeOf } from './coverage.ts'
import { groupName } from './match-model.ts'
import type { ConnectionRuleSource, PolicyFile } from './model.ts'

/** A rule that some of a destination's traffic comes to. */
export interface Reached {
  ruleId: string
  /** For which share of the destination's hosts it decides whatever the rules before it leave; 0: it depends on the request. */
  share: number
}

export interface MatrixRow {
  /** `group:name`, a host as a rule names it, or `*` for whatever no rule names. */
  destination: string
  /** What the catalogue calls a group. */
  title: string | null
  /** Hosts that the catalogue has for it; 0 for what is no group. */
  hosts: number
  /** In the order in which they are asked. */
  connections: readonly (Reached & { action: ConnectionRuleSource['action'] })[]
  /** Empty where no connection is looked into. */
  exchanges: readonly Reached[]
}

export interface TypeBundle {
  types: readonly EntityType[]
  /** Of all of them; null where they are of several. */
  dataClass: DataClass | null
}

export interface PolicyMatrix {
  /** Types that every rule treats alike; those that may be refused first, the most numerous last. */
  bundles: readonly TypeBundle[]
  /** What each exchange rule does to each bundle, in their order. */
  rules: readonly { id: string; operators: readonly Operator[] }[]
  rows: readonly MatrixRow[]
  /** Named hosts of which no row could be shown as well. */
  more: number
}

/** More than anybody overlooks. */
const maxNamedHosts = 40

/** What no rule names comes last. `source` has passed `policyFileSchema`, and names only what `context` knows. */
export function layOutPolicy(written: PolicyFile, context: PolicyContext): PolicyMatrix {
  const source = corrected(written, context.corrections)
  const scoped = <Rule extends { match?: Parameters<typeof scopeOf>[0] }>(rules: readonly Rule[]) =>
    rules.map((rule) => ({ rule, scope: scopeOf(rule.match, source, context) }))
  const connections = scoped(source.connections)
  const exchanges = scoped(source.exchanges)
  const named = [...source.connections, ...source.exchanges].flatMap(({ match }) => match?.destinations ?? [])
  const hostsOf = (name: string) => context.catalogue.groups[name]?.hosts ?? []
  // Of a group without hosts there is nothing to say; the check names it.
  const groups = [...new Set(named.flatMap((name) => groupName(name) ?? []))].filter(
    (name) => hostsOf(name).length > 0,
  )
  const hosts = [...new Set(named.filter((name) => groupName(name) === null))]

  const rowOf = (destination: string, pieces: readonly string[] | null): MatrixRow => {
    const asked = everyPiece(pieces)
    const through = reachedOf(connections, asked)
    const isRead = through.some(({ rule }) => rule.action === 'intercept')
    const { title = null, hosts: own = [] } = context.catalogue.groups[groupName(destination) ?? ''] ?? {}
    return {
      ...{ destination, title, hosts: own.length },
      connections: through.map(({ rule, share }) => ({ ruleId: rule.id, share, action: rule.action })),
      exchanges: isRead
        ? reachedOf(exchanges, asked).map(({ rule, share }) => ({ ruleId: rule.id, share }))
        : [],
    }
  }
  return {
    ...bundlesOf(source, context),
    rows: [
      ...groups.map((name) => rowOf(`group:${name}`, hostsOf(name))),
      ...hosts.slice(0, maxNamedHosts).map((host) => rowOf(host, [host])),
      rowOf('*', null),
    ],
    more: Math.max(0, hosts.length - maxNamedHosts),
  }
}

interface Scoped<Rule> {
  rule: Rule
  scope: Scope
}

/** null: whatever no rule names. */
function everyPiece(pieces: readonly string[] | null): (Scope | null)[] {
  return pieces === null ? [null] : pieces.map((host) => ({ ...everything, destinations: [host] }))
}

function reachedOf<Rule>(rules: readonly Scoped<Rule>[], pieces: readonly (Scope | null)[]) {
  const reached = new Map<Scoped<Rule>, number>()
  for (const piece of pieces)
    for (const each of rules) {
      if (piece === null ? each.scope.destinations !== null : !overlaps(each.scope, piece)) continue
      const isEnd = covers(each.scope, piece ?? everything)
      reached.set(each, (reached.get(each) ?? 0) + Number(isEnd))
      if (isEnd) break
    }
  return rules.flatMap((each) => {
    const ends = reached.get(each)
    return ends === undefined ? [] : [{ rule: each.rule, share: ends / pieces.length }]
  })
}

function bundlesOf(
  source: PolicyFile,
  { catalogue }: PolicyContext,
): Pick<PolicyMatrix, 'bundles' | 'rules'> {
  const rules = source.exchanges.map((rule) => compileRule(rule, source.mode, catalogue))
  const alike = Map.groupBy(entityTypeNames, (type) => rules.map((rule) => rule.operatorFor(type)).join(' '))
  const bundles = [...alike.values()].sort(
    (one, other) => rank(other, rules) - rank(one, rules) || one.length - other.length,
  )
  return {
    bundles: bundles.map((types) => ({ types, dataClass: classOf(types) })),
    rules: rules.map(({ id, operatorFor }) => ({
      id,
      operators: bundles.map(([type]) => operatorFor(type as EntityType)),
    })),
  }
}

function classOf(types: readonly EntityType[]): DataClass | null {
  const classes = new Set<DataClass>(types.map((type) => entityTypes[type].class))
  return classes.size === 1 ? ([...classes][0] ?? null) : null
}

/** By how many rules it is refused. */
function rank([type]: readonly EntityType[], rules: readonly ReturnType<typeof compileRule>[]): number {
  return type === undefined ? 0 : rules.filter((rule) => rule.operatorFor(type) === 'refuse').length
}

const everything: Scope = {
  destinations: null,
  clients: null,
  ports: null,
  week: null,
  methods: null,
  paths: null,
  contentTypes: null,
}
