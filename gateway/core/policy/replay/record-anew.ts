/** Says what another policy would have done with one recorded exchange, or why nobody can know. */
import type { ExchangeRecord, VerdictReason } from '../../journal.ts'
import { readLooked } from '../looked.ts'
import { hiddenSegment } from '../path-template.ts'
import type { ExchangeRule } from '../verdict.ts'
import { isWholeConnection } from '../whole-connection.ts'
import { type Answer, asThen, known, outcomeOf, unknown } from './answer.ts'
import { clientThen } from './client-then.ts'
import { connectionAnew, listedAnew } from './connection-anew.ts'
import type { Draft } from './draft.ts'
import type { JudgedAnew } from './judged-anew.ts'
import { readAnew } from './read-anew.ts'
import { either, type Span } from './span.ts'
import type { Unknown } from './unknown.ts'

/** Decided before any rule is asked, or by what the rules do not say. */
const besideRules: ReadonlySet<VerdictReason> = new Set([
  'client-not-allowed',
  'client-quarantined',
  'client-guest',
  'device-needed',
  'device-refused',
  'login-needed',
  'login-wrong',
  'login-too-often',
  'login-unprotected',
  'login-not-checked',
  'port-not-allowed',
  'loop',
  'malformed-request',
  'method-not-supported',
  'answered-here',
  'limit',
] satisfies VerdictReason[])

/** Where nothing was looked into since there was no way to the destination. */
const noWay: ReadonlySet<VerdictReason> = new Set([
  'name-not-found',
  'address-not-allowed',
  'control-away',
] satisfies VerdictReason[])

/** True where it surely reached nobody, whatever was in it. */
export function wentNowhere({ reason }: ExchangeRecord): boolean {
  return besideRules.has(reason) || noWay.has(reason)
}

export function answerFor(record: ExchangeRecord, draft: Draft): Answer {
  const isConnect = isWholeConnection(record)
  if (isConnect && besideRules.has(record.reason)) return asThen(record)
  if (record.destination === '') return asThen(record)
  const asked = record.notes.find((note) => note.startsWith('asked-for:'))?.slice('asked-for:'.length)
  if (`${record.destination}${asked ?? ''}`.includes(hiddenSegment)) return unknown('name-hidden')
  if (record.reason === 'tracker-list') return listedAnew(record, draft, record.destination)
  const connection = connectionAnew(record, draft, asked ?? record.destination)
  if ('known' in connection) return connection
  if (besideRules.has(record.reason)) return asThen(record)
  const isMisdirected = record.reason === 'misdirected'
  if (isMisdirected && record.ruleId === null) return asThen(record)
  if (noWay.has(record.reason) && record.looked === undefined) return asThen(record)
  if (record.method === null) return unknown('not-begun')
  return exchangeAnew(record, draft)
}

function exchangeAnew(record: ExchangeRecord, draft: Draft): Answer {
  const { policy, holdBytes } = draft
  if (policy.mode === 'observe') return known(outcomeOf(record) === 'fail' ? 'fail' : 'pass', null)
  const { rules, why } = rulesFor(record, draft)
  const looked = readLooked(record.looked)
  const group = policy.hostFacts(record.destination).group
  const unseen = looked === null ? unseenOf(record) : null
  // What was found in many messages does not belong together.
  const asked = isLasting(record) ? { ...record, findings: [], findingCounts: {} } : record
  const spans = rules.map((rule) =>
    readAnew({ record: asked, looked, policy, rule, group, unseen, holdBytes }),
  )
  const [first, ...others] = spans
  if (first === undefined) return unknown('not-begun')
  const span = others.reduce<Span>((one, other) => either(one, other, why), first)
  const ruleId = rules.length === 1 ? (rules[0]?.id ?? null) : null
  if (span.low !== span.high) return { known: false, why: span.whys[0] ?? why ?? 'content-type', ruleId }
  // The way to the destination, or its end of it, would have failed all the same.
  if (span.low !== 'refuse' && outcomeOf(record) === 'fail') return { ...asThen(record), ruleId }
  return {
    ...known(span.low, ruleId),
    operators: isLasting(record) ? null : commonOperators(spans),
    countsHour: span.low === 'refuse' ? null : hourOf(rules, spans),
  }
}

function isLasting({ notes }: ExchangeRecord): boolean {
  return notes.includes('websocket')
}

function commonOperators([first, ...others]: readonly JudgedAnew[]) {
  const operators = first?.operators ?? []
  return operators.map((one, at) => (others.every((other) => other.operators[at] === one) ? one : null))
}

function hourOf(rules: readonly ExchangeRule[], spans: readonly JudgedAnew[]) {
  const bounds = rules.flatMap(({ maxPersons }) => maxPersons ?? [])
  if (bounds.length === 0 || !spans.some(({ countsHour }) => countsHour)) return null
  return { bound: Math.min(...bounds) }
}

/** Messages of a WebSocket are judged as what a POST sends. */
function rulesFor(record: ExchangeRecord, draft: Draft): { rules: ExchangeRule[]; why: Unknown | null } {
  const { destination: host, port, at, method, pathTemplate } = record
  const facts = {
    client: clientThen(record),
    host,
    port,
    at,
    method: method ?? '',
    path: pathTemplate ?? '/',
  }
  const asked = draft.exchanges(facts)
  if (!isLasting(record)) return { rules: [...asked.answers], why: asked.why }
  const messages = draft.exchanges({ ...facts, method: 'POST' })
  return { rules: [...new Set([...asked.answers, ...messages.answers])], why: 'lasting' }
}

function unseenOf(record: ExchangeRecord): Unknown {
  if (isLasting(record)) return 'lasting'
  const { reason } = record
  if (reason === 'connection-rule' || reason === 'misdirected') return 'not-begun'
  return outcomeOf(record) === 'fail' ? 'failed' : 'earlier-version'
}
