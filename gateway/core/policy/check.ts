/** Reads a policy as a careful colleague would, and says what in it can never do what it seems to say. */
import { readHardware } from '../client/hardware.ts'
import { rulesOfNobody } from './check-logins.ts'
import type { PolicyContext } from './compile.ts'
import { covers, hostCovers, overlaps, type Scope, type ScopeContext, scopeOf } from './coverage.ts'
import { namesEchoOnly, tokenizes } from './echo.ts'
import { groupName, type Match } from './match-model.ts'
import type { PolicyFile } from './model.ts'
import { findUnknownNames } from './names.ts'

export interface PolicyProblem {
  code:
    | 'unknown-name'
    | 'empty-group'
    | 'missing-default'
    | 'shadowed'
    | 'not-intercepted'
    | 'excluded-name-intercepted'
    | 'tokens-not-understood'
    | 'nobody-logs-in'
  /** With an error the policy does not do its job; with a warning it does, but a rule is idle. */
  severity: 'error' | 'warning'
  list: 'connections' | 'exchanges'
  /** null where the whole list is meant. */
  ruleId: string | null
  message: string
  hint: string
}

export interface CheckContext extends ScopeContext {
  /** Names that the interception authority may not impersonate: each covers the name and everything below it. */
  readonly excludedNames?: readonly string[]
  /** False where logins at the proxy count for nothing. */
  readonly logins?: boolean
}

/** All problems, errors first. Two rules are compared by what they surely cover, so no problem is reported on suspicion. */
export function checkPolicy(policy: PolicyFile, context: CheckContext): PolicyProblem[] {
  const connections = policy.connections.map((rule) => ({
    ...rule,
    scope: scopeOf(rule.match, policy, context),
  }))
  const exchanges = policy.exchanges.map((rule) => ({ ...rule, scope: scopeOf(rule.match, policy, context) }))
  const problems = [
    ...unknownNames(policy, context),
    ...emptyGroups('connections', connections, context),
    ...emptyGroups('exchanges', exchanges, context),
    ...missingDefault('connections', connections),
    ...missingDefault('exchanges', exchanges),
    ...shadowed('connections', connections),
    ...shadowed('exchanges', exchanges),
    ...notIntercepted(connections, exchanges),
    ...tokensNotUnderstood(policy, context),
    ...excludedNames(connections, context.excludedNames ?? []),
    ...(context.logins === false ? rulesOfNobody(policy, context) : []),
  ]
  return problems.sort((one, other) => Number(other.severity === 'error') - Number(one.severity === 'error'))
}

type ListName = PolicyProblem['list']

interface ScopedRule {
  id: string
  match?: Match | undefined
  scope: Scope
}

interface ScopedConnection extends ScopedRule {
  action: PolicyFile['connections'][number]['action']
}

function unknownNames(policy: PolicyFile, context: PolicyContext): PolicyProblem[] {
  const connectionIds = new Set(policy.connections.map((rule) => rule.id))
  return findUnknownNames(policy, context).map(({ ruleId, name, hint }) => ({
    code: 'unknown-name',
    severity: 'error',
    list: connectionIds.has(ruleId) ? 'connections' : 'exchanges',
    ruleId,
    message: `Rule "${ruleId}" names "${name}", which nothing defines.`,
    hint,
  }))
}

function emptyGroups(list: ListName, rules: readonly ScopedRule[], context: CheckContext): PolicyProblem[] {
  return rules.flatMap((rule) => {
    const destinations = (rule.match?.destinations ?? []).map(groupName)
    const clients = (rule.match?.clients ?? []).map(groupName)
    const empty = [
      ...destinations.filter((name) => name !== null && context.catalogue.groups[name]?.hosts.length === 0),
      ...clients.filter((name) => name !== null && hasNobody(name, context)),
    ]
    return empty.map((name) => ({
      code: 'empty-group' as const,
      severity: 'warning' as const,
      list,
      ruleId: rule.id,
      message: `Rule "${rule.id}" is about group "${name}", and nothing is in it.`,
      hint: `Put something into "${name}", or take it out of the rule.`,
    }))
  })
}

/** Where machines are watched, they may be put into any group. Where they are not, their cards say nothing. */
function hasNobody(group: string, { clientGroups, machines }: CheckContext): boolean {
  const members = clientGroups[group]
  return machines !== true && members?.every((member) => readHardware(member) !== null) === true
}

