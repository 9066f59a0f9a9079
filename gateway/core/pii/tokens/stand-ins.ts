/** Makes what stands in entities' places, for one exchange: the operators that need keys go through here. */
import { standIn } from '../anonymize.ts'
import type { EntityType, Operator } from '../entity.ts'

/** The operators that put something in an entity's place. */
export type Replacing = Exclude<Operator, 'keep' | 'refuse'>

export function isReplacing(operator: Operator): operator is Replacing {
  return operator !== 'keep' && operator !== 'refuse'
}

/** An entity as it was found; `value` has its escapes undone and is valid only during the call. */
export interface ReplacedEntity {
  type: EntityType
  value: Uint8Array
  /** As in `IssuedToken`; absent: null. */
  undone?: number | null
}

/** What is carried out in the end, and why it is not what was ordered; null where it is. */
export interface SettledOperator {
  operator: Replacing
  note: string | null
}

/** Carried by the judge of an exchange, so that whoever writes a stand-in needs to know of no key. */
export interface StandIns {
  /** What can be done to this entity: an order that cannot be carried out becomes a mask, and says so. */
  settle(operator: Replacing, entity: ReplacedEntity): SettledOperator
  /** The bytes themselves, printable ASCII without anything that needs escaping; they never contain the value. */
  make(operator: Replacing, entity: ReplacedEntity): Uint8Array
}

/** Without keys: what needs one is masked. */
export const keylessStandIns: StandIns = {
  settle: (operator) => (isKeyed(operator) ? { operator: 'mask', note: 'no-key' } : { operator, note: null }),
  make: (operator, { type, value }) => standIn(type, value, isKeyed(operator) ? 'mask' : operator),
}

export type Keyed = Extract<Operator, 'hash' | 'tokenize' | 'fpe'>

export function isKeyed(operator: Replacing): operator is Keyed {
  return operator === 'hash' || operator === 'tokenize' || operator === 'fpe'
}
