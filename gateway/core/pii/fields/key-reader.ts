/** Looks the words of one field name up: which part of them is in the dictionary, and what stands beside it. */
import type { EntityType } from '../entity.ts'
import type { FieldMeaning } from './field-meaning.ts'
import type { FieldsFile } from './field-model.ts'
import { joining, keyWords } from './key-words.ts'

/** What a name is entered as: with one meaning, or with one for each place. */
export type Entry =
  | { readonly kind: 'fixed'; readonly meaning: FieldMeaning }
  | { readonly kind: 'dependent'; readonly under: ReadonlyMap<string, string>; readonly otherwise: string }

export interface KeyReading {
  readonly words: readonly string[]
  /** null where no part of the name is in the dictionary. */
  readonly entry: Entry | null
  /** Words of the name that are not part of the entry, the nearest first. */
  readonly beside: readonly string[]
  /** True for a mere `number` or `value`: the name above says what it is of. */
  readonly isFiller: boolean
}

/** Words that leave it to the words before them, or to the name above, what they are of. */
const fillers = new Set(
  (
    'number numbers no nr num value values val digits eq equals contains field input string raw full current new old primary secondary main ' +
    'default preferred alternate alternative other additional home work private personal privat nummer numero numer valor valeur wert wartosc hodnota'
  ).split(' '),
)
/** What a word written in one may end in: `cardnumber`, `trackingno`. */
const gluedFillers = ['number', 'nummer', 'numero', 'num', 'no', 'nr']
/** Beside the word for a street they say that it is a field of one; no street is called so, as by `main`, `old` or `new`. */
const ofStreetFields = new Set([...gluedFillers, 'numer', 'current', 'primary', 'registered'])

const nothing = { entry: null, beside: [], isFiller: false } as const
const noGroups: readonly string[] = []
const leastGlued = 4

export class KeyReader {
  readonly says = new Map<string, string>()
  readonly types = new Set<EntityType>()
  readonly #entries = new Map<string, Entry>()
  /** Names without spaces → the name of their meaning. */
  readonly #keys = new Map<string, string>()
  readonly #groups = new Map<string, string[]>()
  /** Last words of one or two letters, before which words that join may be left out. */
  readonly #shortEnds = new Set<string>()

  constructor(files: readonly FieldsFile[]) {
    for (const { meanings, groups, keys } of files) {
      for (const [name, source] of Object.entries(meanings)) this.#define(name, source)
      for (const [group, words] of Object.entries(groups)) for (const word of words) this.#join(group, word)
      for (const [meaning, names] of Object.entries(keys)) {
        for (const name of names) this.#enter(name, meaning)
      }
    }
  }

