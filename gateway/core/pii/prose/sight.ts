/** Says of a stretch of tokens which are worth a look, what is known of them, and which may be part of an entity. */
import { CAPITALS, INITIAL, MIXED, NUMBER, PUNCTUATION, SMALL, TAKEN, TITLE } from './forms.ts'
import { CLASS, knownWords } from './known-words.ts'
import type { Tokens } from './tokens.ts'
import {
  andClass,
  boxClass,
  compoundStreetClass,
  greetingClass,
  particleClass,
  streetClass,
  titleClass,
  unitClass,
} from './vocabulary.ts'
import { ANY_NAME, COMMON, FIRST, isSurelyName, type Words } from './word-look.ts'

const NAMES_COMMON_CITIES = 0b11111

/** Classes as bits: of words that stand inside of names and addresses, */
export const joiningKinds: number = bitsOf(particleClass, titleClass, unitClass, andClass, streetClass)
/** that may be part of an address though they are written small, */
export const openingKinds: number = bitsOf(streetClass, compoundStreetClass, boxClass)
/** and before which a common word may be a name. */
export const namingKinds: number = bitsOf(titleClass, greetingClass)

function bitsOf(...wordClasses: number[]): number {
  return wordClasses.reduce((bits, wordClass) => bits | (1 << wordClass), 0)
}

/** What is kept of each token, and lists of tokens. */
export interface SightColumns {
  readonly marks: Int32Array
  readonly known: Int32Array
  readonly open: Uint8Array
  readonly opened: Int32Array
  readonly lists: Uint8Array
  readonly kinds: Uint8Array
  readonly isLooked: Uint8Array
}

function columnsOf(capacity: number): SightColumns {
  return {
    marks: new Int32Array(capacity),
    known: new Int32Array(capacity),
    open: new Uint8Array(capacity),
    opened: new Int32Array(capacity),
    lists: new Uint8Array(capacity),
    kinds: new Uint8Array(capacity),
    isLooked: new Uint8Array(capacity),
  }
}

/** Most words of a text are small and nothing to anybody: of those, nothing is looked up unless a neighbour asks. */
export class Sight {
  readonly tokens: Tokens
  /** Indexes of the tokens worth a look, in order: `marks[0, markCount)`. What begins anything is one of them. */
  readonly marks: Int32Array
  markCount = 0
  /** What `knownWords` has of a mark's word; of other tokens only where it was asked. */
  readonly known: Int32Array
  /** Forms of the marks, and what is known of any of them, as bits. */
  formsSeen = 0
  knownSeen = 0
  /** 1: it may be part of an entity. Everything else is not scored. */
  readonly open: Uint8Array
  /** Indexes at which open tokens were begun with: each run of open tokens begins at one. */
  readonly opened: Int32Array
  openedCount = 0
  /** Bit n: it may be on list n. Filled where `isLooked` is 1; ask `listsAt`. */
  readonly lists: Uint8Array
  readonly #kinds: Uint8Array
  readonly #isLooked: Uint8Array
  #words: Words | null = null

  constructor(tokens: Tokens, columns: SightColumns = columnsOf(tokens.capacity)) {
    this.tokens = tokens
    this.marks = columns.marks
    this.known = columns.known
    this.open = columns.open
    this.opened = columns.opened
    this.lists = columns.lists
    this.#kinds = columns.kinds
    this.#isLooked = columns.isLooked
  }

  /** Looks at every token once; then says which are worth scoring. */
  look(words: Words): void {
    const { count } = this.tokens
    this.#words = words
    this.#gather(words)
    this.#isLooked.fill(0, 0, count)
    this.#openMarks()
    this.#closeCommon()
    this.#bridge()
  }

