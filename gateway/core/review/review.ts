/** What a review is: somebody was stopped, or something does not work, a person is asked to look at it, and what that person may say. */
import type { ExchangeRecord, VerdictReason } from '../journal.ts'
import { type EntityType, entityTypeNames, entityTypes } from '../pii/entity.ts'
import { minuteMs } from '../units.ts'

/** How long an answer lets something through, and how long a single passage waits to be used. */
export const permitMs = 15 * minuteMs

export const reviewAnswers = ['once', '15m', 'always', 'cleaned', 'no'] as const
export type ReviewAnswer = (typeof reviewAnswers)[number]

/** request: a stopped one. tunnel: the connections of one client to one host, which something does not work with. */
export const reviewKinds = ['request', 'tunnel'] as const
export type ReviewKind = (typeof reviewKinds)[number]

/** What is left of an exchange for whoever decides about it: never a value. */
export interface ReviewedExchange {
  /** Of a stopped exchange and its review; of a review alone where a tunnel is asked for. */
  id: string
  kind: ReviewKind
  /** When it was stopped, or asked for, in milliseconds since 1970. */
  at: number
  client: string
  destination: string
  port: number
  /** '' where none was reached. */
  rule: string
  reason: VerdictReason
  /** True where more people stood in it than may leave, whatever else it was stopped for. */
  isList: boolean
  /** '' for a tunnel, as is `path`: it is for all that goes there. */
  method: string
  path: string
  found: readonly FoundType[]
}

export interface StoppedExchange extends ReviewedExchange {
  kind: 'request'
  reason: ReviewableReason
}

export interface FoundType {
  type: EntityType
  count: number
  /** True where it was a reason to stop the exchange; for a tunnel where it did not leave as it came. */
  refused: boolean
}

/** A person can take these back without opening more than what was stopped. */
export const reviewableReasons = [
  'entity-refused',
  'too-many-persons',
  'undecodable',
  'opaque-content',
  'signed-content',
] as const satisfies readonly VerdictReason[]
export type ReviewableReason = (typeof reviewableReasons)[number]

const listReason: ReviewableReason = 'too-many-persons'

export function isReviewable(reason: VerdictReason): reason is ReviewableReason {
  return (reviewableReasons as readonly VerdictReason[]).includes(reason)
}

/** Null where no person is asked: it was not stopped by a rule for requests, or its destination's name was not written down. */
export function stoppedExchange(record: ExchangeRecord): StoppedExchange | null {
  const { id, at, client, destination, port, ruleId, reason, method, pathTemplate } = record
  if (record.action !== 'refuse' || record.observed || !isReviewable(reason) || hidesName(destination))
    return null
  if (ruleId === null || method === null || pathTemplate === null) return null
  const stopping = record.findings.filter(({ operator }) => operator === 'refuse')
  const isList = reason === listReason || stopping.some(({ reasons }) => reasons.includes(listReason))
  const refused = new Set(stopping.map(({ type }) => type))
  const found = entityTypeNames.flatMap((type) => {
    const count = record.findingCounts[type] ?? 0
    return count === 0
      ? []
      : [{ type, count, refused: refused.has(type) || (isList && entityTypes[type].person) }]
  })
  return {
    id,
    kind: 'request',
    at,
    client,
    destination,
    port,
    rule: ruleId,
    reason,
    isList,
    method,
    path: pathTemplate,
    found,
  }
}

/** True where the journal wrote `{…}` for what stands in a name: whoever lets that pass would let others pass with it. */
export function hidesName(destination: string): boolean {
  return destination.includes('{')
}

/** What may be said of it. `never`: what the policy lets nobody send as it is. */
export function possibleAnswers(
  { kind, reason, found }: Pick<ReviewedExchange, 'kind' | 'reason' | 'found'>,
  never: ReadonlySet<EntityType>,
): ReviewAnswer[] {
  const isBarred = found.some(({ type, refused }) => refused && never.has(type))
  if (kind === 'tunnel') return isBarred ? ['no'] : ['15m', 'no']
  // What cannot be read cannot be cleaned, nor what a signature binds.
  const isCleanable = reason === 'entity-refused' || reason === 'too-many-persons'
  return reviewAnswers.filter((answer) => {
    if (answer === 'no') return true
    return answer === 'cleaned' ? isCleanable : !isBarred
  })
}
