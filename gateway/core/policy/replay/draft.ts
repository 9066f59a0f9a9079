/** Makes a policy ready to be asked about recorded exchanges, of which not everything is known that its rules ask for. */
import { readClient } from '../../login/client-name.ts'
import { type CompiledPolicy, compilePolicy, corrected, type PolicyContext } from '../compile.ts'
import { type Scope, scopeOf } from '../coverage.ts'
import { decideExchange, ruledConnection, withTunnels } from '../decide.ts'
import type { PolicyFile } from '../model.ts'
import type { ConnectionDecision, ConnectionFacts, ExchangeFacts, ExchangeRule } from '../verdict.ts'
import { templateFits } from './template-fit.ts'
import type { Unknown } from './unknown.ts'

/** All that may be the answer, in the order of the policy; one where it is known. */
export interface Possible<Answer> {
  answers: readonly Answer[]
  /** What would have to be known to tell them apart; null where there is one. */
  why: Unknown | null
}

/** A request as the journal tells of it: `path` is a template, and its content type is not known. */
export type RecordedFacts = Omit<ExchangeFacts, 'contentType'>

export interface Draft {
  readonly policy: CompiledPolicy
  readonly holdBytes: number
  connections(facts: ConnectionFacts): Possible<ConnectionDecision>
  exchanges(facts: RecordedFacts): Possible<ExchangeRule>
}

/**
 * Lists of trackers are the configuration's, not the draft's, and are not asked again. Throws POLICY_INVALID as
 * `compilePolicy` does.
 */
export function prepareDraft(source: PolicyFile, context: PolicyContext, holdBytes: number): Draft {
  const policy = compilePolicy(source, { ...context, trackers: null })
  const whole = corrected(source, context.corrections)
  const scopesOf = (rules: readonly { match?: Parameters<typeof scopeOf>[0] }[]) =>
    rules.map((rule) => scopeOf(rule.match, whole, context))
  const connections = scopesOf(whole.connections)
  const exchanges = scopesOf(whole.exchanges)
  const askConnections = remembering(connectionsOf(policy, connections))
  const askExchanges = remembering(exchangesOf(policy, exchanges))
  const isTimed = [...connections, ...exchanges].some(({ week }) => week !== null)
  const timeOf = (at: number) => (isTimed ? policy.minuteOfWeek(at) : 0)
  return {
    policy,
    holdBytes,
    connections: (facts) =>
      askConnections(`${facts.client} ${facts.host} ${facts.port} ${timeOf(facts.at)}`, facts),
    exchanges(facts) {
      const { client, host, port, method, path } = facts
      return askExchanges(`${client} ${host} ${port} ${timeOf(facts.at)} ${method} ${path}`, facts)
    },
  }
}

type Vector = Uint8Array<ArrayBuffer>
/** For each rule whether what is not known fits it: 0 no, 1 yes, 2 perhaps. */
const perhaps = 2

/** Whoever logged in, or showed a certificate, is known by that alone: rules about addresses may fit. */
function clientsOf(policy: CompiledPolicy, scopes: readonly Scope[], list: 'connections' | 'exchanges') {
  const namesAddress = scopes.map(({ clients }) => clients?.some((one) => typeof one !== 'string') ?? false)
  return (client: string): Vector => {
    const fits = Uint8Array.from(policy.clientFacts(client)[list])
    if (readClient(client).address !== null) return fits
    return fits.map((fit, rule) => (fit === 0 && namesAddress[rule] === true ? perhaps : fit))
  }
}

function connectionsOf(policy: CompiledPolicy, scopes: readonly Scope[]) {
  const clients = clientsOf(policy, scopes, 'connections')
  const everywhere = new Uint8Array(policy.exchanges.length).fill(1)
  return (facts: ConnectionFacts): Possible<ConnectionDecision> => {
    const fits = clients(facts.client)
    const open = opened(fits)
    const view = {
      ...policy,
      clientFacts: () => ({ connections: open, exchanges: everywhere, trackers: null }),
    }
    const answers: ConnectionDecision[] = []
    while (true) {
      const decision = ruledConnection(view, facts)
      answers.push(...tunnelled(policy, facts, decision))
      const rule = policy.connections.findIndex((one) => one.decision === decision)
      if (rule === -1 || fits[rule] !== perhaps) break
      open[rule] = 0
    }
    return { answers, why: answers.length > 1 ? 'client-address' : null }
  }
}

