/** Says what the words around a token tell, as far as its sentence goes; asked only where something stands. */
import { BLANK, INITIAL, NEW_LINE, NOTHING, PUNCTUATION, SMALL, TITLE } from '../prose/forms.ts'
import { cuesOf, knownWords } from '../prose/known-words.ts'
import type { Sight } from '../prose/sight.ts'
import { hashWord } from '../prose/tokens.ts'
import { usualFirstNames } from '../prose/usual-names.ts'
import { andClass, titleClass } from '../prose/vocabulary.ts'
import { CITY, COMMON, FIRST } from '../prose/word-look.ts'
import { cues } from './lexicon.ts'

/** Words for somebody that also say for whom a thing is: a patient portal and an employee handbook tell of nobody. */
const roles = hashesOf('patient employee client customer student candidate tenant applicant child partner')
/** Such things. Not what is written about one person: a patient file, a patient report. */
const forMany = hashesOf(
  'portal portals app apps website site software safety satisfaction experience survey surveys handbook manual leaflet ' +
    'leaflets brochure transport lounge entrance parking ward wards advocacy outreach education engagement flow intake ' +
    'onboarding desk hotline helpline service services support relations association associations group groups forum ' +
    'council charter rights volume volumes numbers population populations cohort cohorts demand base segment segments',
)

function hashesOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

/** Spanish and Italian leave the pronoun out: where a sentence begins so, somebody is its subject. */
const openers = hashesOf(
  'padece padezco padecía sufre sufro sufría está estoy tiene tengo toma tomo fue ' +
    'soffre soffro soffriva ha ho prende prendo assume iscritto iscritta afiliado afiliada',
)
/** So they do with things, too: only right before what is said of somebody. */
const copulas = hashesOf('es è era sono')
/** `È di religione ebraica`. */
const copulaReach = 4
const ofWords = hashesOf('de di')
/** `She is pregnant and has diabetes`: the second verb has the subject of the first. */
const farSubject = 8
/** A question about a medicine has its mark within so many tokens. */
const questionReach = 24

/** `Fatima is not at all pregnant` */
const subjectReach = 4

/** `Diagnosis: type 2 diabetes`. */
const labelReach = 4

export class Surroundings {
  readonly sight: Sight

  constructor(sight: Sight) {
    this.sight = sight
  }

