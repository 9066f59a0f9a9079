/** Says what the draft's connection rules would have made of a recorded connection, or of the one that a request came by. */
import type { ExchangeRecord } from '../../journal.ts'
import type { ConnectionDecision } from '../verdict.ts'
import { isWholeConnection } from '../whole-connection.ts'
import { type Answer, asThen, known, unknown } from './answer.ts'
import { clientThen, unlessUnknown } from './client-then.ts'
import type { Draft, Possible } from './draft.ts'

/** Where requests are read; what becomes of them, their own rules say. */
export interface Read {
  action: 'read'
}

const read: Read = { action: 'read' }

/** `host`: the name that the connection was asked for. */
export function connectionAnew(record: ExchangeRecord, draft: Draft, host: string): Answer | Read {
  const { port, at } = record
  const client = clientThen(record)
  const ask = (name: string) => unlessUnknown(record, draft.connections({ client, host: name, port, at }))
  const asked = ask(host)
  const decision = only(asked)
  if (decision === null) return unknown('client-address')
  if (decision.action === 'refuse') return known('refuse', decision.ruleId)
  // Who does not say whom it means is judged as somebody unknown.
  const ruled = record.notes.includes('no-server-name') ? only(ask('')) : decision
  if (ruled === null) return unknown('client-address')
  if (ruled.action === 'refuse') return known('refuse', ruled.ruleId)
  if (isWholeConnection(record)) return connectAnew(record, draft, ruled)
  if (record.scheme === 'http') return read
  if (ruled.action === 'tunnel') return known('tunnel', ruled.ruleId)
  return record.destination === host ? read : otherName(ask(record.destination))
}

/** A list of trackers stopped it: it still would, unless the draft lets that destination pass by name. */
export function listedAnew(record: ExchangeRecord, draft: Draft, host: string): Answer {
  const { port, at } = record
  const decision = only(draft.connections({ client: clientThen(record), host, port, at }))
  if (decision === null) return unknown('client-address')
  if (decision.action === 'refuse') return known('refuse', decision.ruleId)
  const rule = draft.policy.connections.find((one) => one.decision === decision)
  const wouldPass = draft.policy.mode === 'observe' || rule?.outranksLists === true
  return wouldPass ? unknown('not-begun') : asThen(record)
}

/** Another name on a connection needs to be one that may be read. */
function otherName(asked: Possible<ConnectionDecision>): Answer | Read {
  const decision = only(asked)
  if (decision === null) return unknown('client-address')
  return decision.action === 'intercept' ? read : known('refuse', decision.ruleId)
}

/** Of a connection in which no request was read. */
function connectAnew(record: ExchangeRecord, draft: Draft, { action, ruleId }: ConnectionDecision): Answer {
  const isTunnel = action === 'tunnel'
  switch (record.reason) {
    case 'connection-rule':
      if (record.action === 'refuse') return unknown('not-begun')
      return isTunnel ? known('tunnel', ruleId) : unknown('unread')
    case 'not-tls':
      return isTunnel ? known('tunnel', ruleId) : neitherAnew(record, draft)
    case 'client-silent':
    case 'client-tls-unusable':
      // Without a rule no hello came that could be read, and such a connection passes nowhere.
      return isTunnel && record.ruleId !== null ? known('tunnel', ruleId) : asThen(record)
    case 'client-tls-failed':
    case 'client-left-unused':
    case 'client-left-early':
      return isTunnel ? known('tunnel', ruleId) : asThen(record)
    case 'entity-refused':
    case 'name-excluded':
    case 'control-away':
      return isTunnel || record.reason === 'entity-refused' ? unknown('not-begun') : asThen(record)
    case 'name-mismatch':
    case 'name-not-found':
    case 'address-not-allowed':
      return asThen(record)
    default:
      return isTunnel ? asThen(record) : unknown('not-begun')
  }
}

/** Bytes that are neither TLS nor a request are an exchange rule's. */
function neitherAnew(record: ExchangeRecord, { exchanges }: Draft): Answer {
  const { destination, port, at } = record
  const facts = { client: clientThen(record), host: destination, port, at, method: 'CONNECT', path: '/' }
  const { answers, why } = exchanges(facts)
  const orders = new Set(answers.map(({ onFailure }) => onFailure))
  const [order] = orders
  if (orders.size > 1) return unknown(why ?? 'content-type')
  const ruleId = answers.length === 1 ? (answers[0]?.id ?? null) : null
  return known(order === 'refuse' ? 'refuse' : 'tunnel', ruleId)
}

/** null where the journal does not say which it is. Rules that decide alike are one answer. */
function only({ answers }: Possible<ConnectionDecision>): ConnectionDecision | null {
  const [first] = answers
  if (first === undefined) return null
  return answers.every(({ action }) => action === first.action) ? first : null
}