/** Whoever logged in, or showed a certificate, may have done so at an address whose connections pass unread. */
function tunnelled(
  policy: CompiledPolicy,
  facts: ConnectionFacts,
  decision: ConnectionDecision,
): ConnectionDecision[] {
  const corrected = withTunnels(policy, facts, decision)
  const isOpen = corrected.action === 'intercept' && readClient(facts.client).address === null
  const perhapsTunnel = isOpen ? policy.corrections.tunnelAtAddress(facts.host) : null
  if (perhapsTunnel === null) return [corrected]
  return [corrected, { action: 'tunnel', ruleId: `allowed-${perhapsTunnel}`, observed: false }]
}

/** The same list of rules, in which what is not known is answered by `open` alone. */
function exchangesOf(policy: CompiledPolicy, scopes: readonly Scope[]) {
  const clients = clientsOf(policy, scopes, 'exchanges')
  const everybody = new Uint8Array(policy.exchanges.length).fill(1)
  const anyPath = policy.exchanges.map((exchange) => ({ ...exchange, paths: null }))
  const numbers = new Map(policy.exchanges.map(({ rule }, number) => [rule, number]))
  const allOf = remembering((host: string) => {
    const facts = policy.hostFacts(host)
    const chosen = facts.exchanges.flatMap(({ always, byKey }) => [...always, ...[...byKey.values()].flat()])
    const always = [...new Set(chosen)].sort((one, other) => one - other)
    return { ...facts, exchanges: [{ always, byKey: new Map<string, number[]>(), beginnings: [] }] }
  })
  return (facts: RecordedFacts): Possible<ExchangeRule> => {
    const fits = clients(facts.client)
    const whys: (Unknown | null)[] = scopes.map((_, rule) =>
      fits[rule] === perhaps ? 'client-address' : null,
    )
    for (const [rule, scope] of scopes.entries()) {
      if (fits[rule] === 0) continue
      const path = pathFit(scope, facts.path)
      if (path === 'no') fits[rule] = 0
      else if (path === 'perhaps' || scope.contentTypes !== null) {
        fits[rule] = perhaps
        whys[rule] ??= path === 'perhaps' ? 'path' : 'content-type'
      }
    }
    const open = opened(fits)
    const view = {
      ...policy,
      exchanges: anyPath,
      hostFacts: (host: string) => allOf(host, host),
      clientFacts: () => ({ connections: everybody, exchanges: everybody, trackers: null }),
      typeFacts: () => open,
    }
    const answers: ExchangeRule[] = []
    let why: Unknown | null = null
    while (true) {
      const rule = decideExchange(view, { ...facts, contentType: '' })
      answers.push(rule)
      const number = numbers.get(rule)
      if (number === undefined || fits[number] !== perhaps) break
      why ??= whys[number] ?? null
      open[number] = 0
    }
    return { answers, why }
  }
}

function pathFit({ paths }: Scope, template: string): 'yes' | 'no' | 'perhaps' {
  if (paths === null) return 'yes'
  const fits = paths.map((pattern) => templateFits(pattern, template))
  return fits.includes('yes') ? 'yes' : fits.includes('perhaps') ? 'perhaps' : 'no'
}

function opened(fits: Vector): Vector {
  return fits.map((fit) => (fit === 0 ? 0 : 1))
}

/** An office asks the same few thousand things again and again; a month of a large one must not fill the memory. */
const maxRemembered = 5000

function remembering<Question, Answer>(ask: (question: Question) => Answer) {
  const known = new Map<string, Answer>()
  return (name: string, question: Question): Answer => {
    const found = known.get(name)
    if (found !== undefined) return found
    if (known.size >= maxRemembered) known.clear()
    const answer = ask(question)
    known.set(name, answer)
    return answer
  }
}
