/** Judges a body that is read twice: the first look tells who is named in it, the second finds them everywhere. */
import { Buffer } from 'node:buffer'
import type { Analyzer } from '../pii/analyzer.ts'
import type { Operator } from '../pii/entity.ts'
import { noFields } from '../pii/fields/field-dictionary.ts'
import { KnownValues } from '../pii/fields/known-values.ts'
import { namesElsewhere } from '../pii/fields/names-elsewhere.ts'
import { isReplacing } from '../pii/tokens/stand-ins.ts'
import type { FieldOrder, Judge, LocatedFinding } from './inspector.ts'
import type { TwoLooks } from './json-texts.ts'
import { PlacesElsewhere } from './known-elsewhere.ts'
import { RememberedProse } from './remembered-prose.ts'
import { RepeatedFiles } from './repeated-files.ts'
import { atOnce, type Steps } from './steps.ts'
import { UnchangedTexts } from './unchanged-texts.ts'
import type { KeptEdits } from './whole-rewriter.ts'

/** False where nothing names anybody: then one look is enough. */
export function mayNameSomebody({ fields, prose }: Analyzer): boolean {
  return fields !== noFields || prose !== null
}

/** Formats in which a word of a value stands as it is, or behind an escape that is known. */
const writesWords: ReadonlySet<string> = new Set(['json', 'ndjson', 'text', 'csv', 'xml'])
/** So many answers are written down in a few milliseconds. */
const placedInStep = 4096

interface Answer {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly inFile: boolean
  /** Of what stands in files, whose offsets may meet those of the next one; else empty. */
  readonly text: string
  readonly score: number
  readonly operator: Operator
}

/**
 * Asks the judge of the body once about each finding, and gives the same answer when it is found again. What the second look
 * is surer of is judged anew in place of what it was.
 */
export class RepeatedJudge implements Judge, TwoLooks {
  readonly analyzer: Analyzer
  readonly standIns: Judge['standIns']
  readonly judgesFields: boolean
  readonly files: RepeatedFiles | undefined
  readonly known = new KnownValues()
  readonly namesFound = new Set<number>()
  readonly #judge: Judge
  readonly #body: Uint8Array
  readonly prose: RememberedProse | null
  unchanged: UnchangedTexts | null = null
  /** Where who was named may stand unfound; null where that is not known. */
  #elsewhere: PlacesElsewhere | null = null
  readonly #answers: Answer[] = []
  #byPlace: Map<string, Answer> | null = null

  /** `body` is what is read twice. */
  constructor(judge: Judge, body: Uint8Array) {
    const { prose } = judge.analyzer
    this.#judge = judge
    this.#body = body
    this.prose = prose === null ? null : new RememberedProse(prose, body)
    this.analyzer = this.prose === null ? judge.analyzer : { ...judge.analyzer, prose: this.prose }
    this.standIns = judge.standIns
    this.judgesFields = judge.judgesFields
    this.files = judge.files && new RepeatedFiles(judge.files)
  }

  /** Looks in a JSON body for names that stand above columns, or beside their values. */
  lookForNames(body: Buffer): void {
    this.known.records.elsewhere = namesElsewhere(body, this.analyzer.fields)
  }

  get hasColumns(): boolean {
    return this.known.records.elsewhere?.hasUntold === true
  }

  /** True where a second look may find more than the first one did in this body. */
  isWorthIt({ format, layout }: { format: string; layout?: unknown }): boolean {
    if (this.known.isComplete) return false
    if (this.known.records.isMissed) return true
    if (this.known.size === 0) return false
    if (this.known.standsInFiles) return true
    // How other formats write a word is not known here.
    if (!writesWords.has(format) || layout !== undefined) return true
    const elsewhere = new PlacesElsewhere(this.known, this.#body, this.#answers)
    // Only of JSON the second look leaves out texts, and does to them what the first one did.
    if (format === 'json' || format === 'ndjson') this.#elsewhere = elsewhere
    return elsewhere.nextFrom(0) < this.#body.length
  }

  /** From now on who was named is known from the body's beginning. `edits`: those of the first look, null where unknown. */
  beginAgain(edits: KeptEdits | null): void {
    atOnce(this.beginAgainInSteps(edits))
  }

  *beginAgainInSteps(edits: KeptEdits | null): Steps<void> {
    const { prose } = this
    this.known.isComplete = true
    this.known.records.isClosed = true
    prose?.beginAgain()
    this.files?.beginAgain()
    this.#byPlace = new Map()
    for (const answer of this.#answers) {
      this.#byPlace.set(placeOf(answer), answer)
      if (this.#byPlace.size % placedInStep === 0) yield
    }
    // What a field that was dropped had in it was not read as a text.
    if (this.judgesFields || this.#elsewhere === null || edits === null || !this.known.records.isSettled)
      return
    this.unchanged = new UnchangedTexts({ elsewhere: this.#elsewhere, edits, prose })
  }

  field(path: string): FieldOrder {
    return this.#judge.field(path)
  }

  entity(found: LocatedFinding): Operator {
    const { finding, offset, length, inFile = false, value } = found
    const { type, score } = finding
    const text = inFile ? Buffer.from(value).toString('latin1') : ''
    const place = placeOf({ type, offset, length, inFile, text })
    const known = this.#byPlace?.get(place)
    // What only now is known to be somebody's, by what stands behind it, was let pass as something else.
    const isSurer = known?.operator === 'keep' && score > known.score
    if (known !== undefined && !isSurer) return known.operator
    const operator = this.#judge.entity(isSurer ? { ...found, again: true } : found)
    const answer = { type, offset, length, inFile, text, score, operator }
    if (isSurer) this.#byPlace?.set(place, answer)
    if (this.#byPlace !== null) return operator
    this.#answers.push(answer)
    // What stands in one place may stand in others: a token, which comes back, wherever an answer puts it.
    if (isReplacing(operator) && found.fixed !== true) this.known.found.learn(finding, value)
    return operator
  }
}

function placeOf({ type, offset, length, inFile, text }: Omit<Answer, 'operator' | 'score'>): string {
  return `${type} ${offset} ${length}${inFile ? ` file ${text}` : ''}`
}
