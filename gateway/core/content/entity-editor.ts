/** Asks the judge about each entity found and does to the body what the judge orders. */
import type { Analyzer } from '../pii/analyzer.ts'
import type { Finding, Operator } from '../pii/entity.ts'
import { noFields } from '../pii/fields/field-dictionary.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import { isFoundAgain } from '../pii/fields/insert-found.ts'
import type { KnownValues } from '../pii/fields/known-values.ts'
import type { NamesElsewhere } from '../pii/fields/names-elsewhere.ts'
import type { Records } from '../pii/fields/records.ts'
import { isTokenText } from '../pii/tokens/form.ts'
import { keylessStandIns, type ReplacedEntity, type Replacing } from '../pii/tokens/stand-ins.ts'
import { askMeaning, isBesideContact } from './asked-field.ts'
import { BodyMemory } from './body-memory.ts'
import { deepestDocuments } from './document-look.ts'
import type { OpenFile } from './encoded-file.ts'
import type { OpenDocument } from './inner-document.ts'
import type { Judge, Place } from './inspector.ts'
import { beginOf, behind, endOf, isWritten, type Occurrence, type Stretch } from './occurrence.ts'
import { isEncodedPlainly, percentEncodeAlike } from './percent-encode.ts'
import type { PlaceMeanings } from './place-meanings.ts'
import type { BodyEdits } from './rewriter.ts'

/** Where the texts of one body stand, and how a stand-in is written there. */
export interface TextContext {
  readonly judge: Judge
  readonly place: Place
  /** Key path of the text that is being read; asked only when something was found. */
  path(): string | null
  /** The path by which names are asked what they tell, never shown; absent: the same. */
  askedPath?(): string | null
  /** What the name of the field tells, where that is more than its path says. */
  meaning?(): FieldMeaning | null
  /** What names told before, and the number of the text's place in it; absent: nothing is remembered. */
  readonly meanings?: PlaceMeanings
  placeNumber?(): number
  /** True while the text is a name of which readers keep one where two are alike; absent: it is none. */
  isMemberName?(): boolean
  /** Writes a stand-in so that it is valid where the entity stood; by default as it is. `raw` is the first stretch. */
  encode?(standIn: Uint8Array, raw: Uint8Array): Uint8Array
  /** Reads documents that are written into the texts; absent: none are looked for. */
  readonly documents?: OpenDocument
  /** Looks into files that stand in texts as Base64; absent: none are looked for. */
  readonly openFile?: OpenFile | undefined
  /** True where what cannot be looked into is refused. */
  readonly refusesOpaque?: boolean
  /** How many documents these texts stand in that are written into texts themselves. */
  readonly nesting?: number
  /** What texts of the body around remember. */
  readonly memory?: BodyMemory
}

export class EntityEditor {
  readonly rewriter: BodyEdits
  readonly context: TextContext
  readonly #memory = new BodyMemory()
  /** What names tell that stand elsewhere in the document which is being read, one of several in a body; null where none do. */
  elsewhere: NamesElsewhere | null = null

  constructor(rewriter: BodyEdits, context: TextContext) {
    this.rewriter = rewriter
    this.context = context
  }

  /** Of a text or a file in another body, what that one remembers. */
  get memory(): BodyMemory {
    return this.context.memory ?? this.context.judge.memory ?? this.#memory
  }

  /** What looks for entities in the texts of this body. */
  get analyzer(): Analyzer {
    return this.context.judge.analyzer
  }

  /** Who is named anywhere in the body; null where only what came before is known. */
  get known(): KnownValues | null {
    return this.context.judge.known ?? null
  }

  /** Who is known in the text that is read now; null while that is nobody: of a body that is held whole, in the first look. */
  get knownHere(): KnownValues | null {
    const { known } = this
    if (known !== null) return known.isComplete ? known : null
    const { memory } = this
    return memory.known.size > 0 ? memory.known : null
  }

  /** The same, of the text that comes next. */
  get knowsNext(): boolean {
    const { known } = this
    return known === null ? this.memory.knowsSome : known.isComplete
  }

  get place(): Place {
    return this.context.place
  }

  /** False where a text that is a document of its own is read as any text: its values may still have escapes. */
  get readsDocuments(): boolean {
    const { documents, nesting = 0, judge } = this.context
    // Where names of fields tell nothing, a text shows as much as the document in it.
    return documents !== undefined && nesting < deepestDocuments && judge.analyzer.fields !== noFields
  }

  /** False where the text belongs to no field. */
  get isField(): boolean {
    return this.context.path() !== null || this.context.judge.within !== undefined
  }

  /** What the name of the field tells in which the text stands; null where nothing. */
  meaning(): FieldMeaning | null {
    const { judge } = this.context
    if (this.context.meaning !== undefined) return this.context.meaning()
    if (judge.analyzer.fields === noFields) return null
    const records = this.records
    const { meanings } = this.context
    // Cells of a row are each of another column, and values beside their names each of another name.
    const isPlain = records.elsewhere === null && this.elsewhere === null
    const number = isPlain ? (this.context.placeNumber?.() ?? -1) : -1
    const known = meanings?.get(number, records.version)
    if (known !== undefined) return known
    const meaning = askMeaning(this.context, { records, elsewhere: this.elsewhere })
    meanings?.set(number, records.version, meaning)
    return meaning
  }

  /** True where the record in which the text stands has a phone or an address for mail, as far as that is known. */
  isBesideContact(): boolean {
    return isBesideContact(this.context, this.records)
  }

  /** What fields beside each other tell. */
  get records(): Records {
    return (this.context.judge.known ?? this.memory.known).records
  }

