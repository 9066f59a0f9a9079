/** Answers what the name of a field tells, by the name itself and by the names that it stands under. */
import type { EntityType } from '../entity.ts'
import type { FieldMeaning } from './field-meaning.ts'
import type { FieldsFile } from './field-model.ts'
import { FieldNames } from './field-names.ts'
import { innermostKey, keysOf, withoutIndexes } from './key-path.ts'
import { type Entry, KeyReader, type KeyReading } from './key-reader.ts'
import { type Records, recordKinds } from './records.ts'
import { Remembered } from './remembered.ts'

/** A meaning may depend on another, and a `value` on the name above it, a few times. */
const mostSteps = 4

/** Of what stands below a name of this group, the names above it say nothing. */
const contentGroup = 'content'

/** Only people have these. */
const personal: ReadonlySet<EntityType> = new Set([
  'PERSON',
  'EMAIL',
  'PHONE',
  'DATE_OF_BIRTH',
  'US_SSN',
  'NATIONAL_ID',
])

export class FieldDictionary {
  /** For each name of a body, as fast as can be: whether its value must be read for the name's sake. */
  readonly names: FieldNames
  /** The same where free text is not read for names. */
  readonly valueNames: FieldNames
  readonly #reader: KeyReader
  readonly #readings = new Remembered<KeyReading>()
  readonly #paths = new Remembered<FieldMeaning | null>()

