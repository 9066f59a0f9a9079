/** Remembers what the records of a body are about, by names that stand in them: a name beside a birthday is a person's. */
import type { EntityType } from '../entity.ts'
import { outerPath, withoutIndexes } from './key-path.ts'
import type { NamesElsewhere } from './names-elsewhere.ts'

/**
 * What a record can be about; the numbers are bits. The words are groups of `config/fields`, but for `contact`: an address
 * for mail or a phone, which organisations and programs have as well as persons.
 */
export const recordKinds = { address: 1, card: 2, person: 4, contact: 8 } as const
export type RecordKind = keyof typeof recordKinds

/** Fields that are remembered of one body; a hostile one must not fill the memory. */
const mostFields = 1024

/** What has a field of a type. */
const kindByType: Partial<Record<EntityType, RecordKind>> = {
  PERSON: 'person',
  EMAIL: 'contact',
  PHONE: 'contact',
  DATE_OF_BIRTH: 'person',
  US_SSN: 'person',
  NATIONAL_ID: 'person',
  ADDRESS: 'address',
  CREDIT_CARD: 'card',
}

/** Whether a name is asked or told, the records of one list count as one: they are rows of a table. */
export class Records {
  /** True once a record turned out to be about something after a name in it was asked for. */
  isMissed = false
  /**
   * Of records that were asked for nothing more is learnt: what a body's second look reads, and its first did not, must not
   * change what names say. One that is below a name in which somebody was found is another record in the second look.
   */
  isClosed = false
  /** Another number whenever more is known of a record. */
  version = 0
  /** Names that stand above columns and beside values; null where the body has none, or is not at hand as a whole. */
  elsewhere: NamesElsewhere | null = null
  #told: Set<string> | null = null
  #kinds: Map<string, number> | null = null
  #asked: Map<string, number> | null = null

  /** True where everything that was asked is known to have been answered for good. */
  get isSettled(): boolean {
    return !this.isMissed && (this.#asked?.size ?? 0) < mostFields
  }

  clear(): void {
    this.isMissed = false
    this.isClosed = false
    this.elsewhere = null
    this.#told = null
    this.#kinds = null
    this.#asked = null
  }

  /** A field at `path` holds what its name alone tells: an entity of this type. */
  learn(path: string, type: EntityType): void {
    const kind = kindByType[type]
    if (kind === undefined) return
    const place = withoutIndexes(path)
    this.#told ??= new Set()
    if (this.#told.has(place) || this.#told.size >= mostFields) return
    this.#told.add(place)
    this.#kinds ??= new Map()
    const record = outerPath(place)
    if (this.isClosed && this.#asked?.has(record)) return
    const known = this.#kinds.get(record) ?? 0
    const kinds = known | recordKinds[kind]
    this.#kinds.set(record, kinds)
    if (kinds !== known) this.version++
    const asked = this.#asked?.get(record)
    if (asked !== undefined && asked !== kinds) this.isMissed = true
  }

  /** What is known by now of the record in which the field at `place`, a path without indexes, stands; bits of `recordKinds`. */
  kindsAround(place: string): number {
    const record = outerPath(place)
    const kinds = this.#kinds?.get(record) ?? 0
    this.#asked ??= new Map()
    if (!this.isClosed && this.#asked.size < mostFields) this.#asked.set(record, kinds)
    return kinds
  }
}