function missingDefault(list: ListName, rules: readonly ScopedRule[]): PolicyProblem[] {
  const last = rules.at(-1)
  if (last !== undefined && isEverything(last.scope)) return []
  const example =
    list === 'connections' ? '{ id: default, action: intercept }' : '{ id: default, entities: { "*": keep } }'
  return [
    {
      code: 'missing-default',
      severity: 'error',
      list,
      ruleId: null,
      message: `The list of ${list} does not end in a default, so what no rule fits is refused.`,
      hint: `Add a last rule without a match, such as ${example}.`,
    },
  ]
}

/** A rule is idle where each of its destinations is surely taken by a rule before it. */
function shadowed(list: ListName, rules: readonly ScopedRule[]): PolicyProblem[] {
  return rules.flatMap((rule, index) => {
    const earlier = rules.slice(0, index)
    const takers = piecesOf(rule.scope).map((piece) => earlier.find((before) => covers(before.scope, piece)))
    if (takers.length === 0 || takers.some((taker) => taker === undefined)) return []
    const names = [...new Set(takers.map((taker) => `"${taker?.id}"`))].join(', ')
    return [
      {
        code: 'shadowed' as const,
        severity: 'warning' as const,
        list,
        ruleId: rule.id,
        message: `Rule "${rule.id}" never decides anything: ${names} always fits first.`,
        hint: `Move "${rule.id}" before ${names}, or delete it.`,
      },
    ]
  })
}

function notIntercepted(
  connections: readonly ScopedConnection[],
  exchanges: readonly ScopedRule[],
): PolicyProblem[] {
  return exchanges
    .filter((rule) => piecesOf(rule.scope).length > 0 && interceptsOf(connections, rule.scope).length === 0)
    .map((rule) => ({
      code: 'not-intercepted',
      severity: 'error',
      list: 'exchanges',
      ruleId: rule.id,
      message: `Rule "${rule.id}" is never asked: no connection to its destinations is intercepted.`,
      hint: 'Add a connection rule with action "intercept" for them, before the rule that tunnels or refuses them.',
    }))
}

/** A vendor who must act on a value (deliver, charge, pay) cannot do so with a token. */
function tokensNotUnderstood(policy: PolicyFile, { catalogue }: PolicyContext): PolicyProblem[] {
  return policy.exchanges
    .filter((rule) => tokenizes(rule) && !namesEchoOnly(rule.match, catalogue))
    .map((rule) => ({
      code: 'tokens-not-understood' as const,
      severity: 'warning' as const,
      list: 'exchanges' as const,
      ruleId: rule.id,
      message: `Rule "${rule.id}" makes tokens for destinations that may have to act on the value, which they cannot.`,
      hint: 'Name groups of kind "echo" alone (AI assistants), or mask, drop or keep the value instead.',
    }))
}

function excludedNames(connections: readonly ScopedConnection[], names: readonly string[]): PolicyProblem[] {
  return names.flatMap((name) => {
    const bare = name.replace(/^\*?\./, '').toLowerCase()
    const below = `*.${bare}`
    return interceptsOf(connections, { ...everything, destinations: [bare, below] }).map((rule) => {
      const isNamed = (rule.scope.destinations ?? []).some((host) => host === bare || hostCovers(below, host))
      return {
        code: 'excluded-name-intercepted' as const,
        severity: 'error' as const,
        list: 'connections' as const,
        ruleId: rule.id,
        message: `Rule "${rule.id}" intercepts "${bare}", which the interception authority may not impersonate: such connections fail.`,
        hint: isNamed
          ? `Take "${bare}" out of rule "${rule.id}", or out of the excluded names.`
          : `Add a rule with action "tunnel" for "${bare}" and "${below}" before "${rule.id}".`,
      }
    })
  })
}

/** The intercepting rules that some of the scope reaches, before other rules have wholly taken it. */
function interceptsOf(connections: readonly ScopedConnection[], scope: Scope): ScopedConnection[] {
  const reached = new Set<ScopedConnection>()
  for (const piece of piecesOf(scope).map(connectionPart)) {
    for (const rule of connections) {
      if (!overlaps(rule.scope, piece)) continue
      if (rule.action === 'intercept') reached.add(rule)
      if (covers(rule.scope, piece)) break
    }
  }
  return connections.filter((rule) => reached.has(rule))
}

/** One piece per destination, so that several rules before can cover a rule together. */
function piecesOf(scope: Scope): Scope[] {
  if (scope.destinations === null) return [scope]
  return scope.destinations.map((destination) => ({ ...scope, destinations: [destination] }))
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

function connectionPart(scope: Scope): Scope {
  return { ...scope, methods: null, paths: null, contentTypes: null }
}

function isEverything(scope: Scope): boolean {
  return covers(scope, everything)
}
