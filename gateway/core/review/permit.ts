/** Lets through what a person said may pass: for one client, one destination and one rule, and for as long as was said. */
import { z } from 'zod'
import { type EntityType, entityTypeNames, entityTypes } from '../pii/entity.ts'
import type { ExchangeRule } from '../policy/verdict.ts'
import { reviewableReasons } from './review.ts'

export const permitSchema = z.strictObject({
  /** Of the review that it answers. */
  review: z.string().max(64),
  answer: z.enum(['once', '15m', 'cleaned']),
  client: z.string().max(64),
  destination: z.string().max(512),
  port: z.int(),
  rule: z.string().max(64),
  reason: z.enum(reviewableReasons),
  /** Whether a list of people is let through with it. */
  isList: z.boolean(),
  /** What was a reason to stop it. */
  types: z.array(z.enum(entityTypeNames)),
  /** A single passage is for a request like the one that was stopped; null for the others. */
  request: z.strictObject({ method: z.string(), path: z.string() }).nullable(),
  /** By the clock that counts from the start of the box, in milliseconds: the same in all processes, and nobody sets it. */
  until: z.number(),
})
export type Permit = z.infer<typeof permitSchema>

/** What a request is compared by. `path`: as the journal writes it, asked for where it counts. */
export interface PermitFacts {
  client: string
  destination: string
  port: number
  rule: string
  method: string
  path(): string
}

/**
 * Those that fit and still count, in the order in which a rule takes them, whichever was given first: what is to be masked
 * before what opens, and of those that are used up by it one at most, and last. There are several where a request was
 * stopped again for something else.
 */
export function permitsFor(permits: readonly Permit[], facts: PermitFacts, now: number): Permit[] {
  const fitting = permits.filter((permit) => now < permit.until && isOf(permit, facts))
  const of = (wanted: Permit['answer']) => fitting.filter(({ answer }) => answer === wanted)
  return [...of('cleaned'), ...of('15m'), ...of('once').slice(0, 1)]
}

function isOf({ client, destination, port, rule, request }: Permit, facts: PermitFacts): boolean {
  if (client !== facts.client || destination !== facts.destination) return false
  if (port !== facts.port || rule !== facts.rule) return false
  return request === null || (request.method === facts.method && request.path === facts.path())
}

/** The rule as the permit leaves it. `never`: what the policy lets nobody send as it is, whatever was said. */
export function permittedRule(
  rule: ExchangeRule,
  permit: Permit,
  never: ReadonlySet<EntityType>,
): ExchangeRule {
  return permit.answer === 'cleaned' ? cleaned(rule, permit) : opened(rule, permit, never)
}

/** What was not the reason stays as the rule has it. */
function opened(
  rule: ExchangeRule,
  { reason, isList, types }: Permit,
  never: ReadonlySet<EntityType>,
): ExchangeRule {
  // Nor does it leave as it is where another answer says that it is masked.
  const isBound = (type: EntityType) => never.has(type) || rule.mustChange?.(type) === true
  // Both also let out as it is what the rule would mask where it cannot: not what nobody may let out.
  const sparesMasks = reason === 'signed-content' || reason === 'undecodable'
  return {
    ...rule,
    operatorFor(type) {
      const operator = rule.operatorFor(type)
      if (isBound(type)) return sparesMasks && operator !== 'keep' ? 'refuse' : operator
      return operator === 'refuse' && types.includes(type) ? 'keep' : operator
    },
    maxPersons: isList ? null : rule.maxPersons,
    onFailure: reason === 'undecodable' ? 'pass' : rule.onFailure,
    onOpaque: reason === 'opaque-content' ? 'pass' : rule.onOpaque,
    onSigned: reason === 'signed-content' ? 'pass' : rule.onSigned,
  }
}

/** Masked, and where that is not possible, refused as before: nothing of it leaves as it is. */
function cleaned(rule: ExchangeRule, { isList, types }: Permit): ExchangeRule {
  const isCleaned = (type: EntityType) => {
    const operator = rule.operatorFor(type)
    if (operator === 'refuse') return types.includes(type)
    return isList && operator === 'keep' && entityTypes[type].person
  }
  return {
    ...rule,
    operatorFor: (type) => (isCleaned(type) ? 'mask' : rule.operatorFor(type)),
    mustChange: (type) => isCleaned(type) || rule.mustChange?.(type) === true,
    maxPersons: isList ? null : rule.maxPersons,
    onSigned: 'refuse',
    onFailure: 'refuse',
  }
}
