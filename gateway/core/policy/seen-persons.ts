/** Counts the distinct persons that were met in one exchange, up to a bound. */
import type { EntityType } from '../pii/entity.ts'

/**
 * Distinct values are counted per type and the largest count is the bound's: a record with an address and a number is
 * one person, not two.
 */
export class SeenPersons {
  readonly #bound: number
  readonly #ofTypes = new Map<EntityType, Set<string>>()

  constructor(bound: number) {
    this.#bound = bound
  }

  /** `normal`: a person's value as it is compared. What is too many is not remembered. */
  see(type: EntityType, normal: string): 'known' | 'new' | 'too-many' {
    let seen = this.#ofTypes.get(type)
    if (seen === undefined) {
      seen = new Set()
      this.#ofTypes.set(type, seen)
    }
    if (seen.has(normal)) return 'known'
    if (seen.size >= this.#bound) return 'too-many'
    seen.add(normal)
    return 'new'
  }
}