  /** Later files win where two say different things of one name. */
  constructor(files: readonly FieldsFile[]) {
    this.#reader = new KeyReader(files)
    const endings = [...this.#reader.endings()]
    this.names = new FieldNames((name) => this.tells(name) || this.tellsProse(name), endings)
    this.valueNames = new FieldNames((name) => this.tells(name), endings)
  }

  /** True where a value under this name may be personal data for the name's sake. */
  tells(name: string): boolean {
    const { entry, isFiller } = this.#read(name)
    return isFiller || (entry !== null && this.#reader.mayTell(entry, 'value'))
  }

  /** True where a name has nothing but words of fields in it, so that it is nobody's name and no sentence. */
  knows(name: string): boolean {
    return this.#reader.isMadeOfKnown(this.#read(name))
  }

  /** True where people write freely under this name. */
  tellsProse(name: string): boolean {
    const { entry } = this.#read(name)
    return entry !== null && this.#reader.mayTell(entry, 'prose')
  }

  /**
   * What the innermost key of a path such as `customer.cards[0].number` tells of its value; null where nothing. Names
   * beside it tell more of one that says different things: `records` knows them, and hears of this one.
   */
  meaningAt(path: string, records: Records | null = null): FieldMeaning | null {
    const elsewhere = records?.elsewhere?.meaningAt(path)
    if (elsewhere !== undefined) return elsewhere
    const key = innermostKey(path)
    if (key === null) return null
    const { entry, isFiller } = this.#read(key)
    if (!isFiller && (entry === null || entry.kind === 'fixed')) {
      const meaning = entry?.meaning ?? null
      if (meaning?.role === 'value') records?.learn(path, meaning.type)
      return meaning
    }
    const place = withoutIndexes(path)
    const kinds = entry?.kind === 'dependent' ? (records?.kindsAround(place) ?? 0) : 0
    const id = kinds === 0 ? place : `${place} ${kinds}`
    const known = this.#paths.get(id)
    if (known !== undefined) return known
    const meaning = kinds === 0 ? this.meaningOf(keysOf(place)) : this.#meaningBeside(keysOf(place), kinds)
    this.#paths.set(id, meaning)
    return meaning
  }

  /** The words in a name and above it say more than names beside it; of these an address's say more than a person's. */
  #meaningBeside(keys: readonly string[], kinds: number): FieldMeaning | null {
    const [key, ...outer] = keys
    const { entry, beside } = this.#read(key as string)
    if (entry?.kind !== 'dependent' || this.#groupAround(beside, outer, entry.under) !== null)
      return this.meaningOf(keys)
    const alone = this.meaningOf(keys)
    // `text` beside a town may be a whole sentence, in which whatever it names is found anyway.
    if (alone?.role === 'prose') return alone
    for (const [kind, bit] of Object.entries(recordKinds)) {
      // `name` beside an address for mail may be that of a campaign: what it says alone is weighed with care already.
      if ((kinds & bit) === 0 || (kind === 'contact' && alone?.role === 'value')) continue
      const group = kind === 'contact' ? 'person' : kind
      const told = entry.under.get(group)
      if (told !== undefined) return this.#resolve(this.#reader.entryOf(told), beside, [group, ...outer])
    }
    return alone
  }

  /**
   * What the name of a column tells that stands beside others: in a table of people, or with the parts of an address, `name`
   * is a person's; in one with prices and article numbers, it is a thing's, and a town alone does not speak against that. What
   * is only called `address` may be one of the net: `isHome` is asked what stands in it.
   */
  meaningAmong(
    name: string,
    names: readonly string[],
    isHome: () => boolean = () => true,
  ): FieldMeaning | null {
    const alone = this.meaningOf([name])
    if (this.#read(name).entry?.kind !== 'dependent') return alone
    const others = names.filter((other) => other !== name)
    if (others.some((other) => this.#isOfPerson(other))) return this.meaningOf([name, 'person'])
    const addressed = this.meaningOf([name, 'address'])
    const isOfAddressed = addressed?.role === 'value' && addressed.type === 'PERSON'
    const parts = isOfAddressed ? others.filter((other) => this.tellsHome(other, others)) : []
    const isSure = parts.some((part) => this.#read(part).entry?.kind === 'fixed')
    // The name alone is weighed with care.
    if (parts.length > 0 && !isSure && !isHome()) return alone
    const areThings = others.some((other) => this.#isOfThing(other))
    if (parts.some((part) => !areThings || !this.#isOfPlace(part))) return addressed
    return areThings ? this.meaningOf([name, 'product']) : alone
  }

  /** True where a name tells of where somebody lives: not of the street of a shop, nor, among `others`, of the address beside a port. */
  tellsHome(name: string, others: readonly string[] = []): boolean {
    const meaning = this.meaningOf([name, ...others])
    if (meaning?.role !== 'value' || meaning.type !== 'ADDRESS') return false
    return !this.#read(name).beside.some((word) => {
      const groups = this.#reader.groupsOf(word)
      return groups.includes('thing') && !groups.includes('address')
    })
  }

  /** A town or a region: things have one, too. */
  #isOfPlace(name: string): boolean {
    const code = this.meaningOf([name])?.code
    return code === 'city' || code === 'region'
  }

  #isOfThing(name: string): boolean {
    const code = this.meaningOf([name])?.code
    return code === 'quantity' || code === 'reference'
  }

  #isOfPerson(name: string): boolean {
    const { entry } = this.#read(name)
    if (entry?.kind !== 'fixed' || entry.meaning.role !== 'value') return false
    return personal.has(entry.meaning.type)
  }

  /** The same for the names themselves, innermost first. */
  meaningOf(keys: readonly string[], step = 0): FieldMeaning | null {
    const [key, ...outer] = keys
    if (key === undefined || step >= mostSteps) return null
    const { entry, isFiller, beside } = this.#read(key)
    if (isFiller) {
      const above = this.meaningOf(outer, step + 1)
      const bare = this.#resolve(this.#reader.bareNumber(key), beside, outer)
      return above?.role === 'value' || bare?.role !== 'value' ? (above ?? bare) : bare
    }
    return this.#resolve(entry, beside, outer)
  }

  #resolve(entry: Entry | null, beside: readonly string[], outer: readonly string[]): FieldMeaning | null {
    let next = entry
    for (let steps = 0; next?.kind === 'dependent' && steps < mostSteps; steps++) {
      next = this.#reader.entryOf(this.#groupAround(beside, outer, next.under) ?? next.otherwise)
    }
    return next?.kind === 'fixed' ? next.meaning : null
  }

  /** What the nearest word around a name makes it mean; null where no word around it does. */
  #groupAround(
    beside: readonly string[],
    outer: readonly string[],
    under: ReadonlyMap<string, string>,
  ): string | null {
    const own = this.#groupAmong(beside, under)
    if (own !== null) return own
    for (const key of outer) {
      const { words } = this.#read(key)
      const joined = words.join('')
      // `function.arguments.name` is one of what the function was given, not the function's own.
      if (this.#reader.groupsOf(joined).includes(contentGroup)) return null
      const nearest = this.#groupAmong([joined, ...words.toReversed()], under)
      if (nearest !== null) return nearest
    }
    return null
  }

  #groupAmong(words: readonly string[], under: ReadonlyMap<string, string>): string | null {
    for (const word of words) {
      for (const group of this.#reader.groupsOf(word)) {
        const meaning = under.get(group)
        if (meaning !== undefined) return meaning
      }
    }
    return null
  }

  #read(key: string): KeyReading {
    const known = this.#readings.get(key)
    if (known !== undefined) return known
    const reading = this.#reader.read(key)
    this.#readings.set(key, reading)
    return reading
  }

  /** Every code that meanings have, for whoever explains them. */
  meanings(): ReadonlyMap<string, string> {
    return this.#reader.says
  }

  /** Types that names of fields can tell of. */
  types(): ReadonlySet<EntityType> {
    return this.#reader.types
  }
}

/** Knows no names at all. */
export const noFields: FieldDictionary = new FieldDictionary([])
