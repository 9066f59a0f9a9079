/** Says what a recognizer is: the knowledge of one kind of entity, asked at one position of a text. */
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'

/**
 * The byte at which a recognizer is asked: an `@`, a `:`, a `-`, or the first digit of a run of digits. Whoever finds
 * these positions (today a table, later vector instructions) need not know what is recognised there.
 */
export type Trigger = 'at' | 'colon' | 'hyphen' | 'digits'

export interface Recognizer {
  /** Stable name, for reports: `card`, `ipv6`. */
  readonly name: string
  readonly trigger: Trigger
  /** Where the rules come from: a standard, a registry, or a paper. */
  readonly source: string
  /** The country pack it belongs to (ISO 3166-1 alpha-2); absent: it is asked everywhere. */
  readonly pack?: string
  /** True for kinds whose rules are so loose that any other kind inside them is the better reading. */
  readonly yields?: true
  /**
   * The entity that is anchored at `at`, or null. Looks at most `lookBehind` bytes to the left and a bounded number to
   * the right, never starts before `text.floor`, and keeps no state.
   */
  recognize(text: TextView, at: number): Finding | null
}