  /** The lists that the token may be on, as bits. */
  listsAt(index: number): number {
    if (this.#isLooked[index] === 0) this.lookUp(index)
    return this.lists[index]!
  }

  /** The class of the token's word. */
  kindAt(index: number): number {
    if (this.#isLooked[index] === 0) this.lookUp(index)
    return this.#kinds[index]!
  }

  #gather(words: Words): void {
    const { count, form, hash, tail } = this.tokens
    const { marks } = this
    let marked = 0
    for (let index = 0; index < count; index++) {
      const written = form[index]!
      if (written === PUNCTUATION) continue
      if (written === SMALL && !words.mayTell(hash[index]!, tail[index]!)) continue
      marks[marked++] = index
    }
    this.markCount = marked
    this.openedCount = 0
    this.formsSeen = 0
    this.knownSeen = 0
    this.open.fill(0, 0, count)
  }

  /** Fills what is known of the token. */
  protected lookUp(index: number): void {
    const { form, hash, tail } = this.tokens
    const words = this.#words!
    const written = form[index]!
    const known = knownWords.get(hash[index]!)
    const wordClass = known & CLASS
    this.#isLooked[index] = 1
    this.known[index] = known
    this.lists[index] = written < NUMBER ? words.listsOf(hash[index]!) : 0
    if (written === TAKEN) this.#kinds[index] = 0
    else if (wordClass !== 0) this.#kinds[index] = wordClass
    else this.#kinds[index] = words.endsLikeStreet(tail[index]!) ? compoundStreetClass : 0
  }

  #openMarks(): void {
    const { count, form } = this.tokens
    const { marks, markCount } = this
    let next = 0
    for (let mark = 0; mark < markCount; mark++) {
      const index = marks[mark]!
      this.lookUp(index)
      this.formsSeen |= 1 << form[index]!
      this.knownSeen |= this.known[index]!
      if (index < next || !this.#opens(index)) continue
      this.#openAt(index)
      next = index + 1
      // Beside a small word that opens, one opens that would not by itself.
      while (form[next - 1] === SMALL && next < count && form[next] === SMALL && this.#opens(next))
        this.#openAt(next++)
    }
  }

  #openAt(index: number): void {
    this.open[index] = 1
    this.opened[this.openedCount++] = index
  }

  #opens(index: number): boolean {
    const { form, joined } = this.tokens
    if (joined[index] === 1) return false
    switch (form[index]) {
      case TITLE:
      case CAPITALS:
      case INITIAL:
      case MIXED:
      case NUMBER:
        return true
      case SMALL: {
        const kind = this.kindAt(index)
        if (isAmong(kind, openingKinds)) return true
        return kind === 0 && this.#mayBeSmallName(index)
      }
      case TAKEN:
      case PUNCTUATION:
        return false
      default:
        return form[index] !== undefined && this.listsAt(index) !== 0
    }
  }

  /**
   * Written small, a word must be on two lists of names, or on one and beside such a word: nearly one in ten words may
   * be on any list.
   */
  #mayBeSmallName(index: number): boolean {
    const bits = this.listsAt(index)
    if (isSurelyName(bits)) return true
    const enough = (bits & COMMON) === 0 ? (bits & (FIRST | ANY_NAME)) !== 0 : (bits & ANY_NAME) === ANY_NAME
    if (!enough || index === 0) return false
    return this.tokens.form[index - 1] === SMALL && this.open[index - 1] === 1
  }

  /** A common word that merely begins its sentence, and a number by itself, are not worth scoring. */
  #closeCommon(): void {
    const { count, form, end, start } = this.tokens
    const { open, opened, openedCount } = this
    for (let each = 0; each < openedCount; each++) {
      const index = opened[each]!
      if ((index > 0 && open[index - 1] === 1) || (index + 1 < count && open[index + 1] === 1)) continue
      if (index + 2 < count && open[index + 2] === 1 && form[index + 1] === PUNCTUATION) continue
      if (form[index] === NUMBER) {
        if (end[index]! - start[index]! !== 5) open[index] = 0
      } else if (form[index] === TITLE && (this.lists[index]! & NAMES_COMMON_CITIES) === COMMON) {
        const before = index > 0 ? this.kindAt(index - 1) : 0
        if (!isAmong(before, namingKinds)) open[index] = 0
      }
    }
  }

  /** Marks and small words between two that may be part of an entity may be part of it too: `Ana de la Cruz`. */
  #bridge(): void {
    const { open, opened, openedCount } = this
    let last = -9
    for (let each = 0; each < openedCount; each++) {
      const index = opened[each]!
      if (open[index] === 0) continue
      if (index - last > 1 && index - last <= 4 && this.#isBridge(last + 1, index))
        open.fill(1, last + 1, index)
      last = index
    }
  }

  #isBridge(from: number, to: number): boolean {
    const { form, joined } = this.tokens
    for (let index = from; index < to; index++) {
      if (joined[index] === 1 || form[index] === TAKEN) return false
      if (form[index] !== PUNCTUATION && !isAmong(this.kindAt(index), joiningKinds)) return false
    }
    return true
  }
}

function isAmong(kind: number, kinds: number): boolean {
  return ((kinds >>> kind) & 1) !== 0
}
