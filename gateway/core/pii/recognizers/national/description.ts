/** Says what is told about a national number: one entry of a table, from which recognizers are made. */
import type { EntityType } from '../../entity.ts'
import type { Check } from './checks.ts'

/**
 * How much must speak for a number of the right form before it counts: `anywhere`: nothing more, its form and check
 * digits are rare enough in running text; `by-itself`: it must be all that its text holds; `told`: a word must say so.
 */
export type Counts = 'anywhere' | 'by-itself' | 'told'

/** What a word beside a number can be about. */
export type Topic = 'passport' | 'driver' | 'identity' | 'tax' | 'health' | 'social' | 'company'

export interface NationalNumber {
  readonly type: EntityType
  /** The country pack: ISO 3166-1 alpha-2. */
  readonly pack: string
  /**
   * How it is written, ways between `|`: `9` a digit, `a` a letter, `*` either, `A` to `Z` and `0` to `8` themselves,
   * anything else a separator.
   */
  readonly forms: string
  /** Letters of the country that may stand before it: `DE`, `ATU`. */
  readonly prefix?: string
  /** What no such number breaks, not even one with a wrong check digit: places of letters, codes of states. */
  readonly possible?: Check
  /** Absent: it has nothing to check. */
  readonly check?: Check
  readonly counts: Counts
  /** The same when it is written with the separators of one of its forms. */
  readonly printed?: Counts
  /** The same behind its country's letters. */
  readonly prefixed?: Counts
  /** The same when its check fails; absent: only where its own word stands right before it. */
  readonly unchecked?: Counts
  /** How sure it is where nothing but its form and check digits speaks; absent: 0.7. */
  readonly score?: number
  /** About one of so many random characters of this form pass the check: of several readings the rarer is better. */
  readonly odds: number
  /** Words that tell this very number, `*` behind a beginning of words. */
  readonly words: string
  /** What general words tell it, too. */
  readonly topics: readonly Topic[]
  /** The law, registry or authority that sets form and check. */
  readonly source: string
}
