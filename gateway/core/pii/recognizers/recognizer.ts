/** Says what a recognizer is: the knowledge of one kind of entity, asked at one position of a text. */
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'

/**
 * Where a recognizer is asked. `at`, `colon`, `hyphen`, `underscore`: at an `@`, a `:`, a `-`, a `_`. `digits`: at the first digit of a run that
 * begins a word or stands behind a separator, letters behind it or not (`12345678Z`). `mixed`: at the first digit of a
 * word that begins with one to eight ASCII letters (`AB123456C`). `word`: at the first byte of a long unbroken run of
 * letters, digits and `_-+/=.` that mixes letters with digits; at most 64 bytes before the first digit of a piece of it,
 * and once for each such piece. `date`: at the first digit of what may be a date, with words before it. Whoever finds these positions (today tables, later vector instructions) need not know
 * what is recognised there.
 */
export type Trigger = 'at' | 'colon' | 'hyphen' | 'underscore' | 'digits' | 'mixed' | 'word' | 'date'

export interface Recognizer {
  /** Stable name, for reports: `card`, `ipv6`. */
  readonly name: string
  readonly trigger: Trigger
  /** Where the rules come from: a standard, a registry, or a paper. */
  readonly source: string
  /** The country pack it belongs to (ISO 3166-1 alpha-2); absent: it is asked everywhere. */
  readonly pack?: string
  /**
   * For `digits`: the forms (`number-forms.ts`) of which a number must have one. At numbers of no such form it would say
   * no, and is not asked; absent: it is asked at every number.
   */
  readonly forms?: number
  /** True for kinds whose rules are so loose that any other kind inside them is the better reading. */
  readonly yields?: true
  /**
   * The entity that is anchored at `at`, or null. Looks at most `lookBehind` bytes to the left and a bounded number to
   * the right, never starts before `text.floor`, and keeps no state.
   */
  recognize(text: TextView, at: number): Finding | null
}
