/** Says what is to be done with one value that was found: by what a person said of it, by whose it is, or by the rule. */
import { Buffer } from 'node:buffer'
import type { LocatedFinding } from '../content/inspector.ts'
import type { EntityType, Operator } from '../pii/entity.ts'
import type { Correction } from './corrections.ts'
import type { JudgeOptions } from './judge-options.ts'

export interface Order {
  ordered: Operator
  /** The note beside it. */
  why: string | null
  /** Whether its person counts. */
  counts: boolean
}

/** `normal`: the value as it is compared. `isKeptField`: whether the field of that path may hold what it likes. */
export function orderFor(
  { finding: { type, score }, path, fixed }: LocatedFinding,
  normal: string,
  { options, isKeptField }: { options: JudgeOptions; isKeptField: ((path: string) => boolean) | null },
): Order {
  const { policy, rule } = options
  const said = correctionOf(type, normal, options)
  if (said?.effect === 'allow') return { ordered: 'keep', why: `allowed:${said.id}`, counts: false }
  if (said?.effect === 'deny') {
    const ruled = rule.operatorFor(type)
    return { ordered: ruled === 'keep' ? 'mask' : ruled, why: `denied:${said.id}`, counts: true }
  }
  if (path !== null && isKeptField?.(path) === true)
    return { ordered: 'keep', why: 'kept-field', counts: false }
  if (policy.own.has(type, normal)) return { ordered: 'keep', why: 'own-identity', counts: false }
  if (score < rule.minScore) return { ordered: 'keep', why: 'below-min-score', counts: false }
  if (fixed === true && rule.mustChange?.(type) === true)
    return { ordered: 'refuse', why: 'fixed-field:mask', counts: true }
  return { ordered: rule.operatorFor(type), why: null, counts: true }
}

function correctionOf(
  type: EntityType,
  normal: string,
  { policy, destinationGroup, blindIndex }: JudgeOptions,
): Pick<Correction, 'id' | 'effect'> | null {
  if (!policy.corrections.knowsValues(type, destinationGroup)) return null
  const index = blindIndex.index(type, destinationGroup, Buffer.from(normal))
  return index === null ? null : policy.corrections.ofValue(type, destinationGroup, index)
}