  /** Asks the judge; its order is the caller's to carry out. */
  ask(occurrence: Occurrence): Operator {
    const { finding, value, stretches, number } = occurrence
    const offset = (stretches[0] as Stretch).start
    const last = stretches[stretches.length - 1] as Stretch
    const { judge, place } = this.context
    const located = { finding, place, path: this.context.path(), offset, length: last.end - offset, value }
    return judge.entity(number === undefined ? located : { ...located, number })
  }

  /** As `handle` for an entity that stands in the body as it is, in a text that begins at index `origin` of the window. */
  handlePlain(finding: Finding, origin: number): Operator {
    const { base, bytes } = this.rewriter.window
    const start = origin + finding.start
    const end = origin + finding.end
    const value = bytes.subarray(start, end)
    if (isTokenText(value)) return 'keep'
    const { judge, place } = this.context
    const path = this.context.path()
    const operator = judge.entity({ finding, place, path, offset: base + start, length: end - start, value })
    if (operator === 'keep') return operator
    if (operator === 'refuse') {
      this.rewriter.refuse(start)
      return operator
    }
    this.remember(finding, value)
    const plain = this.#standIn(operator, { type: finding.type, value }, false)
    const replacement = this.context.encode?.(plain, value) ?? plain
    if (!isWritten(replacement, bytes, { start, end })) this.rewriter.edit(start, end, replacement)
    return operator
  }

  /** Asks the judge and carries out the order. Must be called in the order of the body. Returns what was done. */
  handle(occurrence: Occurrence): Operator {
    if (isTokenText(occurrence.value)) return 'keep'
    const operator = this.ask(occurrence)
    this.#carryOut(operator, occurrence)
    return operator
  }

  /**
   * The same for entities in order of their beginnings, some of which may overlap: each is judged, each order is carried
   * out, and where two change the same bytes the first writes its stand-in and the other's rest goes.
   */
  handleAll(occurrences: readonly Occurrence[]): void {
    let changedTo = 0
    for (const occurrence of occurrences) {
      if (isTokenText(occurrence.value)) continue
      // All of it is changed already: it is not counted twice.
      if (isFoundAgain(occurrence.finding) && endOf(occurrence.stretches) <= changedTo) continue
      const operator = this.ask(occurrence)
      if (operator === 'keep') continue
      const { stretches } = occurrence
      if (beginOf(stretches) >= changedTo) this.#carryOut(operator, occurrence)
      else if (operator === 'refuse') this.#carryOut(operator, occurrence)
      else this.write(behind(stretches, changedTo), nothing)
      changedTo = Math.max(changedTo, endOf(stretches))
    }
  }

  #carryOut(operator: Operator, { finding, value, stretches, coded }: Occurrence): void {
    if (operator === 'keep') return
    if (operator === 'refuse') {
      this.rewriter.refuse(beginOf(stretches) - this.rewriter.window.base)
      return
    }
    this.remember(finding, value)
    const { type } = finding
    const isKept = coded !== undefined && isKeptCoded(operator, { type, value }, coded)
    const plain = this.#standIn(operator, { type, value: isKept ? coded : value }, coded !== undefined)
    // A token whose `@` stands bare is given back as what it stands for, without encoding it once more.
    const isBare = coded === undefined || (isKept && isTokenText(plain))
    this.write(stretches, isBare ? plain : percentEncodeAlike(plain, coded))
  }

  /** Notes what is replaced; of a body that is held whole its judge does (`second-look.ts`). */
  remember(finding: Finding, value: Uint8Array): void {
    if (this.known === null) this.memory.replaced(finding, value)
  }

  /** `isInner`: a second layer of escapes was undone as well (text-layers.ts). */
  #standIn(operator: Replacing, { type, value }: ReplacedEntity, isInner: boolean): Uint8Array {
    const { judge, nesting = 0 } = this.context
    const undone = this.readsDocuments && !isInner ? null : nesting + (isInner ? 1 : 0)
    const made = (judge.standIns ?? keylessStandIns).make(operator, { type, value, undone })
    const mayRepeat = !standsForOne.has(operator) && this.context.isMemberName?.() === true
    return mayRepeat ? this.memory.names.apart(made, value) : made
  }

  /** The stand-in goes where the entity begins; markup between its stretches stays, their text goes. */
  write(stretches: readonly Stretch[], plain: Uint8Array): void {
    const { base, bytes } = this.rewriter.window
    let replacement = plain
    for (const stretch of stretches) {
      const start = stretch.start - base
      const end = stretch.end - base
      if (replacement !== nothing && this.context.encode !== undefined) {
        replacement = this.context.encode(plain, bytes.subarray(start, end))
      }
      if (!isWritten(replacement, bytes, { start, end })) this.rewriter.edit(start, end, replacement)
      replacement = nothing
    }
  }
}

const nothing = new Uint8Array(0)

/** What these write stands for one spelling of one value. A hash is the same for all that count as equal. */
const standsForOne: ReadonlySet<Replacing> = new Set<Replacing>(['tokenize', 'fpe'])

/**
 * In a link a value comes back as it was encoded, so that it is the same link again. A token of a mail address shows by its
 * own `@` that it is to be encoded, as most are; what was encoded in another way comes back as it was, too.
 */
function isKeptCoded(operator: Replacing, { type, value }: ReplacedEntity, coded: Uint8Array): boolean {
  if (operator !== 'tokenize' || !coded.includes(0x25) || coded.includes(0x5c)) return false
  return type !== 'EMAIL' || !isEncodedPlainly(value, coded)
}