  /** The cues before and behind tokens `[from, to)` of `count`, in the same sentence, as bits. */
  around(
    bytes: Uint8Array,
    { from, to, count }: { from: number; to: number; count: number },
    reach: { before: number; after: number },
  ): number {
    let bits = 0
    let least = from - reach.before
    for (let index = from - 1; index >= 0 && index >= least; index--) {
      if (this.#beginsSentence(bytes, index + 1)) break
      const told = this.#cuesAt(index)
      bits |= told
      if ((told & cues.having) !== 0 && this.#isJoined(index)) least = Math.min(least, index - farSubject)
      if (this.#isSubject(bytes, index, from)) bits |= cues.person
    }
    for (let index = from + 1; index < to; index++) if (this.#beginsSentence(bytes, index)) return bits
    for (let index = to; index < count && index < to + reach.after; index++) {
      if (this.#beginsSentence(bytes, index)) break
      bits |= this.#cuesAt(index)
    }
    return bits
  }

  /** What the word before a colon tells that stands up to three words before `index`: `Diagnosis: …`. */
  labelAt(bytes: Uint8Array, index: number): number {
    const { start, form } = this.sight.tokens
    for (let at = index - 1; at > 0 && at >= index - labelReach; at--) {
      if (this.#beginsSentence(bytes, at + 1)) return 0
      if (form[at] === PUNCTUATION && bytes[start[at]!] === 0x3a) return this.#cuesAt(at - 1)
    }
    return 0
  }

  /** True where a question is asked around `index` on its line: what dose is usual, what a medicine is for. */
  asks(bytes: Uint8Array, index: number, count: number): boolean {
    const { form, gap, start } = this.sight.tokens
    for (let at = index + 1; at < count && at < index + questionReach && gap[at] !== NEW_LINE; at++)
      if (form[at] === PUNCTUATION && bytes[start[at]!] === 0x3f) return true
    return false
  }

  /** `Is Fatima pregnant?`: the first name of whom something is said at `from`, over a verb or two; -1 where none stands. */
  subjectBefore(bytes: Uint8Array, from: number, isPlaceToo: boolean): number {
    const { form, gap } = this.sight.tokens
    for (let at = from - 1; at >= 0 && at >= from - subjectReach; at--) {
      if (gap[at + 1] !== BLANK || this.#beginsSentence(bytes, at + 1)) return -1
      if (form[at] === SMALL) continue
      const isAlone =
        at === 0 || form[at - 1] !== TITLE || gap[at] !== BLANK || this.#opensQuestion(bytes, at - 1)
      const isTown = isPlaceToo && (this.sight.listsAt(at) & CITY) !== 0
      return isAlone && !isTown && this.#isName(at) ? at : -1
    }
    return -1
  }

  /** `Is`, `Ist`, `È`: a word in capitals only since it begins its sentence. */
  #opensQuestion(bytes: Uint8Array, index: number): boolean {
    return (
      (index === 0 || this.#beginsSentence(bytes, index)) &&
      (this.#cuesAt(index) & (cues.being | cues.having)) !== 0
    )
  }

  #isJoined(index: number): boolean {
    return index > 0 && this.sight.kindAt(index - 1) === andClass
  }

  /** A verb at the beginning of its sentence, that has its subject in itself. */
  #isSubject(bytes: Uint8Array, index: number, from: number): boolean {
    if (index > 0 && !this.#beginsSentence(bytes, index)) return false
    const { hash } = this.sight.tokens
    if (openers.has(hash[index]!)) return true
    if (!copulas.has(hash[index]!)) return false
    if (index === from - 1 || openers.has(hash[index + 1]!)) return true
    // `Es miembro del sindicato`
    const isOf = ofWords.has(hash[index + 1]!) || (this.#cuesAt(index + 1) & cues.member) !== 0
    return isOf && from - index <= copulaReach
  }

  /** Behind a line end, and behind `. ! ?` and a space. */
  #beginsSentence(bytes: Uint8Array, index: number): boolean {
    const { form, gap, start } = this.sight.tokens
    if (gap[index] === NEW_LINE) return true
    if (index === 0 || gap[index] === 0 || form[index - 1] !== PUNCTUATION) return false
    const mark = bytes[start[index - 1]!]!
    return (mark === 0x2e && !this.#isShortened(index - 2)) || mark === 0x21 || mark === 0x3f
  }

  /** `M. Cohen`, `Sig. Bianchi`, `J. Smith`: their full stop ends no sentence. */
  #isShortened(index: number): boolean {
    if (index < 0 || this.sight.tokens.gap[index + 1] !== NOTHING) return false
    return this.sight.tokens.form[index] === INITIAL || this.sight.kindAt(index) === titleClass
  }

  #cuesAt(index: number): number {
    const { form, hash } = this.sight.tokens
    if (form[index] === PUNCTUATION || this.#isOfMany(index)) return 0
    return cuesOf(knownWords.get(hash[index]!)) | (this.#isName(index) ? cues.person : 0)
  }

  #isOfMany(index: number): boolean {
    const { count, gap, hash } = this.sight.tokens
    const next = index + 1
    return roles.has(hash[index]!) && next < count && gap[next] === BLANK && forMany.has(hash[next]!)
  }

  /** Likely a first name, and no common word, unless very many people have it. */
  #isName(index: number): boolean {
    const { form, hash } = this.sight.tokens
    if (form[index] !== TITLE) return false
    return usualFirstNames.has(hash[index]!) || (this.sight.listsAt(index) & (FIRST | COMMON)) === FIRST
  }
}
