/** Asks the policy: what is done with this connection, and which rule is this request's. */
import type { CompiledPolicy, Conditions } from './compile.ts'
import { firstOf } from './exchange-index.ts'
import type { ConnectionDecision, ConnectionFacts, ExchangeFacts, ExchangeRule } from './verdict.ts'

/** What a list without a default falls back to: what no rule allows does not leave. */
export const missingDefaultId = 'no-default'

/** The action of the first connection rule that fits, or the tunnel that a person asked for instead of interception. */
export function decideConnection(policy: CompiledPolicy, facts: ConnectionFacts): ConnectionDecision {
  return withTunnels(policy, facts, ruledConnection(policy, facts))
}

/** The action of the first connection rule that fits. */
export function ruledConnection(policy: CompiledPolicy, facts: ConnectionFacts): ConnectionDecision {
  const hosts = policy.hostFacts(facts.host).connections
  const clients = policy.clientFacts(facts.client).connections
  for (let index = 0; index < policy.connections.length; index += 1) {
    const rule = policy.connections[index]
    if (rule === undefined || hosts[index] === 0 || clients[index] === 0) continue
    if (!conditionsFit(policy, rule, facts)) continue
    return policy.trackers === null || rule.outranksLists
      ? rule.decision
      : unlessListed(policy, rule.decision, facts)
  }
  return policy.mode === 'observe'
    ? { action: 'tunnel', ruleId: missingDefaultId, observed: true }
    : { action: 'refuse', ruleId: missingDefaultId, observed: false }
}

/** What would be looked into passes unread where a person said so of this client and host; what is refused stays refused. */
export function withTunnels(
  { corrections }: Pick<CompiledPolicy, 'corrections'>,
  { client, host }: Pick<ConnectionFacts, 'client' | 'host'>,
  decision: ConnectionDecision,
): ConnectionDecision {
  const id = decision.action === 'intercept' ? corrections.tunnelOf(client, host) : null
  return id === null ? decision : { action: 'tunnel', ruleId: `allowed-${id}`, observed: false }
}

/** What a rule lets pass without naming it may stand in a list of trackers. */
function unlessListed(
  policy: CompiledPolicy,
  decision: ConnectionDecision,
  { client, host }: ConnectionFacts,
): ConnectionDecision {
  if (decision.action === 'refuse' || policy.clientFacts(client).trackers?.block !== true) return decision
  return policy.hostFacts(host).tracking?.refusal ?? decision
}

/** Why a decision refuses, for the journal and the client. */
export function reasonToRefuse({ list }: ConnectionDecision): 'connection-rule' | 'tracker-list' {
  return list === undefined ? 'connection-rule' : 'tracker-list'
}

/** The first exchange rule that fits. */
export function decideExchange(policy: CompiledPolicy, facts: ExchangeFacts): ExchangeRule {
  const path = normalizePath(facts.path)
  const first = firstOf(policy.hostFacts(facts.host).exchanges, {
    path,
    clients: policy.clientFacts(facts.client).exchanges,
    methods: policy.methodFacts(facts.method),
    types: policy.typeFacts(facts.contentType),
    fits(number) {
      const candidate = policy.exchanges[number]
      if (candidate === undefined || !conditionsFit(policy, candidate, facts)) return false
      return candidate.paths === null || candidate.paths.some((fits) => fits(path))
    },
  })
  const found = policy.exchanges[first]
  if (found !== undefined) return found.rule
  return policy.mode === 'observe' ? { ...refuseAll, ...observeAll } : refuseAll
}

/** The catalogue's group of a host, or the host itself where it is in none. */
export function destinationGroup(policy: CompiledPolicy, host: string): string {
  return policy.hostFacts(host).group
}

/**
 * The form of a path that rules are compared with, so that another spelling of the same path cannot step around one:
 * RFC 3986 §6.2.2 (needless escapes undone, dot segments removed), and runs of slashes as one.
 */
export function normalizePath(path: string): string {
  if (!path.includes('%') && !path.includes('/.') && !path.includes('//')) return path
  const unescaped = path.replaceAll(/%[0-9a-f]{2}/gi, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : triplet.toUpperCase()
  })
  const kept: string[] = []
  const segments = unescaped.split('/')
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1
    if (segment === '..') kept.pop()
    if (segment !== '' && segment !== '.' && segment !== '..') kept.push(segment)
    else if (last) kept.push('')
  })
  return `/${kept.join('/')}`
}

function conditionsFit(policy: CompiledPolicy, rule: Conditions, facts: ConnectionFacts): boolean {
  if (rule.ports !== null && !rule.ports(facts.port)) return false
  return rule.week === null || rule.week[policy.minuteOfWeek(facts.at)] === 1
}

const refuseAll: ExchangeRule = {
  id: missingDefaultId,
  purpose: null,
  operatorFor: () => 'refuse',
  fields: { drop: [], keep: [] },
  fieldOrder: () => 'scan',
  namesFields: false,
  files: { metadata: 'keep', base64Depth: 0 },
  onFailure: 'refuse',
  onOpaque: 'refuse',
  onSigned: 'refuse',
  onLarge: 'refuse',
  maxPersons: null,
  minScore: 0,
  restore: false,
  needsKeys: false,
  via: false,
  written: { onFailure: 'refuse', onOpaque: 'refuse', onSigned: 'refuse', onLarge: 'refuse' },
}

const observeAll = { onFailure: 'pass', onOpaque: 'pass', onSigned: 'pass', onLarge: 'stream' } as const
