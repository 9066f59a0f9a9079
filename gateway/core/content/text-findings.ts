/** Completes what the scanner found in a text: by the name of its field, by its prose, and by who was named before. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { FieldMeaning, ValueMeaning } from '../pii/fields/field-meaning.ts'
import { putFoundAgain, takeFoundAgain } from '../pii/fields/insert-found.ts'
import type { KnownPlace } from '../pii/fields/known-values.ts'
import { fitShape } from '../pii/fields/shapes.ts'
import { findValue, weighFindings } from '../pii/fields/weigh-field.ts'
import { dropCodeNames } from '../pii/recognizers/told/code-names.ts'
import { beginsCard } from '../pii/recognizers/told/content-lines.ts'
import { findBesideMoney } from '../pii/recognizers/told/told-bank.ts'
import { findToldByMarks, mayTellByMarks } from '../pii/recognizers/told/told-marks.ts'
import { contactLines } from './contact-look.ts'
import type { EntityEditor } from './entity-editor.ts'
import { learnHome } from './homes.ts'
import { beginsWithTitle, findNamedInTitle } from './named-in-title.ts'
import { mayHoldPasted, PastedTables } from './pasted-tables.ts'
import {
  leastProse,
  looksLikeLetter,
  looksLikeProse,
  proseLines,
  proseStretches,
  type Span,
  wholeOf,
} from './prose-look.ts'
import { readableName } from './readable-name.ts'
import { putTold } from './told-cells.ts'

/** Below what rules act on. */
const unlikelyName = 0.3
/** Of a value alone, such as that of `name`: `Köln Altstadt` reads like a person's somewhat less. */
const surelyRead = 0.9

/** Of a word alone: `Paris` and `Weber` are given names less often than something else. */
const surelyGiven = 0.95
const longestGiven = 24

/** Of a name that the model does not know, where its place says that it is somebody's. */
const leastTold = 0.7

/** How a text is read. */
export interface TextReading {
  readonly meaning: FieldMeaning | null
  /** Its beginning reads like sentences, or its field is one in which people write them. */
  readonly isProse: boolean
  /** What of the text that was looked at reads like sentences; null where that is not known yet. */
  readonly stretches: readonly Span[] | null
}

const noStretches: readonly Span[] = []

/** Of a text in which nothing was found, that tells nothing, and in which nobody stands who is known. */
const plainReading: TextReading = { meaning: null, isProse: false, stretches: noStretches }

/** One serves the texts of one body, in their order, between `reset` and `reset`. */
export class TextFindings {
  readonly #editor: EntityEditor
  readonly #tables: PastedTables

  constructor(editor: EntityEditor) {
    this.#editor = editor
    this.#tables = new PastedTables(editor, (cell, found, meaning) => this.#findValue(cell, found, meaning))
  }

  /** Texts from this length on are worth reading although nothing in them anchors an entity. */
  get leastRead(): number {
    return this.#editor.knowsNext ? 2 : this.leastProse
  }

  /** The same where nobody is known. */
  get leastProse(): number {
    return this.#editor.analyzer.prose === null ? Number.POSITIVE_INFINITY : leastProse
  }

  reset(): void {
    this.#editor.memory.clear()
    this.#tables.reset()
  }

