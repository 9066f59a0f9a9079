/** Says what the name of a field can tell of the value that stands in it. */
import type { EntityType } from '../entity.ts'
import type { Shape } from './field-model.ts'

interface Named {
  /** Stable word, such as `given_name`: reasons are made of it. */
  readonly code: string
}

/** Its value is personal data if it looks as such values do. */
export interface ValueMeaning extends Named {
  readonly role: 'value'
  readonly type: EntityType
  readonly shape: Shape
  readonly score: number
}

/**
 * `ordinary`: an order number, a time, a price. `thing`: an order, by its number or in words. `prose`: people write freely
 * here. `vehicle`: a car, by its maker, in words or by its plate.
 */
export interface OtherMeaning extends Named {
  readonly role: 'ordinary' | 'thing' | 'prose' | 'vehicle' | 'silent'
}

export type FieldMeaning = ValueMeaning | OtherMeaning