  #enter(name: string, meaning: string): void {
    for (const form of formsOf(name)) this.#keys.set(form, meaning)
    const last = keyWords(name).at(-1) ?? ''
    if (last.length < 3) this.#shortEnds.add(last)
  }

  entryOf(meaning: string): Entry | null {
    return this.#entries.get(meaning) ?? null
  }

  groupsOf(word: string): readonly string[] {
    for (const form of singulars(word)) {
      const groups = this.#groups.get(form)
      if (groups !== undefined) return groups
    }
    return noGroups
  }

  /** With one of these every name ends whose value may have to be read. */
  *endings(): Iterable<string> {
    for (const [key, meaning] of this.#keys) {
      const entry = this.#entries.get(meaning)
      if (entry === undefined || !(this.mayTell(entry, 'value') || this.mayTell(entry, 'prose'))) continue
      yield key
      yield `${key}s`
      yield `${key}es`
    }
    yield* this.#groups.keys()
    for (const group of this.#groups.keys()) {
      yield `${group}s`
      yield `${group}es`
    }
    yield* fillers
    yield* gluedFillers
    yield* this.#shortEnds
    // Left out where other words stand before them: `valueOf` is a `value`. Of one letter they are capitals or apart.
    for (const word of joining) if (word.length > 1) yield word
  }

  /** True where an entry can come to personal data, or to free text. */
  mayTell(entry: Entry, role: 'value' | 'prose', step = 0): boolean {
    if (entry.kind === 'fixed') return entry.meaning.role === role
    if (step > 3) return false
    const names = [...entry.under.values(), entry.otherwise]
    return names.some((name) => {
      const next = this.#entries.get(name)
      return next !== undefined && this.mayTell(next, role, step + 1)
    })
  }

  /** What a mere `number` is where the name above it tells nothing. A field that is called `no` names a thing. */
  bareNumber(key: string): Entry | null {
    const name = key.toLowerCase()
    return this.entryOf(name === 'no' || name === 'nr' ? 'id' : 'bare_number')
  }

  /** The longest part at the end that is known decides: `card_id` is an id, `billing_first_name` a first name. */
  read(key: string): KeyReading {
    const words = keyWords(key)
    if (words.length === 0) return { words, ...nothing }
    for (let end = words.length; end > 0; end--) {
      for (let start = 0; start < end; start++) {
        const entry = this.#find(words.slice(start, end).join(''))
        // `adresse_commande` is an address: what a thing's name stands behind says more than the thing.
        if (entry === null || (start > 0 && isThing(entry))) continue
        const beside = [...words.slice(0, start).reverse(), ...words.slice(end)]
        return { words, entry: this.#ofNamedStreet(entry, beside), beside, isFiller: false }
      }
      const glued = this.#readGlued(words[end - 1] ?? '')
      if (glued !== null) {
        const beside = [glued.beside, ...words.slice(0, end - 1).reverse(), ...words.slice(end)]
        return { words, entry: glued.entry, beside, isFiller: false }
      }
      if (!this.#isAside(words[end - 1] ?? '')) return { words, ...nothing }
    }
    return { words, entry: null, beside: [], isFiller: words.every((word) => fillers.has(word)) }
  }

  /** True where every word of the name that was read is one that names of fields have. */
  isMadeOfKnown({ entry, beside, isFiller }: KeyReading): boolean {
    if (entry === null) return isFiller
    return beside.every((word) => word === '' || this.#isAside(word) || this.#find(word) !== null)
  }

  /** `Main Street` is a street, not the field of one, unless a word says whose or which: a number under it counts something. */
  #ofNamedStreet(entry: Entry, beside: readonly string[]): Entry {
    if (beside.length === 0 || entry !== this.entryOf('street')) return entry
    const isField = beside.some((word) => ofStreetFields.has(word) || this.groupsOf(word).length > 0)
    return isField ? entry : (this.entryOf('named_street') ?? entry)
  }

  /** True for words that may stand behind a name without changing what it is: `email_work`, `nom_client`. */
  #isAside(word: string): boolean {
    return fillers.has(word) || this.groupsOf(word).length > 0
  }

  #find(name: string): Entry | null {
    for (const form of singulars(name)) {
      const meaning = this.#keys.get(form)
      if (meaning !== undefined) return this.entryOf(meaning)
    }
    return null
  }

  /** Words written in one: `customername`, `cardno`, `orderid`. */
  #readGlued(word: string): { entry: Entry; beside: string } | null {
    for (const filler of gluedFillers) {
      if (word.length <= filler.length + 1 || !word.endsWith(filler)) continue
      const entry = this.#find(word.slice(0, -filler.length))
      if (entry !== null) return { entry, beside: '' }
    }
    for (let cut = 2; cut <= word.length - leastGlued; cut++) {
      const entry = this.#find(word.slice(cut))
      const before = word.slice(0, cut)
      if (entry !== null && (this.#isAside(before) || this.#find(before) !== null))
        return { entry, beside: before }
    }
    const id = /.{2}ids?$/.test(word) ? this.entryOf('id') : null
    return id === null ? null : { entry: id, beside: '' }
  }

  #define(name: string, source: FieldsFile['meanings'][string]): void {
    if ('under' in source) {
      const { under, otherwise } = source
      this.#entries.set(name, { kind: 'dependent', under: new Map(Object.entries(under)), otherwise })
      return
    }
    this.says.set(name, source.says)
    if ('role' in source) {
      this.#entries.set(name, { kind: 'fixed', meaning: { code: name, role: source.role } })
      return
    }
    const { shape, score } = source
    const type = source.type as EntityType
    this.types.add(type)
    this.#entries.set(name, { kind: 'fixed', meaning: { code: name, role: 'value', type, shape, score } })
  }

  #join(group: string, word: string): void {
    for (const form of formsOf(word)) {
      const groups = this.#groups.get(form)
      if (groups === undefined) this.#groups.set(form, [group])
      else if (!groups.includes(group)) groups.push(group)
    }
  }
}

function isThing(entry: Entry): boolean {
  return entry.kind === 'fixed' && (entry.meaning.role === 'thing' || entry.meaning.role === 'vehicle')
}

/** How people write letters that their keyboard does not have: `foedselsdato`, `Strasse`, `gaardsplads`. */
const written: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }

/** As the words of a name are joined; what has an umlaut also with the `e` that is written for it. */
function formsOf(name: string): string[] {
  const plain = keyWords(name).join('')
  if (!/[äöüøå]/.test(name)) return plain === '' ? [] : [plain]
  return [plain, keyWords(name.replace(/[äöüøå]/g, (letter) => written[letter] ?? letter)).join('')]
}

/** The word itself, and what it may be the plural of. */
function singulars(word: string): string[] {
  if (!word.endsWith('s')) return [word]
  return word.endsWith('es') ? [word, word.slice(0, -1), word.slice(0, -2)] : [word, word.slice(0, -1)]
}