  /**
   * `isTold`: the name of the text's field may tell something. `view` has the beginning of the text, or all of it where
   * not `isTold`.
   */
  readingOf(view: TextWindow, isTold: boolean, found: readonly Finding[]): TextReading {
    this.#tables.begin()
    const { prose } = this.#editor.analyzer
    const { bytes } = view
    const looks = prose !== null && looksLikeProse(bytes, view, false)
    // Of a text about which nothing else asks, its lines decide whether it is read at all.
    const isUnasked = !isTold && found.length === 0
    const lines = prose !== null && !looks && isUnasked ? proseLines(bytes, view) : null
    const isPlain = isUnasked && !looks && (lines === null || lines.length === 0)
    if (isPlain && !this.#mayName(view) && !(prose !== null && tellsByItself(view))) return plainReading
    const meaning = this.#meaningOf(view)
    if (looks) return { meaning, isProse: true, stretches: wholeOf(view) }
    const isProse = prose !== null && meaning?.role === 'prose'
    return { meaning, isProse, stretches: isProse ? null : lines }
  }

  /** A whole letter is no file's name and no number, whatever its field is called: null, as where the name tells nothing. */
  #meaningOf(view: TextWindow): FieldMeaning | null {
    const meaning = this.#editor.meaning()
    if (this.#isRead(meaning) || this.#editor.analyzer.prose === null) return meaning
    if (meaning?.role === 'value' && fitShape(meaning.shape, view.bytes, view) !== null) return meaning
    return looksLikeLetter(view.bytes, view) ? null : meaning
  }

  /** What the field's name makes of findings in a part of a text. */
  weigh(found: Finding[], { meaning }: TextReading): void {
    if (found.length === 0) return
    const { place, isField } = this.#editor
    weighFindings(found, { meaning, place, isField })
  }

  /** `view` is a whole text that is no longer than a value or a few paragraphs; `found` is in its order. */
  complete(view: TextWindow, found: Finding[], reading: TextReading): void {
    if (reading === plainReading) return
    this.weigh(found, reading)
    this.completeWeighed(view, found, reading)
  }

  /** The same where the findings were weighed. */
  completeWeighed(view: TextWindow, found: Finding[], reading: TextReading): void {
    const { meaning } = reading
    if (meaning?.role === 'value') {
      const again = takeFoundAgain(found)
      this.#findValue(view, found, meaning)
      if (meaning.code === 'whole_address') learnHome(this.#editor, view, found)
      putFoundAgain(view.bytes, found, again)
    }
    if (reading.stretches === null) this.completePart(view, found, reading)
    else this.#read(view, found, reading)
  }

  #findValue(view: TextWindow, found: Finding[], meaning: ValueMeaning): void {
    findValue(view, found, { meaning, wholeValue: this.#editor.analyzer.wholeValue })
    if (meaning.shape === 'bare-name' && found.length === 1) this.#confirm(view, found, meaning.code)
    else if (meaning.shape === 'bare-name' && found.length === 0) this.#findGiven(view, found)
  }

  /** A field that may hold any name: whether it reads like a person's is for the model to say. */
  #confirm({ bytes }: TextWindow, found: Finding[], code: string): void {
    const [name] = found
    const { prose } = this.#editor.analyzer
    if (prose === null || name === undefined || name.type !== 'PERSON') return
    const read: Finding[] = []
    const text = readableName(bytes, name)
    prose.read(text, read)
    const person = read.find(({ type, score }) => type === 'PERSON' && score >= surelyRead)
    const isToldElse = person === undefined && prose.mayBeName(text) && this.#isOfPerson(code)
    if (isToldElse)
      found[0] = {
        ...name,
        score: Math.max(name.score, leastTold),
        reasons: [...name.reasons, 'words-of-name'],
      }
    else
      found[0] =
        person === undefined
          ? { ...name, score: unlikelyName, reasons: [...name.reasons, 'reads-unlike-name'] }
          : {
              ...name,
              score: Math.max(name.score, person.score * 0.9),
              reasons: [...name.reasons, 'reads-like-name'],
            }
  }

  /** A patient, a driver, an author; or whoever has this name beside a phone or an address for mail. */
  #isOfPerson(code: string): boolean {
    return code !== 'bare_name' || this.#editor.isBesideContact()
  }

  /** One word names a thing, unless it is a usual given name and stands beside a phone or an address for mail. */
  #findGiven({ bytes, start, end }: TextWindow, found: Finding[]): void {
    const { prose } = this.#editor.analyzer
    if (prose === null || end - start > longestGiven || !this.#editor.isBesideContact()) return
    const read: Finding[] = []
    prose.read({ bytes, start, from: start, end, final: true }, read)
    const [given] = read
    if (given?.type !== 'PERSON' || given.start !== start || given.end !== end || given.score < surelyGiven)
      return
    if (given.reasons.includes('list:first-name'))
      found.push({ ...given, score: given.score * 0.9, reasons: [...given.reasons, 'reads-like-name'] })
  }

  /** The same for a block of a longer text, whose findings were weighed. */
  completePart(view: TextWindow, found: Finding[], reading: TextReading): void {
    const { isProse } = reading
    // A letter may stand behind what a text begins with.
    const hidesLetter = !this.#isRead(reading.meaning) && looksLikeLetter(view.bytes, view)
    const meaning = hidesLetter && reading.meaning?.role === 'ordinary' ? null : reading.meaning
    if (!this.#isRead(meaning)) this.#read(view, found, reading)
    else this.#read(view, found, { meaning, isProse, stretches: proseStretches(view.bytes, view, isProse) })
  }

  #isRead(meaning: FieldMeaning | null): boolean {
    const isOther = meaning?.role === 'ordinary' || meaning?.role === 'value'
    return this.#editor.analyzer.prose !== null && !isOther
  }

  #read(view: TextWindow, found: Finding[], { meaning, stretches }: TextReading): void {
    const { prose } = this.#editor.analyzer
    const { bytes } = view
    const told = this.#tables.read(view, found)
    const isRead = this.#isRead(meaning)
    const sentences = stretches !== null && isRead ? stretches : noStretches
    const isContact = isRead && prose !== null && found.length > 0 && sentences.length === 0
    const read = isContact ? contactLines(view, found) : sentences
    for (const span of read) prose?.read(windowOf(bytes, span), found)
    if (prose !== null && !isRead && ((stretches?.length ?? 0) > 0 || beginsWithTitle(view)))
      findNamedInTitle(prose, windowOf(bytes, view), found)
    if (read.length > 0) dropCodeNames(view, found)
    if (prose !== null && (isRead || beginsCard(view))) findToldByMarks(view, found)
    if (found.length > 0) findBesideMoney(view, found)
    if (told.length > 0) putTold(bytes, told, found)
    const here = this.#editor.knownHere
    if (here !== null) {
      for (const span of read) here.read(windowOf(bytes, span), found, 'prose')
      here.read(view, found, placeOf(meaning))
      here.found.read(view, found)
    }
    const known = this.#editor.known ?? this.#editor.memory.known
    if (!known.isComplete) for (const finding of found) known.learn(finding, bytes)
  }

  #mayName(view: TextWindow): boolean {
    return this.#editor.knownHere?.mayStandIn(view) === true
  }
}

/** True where a short text may be personal whatever its field is called. */
function tellsByItself(view: TextWindow): boolean {
  return mayTellByMarks(view) || beginsCard(view) || beginsWithTitle(view) || mayHoldPasted(view)
}

function placeOf(meaning: FieldMeaning | null): KnownPlace {
  if (meaning?.role === 'prose') return 'prose'
  return meaning?.role === 'ordinary' ? 'ordinary' : 'field'
}

function windowOf(bytes: Uint8Array, { start, end }: Span): TextWindow {
  return { bytes, start, from: start, end, final: true }
}
