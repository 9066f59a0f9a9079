/** Judges the entities of one exchange by its rule, and remembers what was decided and why, but never a value. */
import type { FieldOrder, FileNote, FileOrders, Judge, LocatedFinding, Room } from '../content/inspector.ts'
import { type JournalFinding, maxJournalFindings, type VerdictReason } from '../journal.ts'
import type { Analyzer } from '../pii/analyzer.ts'
import { normalizeEntity } from '../pii/anonymize.ts'
import { type EntityType, entityTypes, type Operator } from '../pii/entity.ts'
import {
  isKeyed,
  type Keyed,
  keylessStandIns,
  type SettledOperator,
  type StandIns,
} from '../pii/tokens/stand-ins.ts'
import { MiB } from '../units.ts'
import { Growth } from './growth.ts'
import { journalPath } from './journal-path.ts'
import { placeIn } from './journal-places.ts'
import { actsOnProse, type JudgeOptions } from './judge-options.ts'
import { type LookedTrait, lookedBit, writeLooked } from './looked.ts'
import { orderFor } from './order.ts'
import { SeenPersons } from './seen-persons.ts'
import type { Judgement } from './verdict.ts'

export interface ExchangeJudge extends Judge {
  /** True where what a person said of a value or a field may overrule the rule. */
  readonly isCorrected?: boolean
  /** The journal's notes on files that were met. */
  readonly fileNotes?: readonly string[]
  /** True where something in the body was ordered to be written otherwise, and was kept since a change would break it. */
  readonly isUnwritten?: boolean
  /** Told by whoever reads: what later counts for how far it was looked into. */
  notice?(trait: LookedTrait): void
  /** What the exchange comes to so far; final once every part of it was inspected. */
  judgement(): Judgement
}

/**
 * One judge serves one exchange: query, headers and body. In mode `observe` it answers `keep` and `scan` to everything,
 * while its judgement says what would have happened.
 */
export function createJudge(options: JudgeOptions): ExchangeJudge {
  return new RuleJudge(options)
}

/** A judgement's reason for refusing, or null where it does not (or mode `observe` holds it back). */
export function refusalOf(judge: ExchangeJudge): VerdictReason | null {
  const judgement = judge.judgement()
  return judgement.action === 'refuse' && !judgement.observed ? judgement.reason : null
}

/** As much as is held of a body by default: a document that is longer is not held for its own sake. */
const defaultMaxFileBytes = MiB

type SettledOrRefused = SettledOperator | { operator: 'refuse'; note: string }

const noNotes: readonly string[] = []
const noFindings: readonly JournalFinding[] = []
const noCounts: Judgement['findingCounts'] = {}

/** A class, since one is made for every request: nothing is allocated behind it before something is found. */
class RuleJudge implements ExchangeJudge, FileOrders {
  readonly analyzer: Analyzer
  readonly standIns: StandIns
  readonly judgesFields: boolean
  readonly files: FileOrders
  readonly #options: JudgeOptions
  readonly #observe: boolean
  readonly #correctedField: ((path: string) => FieldOrder) | null
  /** A value is denied here: fields that are kept are looked into for its sake. */
  readonly #deniesValues: boolean
  readonly #isKeptField: ((path: string) => boolean) | null
  #fileNotes: string[] | null = null
  #findings: JournalFinding[] | null = null
  #counts: Partial<Record<EntityType, number>> | null = null
  #persons: SeenPersons | null = null
  #refusal: VerdictReason | null = null
  #changes = false
  #isUnwritten = false
  #growth: Growth | null = null
  /** Bits of `lookedBit`. */
  #looked = 0

  constructor(options: JudgeOptions) {
    this.#options = options
    this.#observe = options.policy.mode === 'observe'
    const { analyzer } = options.policy
    this.analyzer = actsOnProse(options) ? analyzer : analyzer.withoutProse
    this.standIns = options.standIns ?? keylessStandIns
    this.#correctedField = options.policy.corrections.fieldsOf(options.destinationGroup)
    this.#deniesValues = options.policy.corrections.deniesValues(options.destinationGroup)
    this.#isKeptField = this.#deniesValues ? (path) => this.#fieldOrder(path) === 'keep' : null
    this.files = this
    this.judgesFields = options.rule.namesFields || this.#correctedField !== null
    if (this.analyzer === analyzer) this.notice('prose')
    if (options.rule.onOpaque === 'refuse') this.notice('opaqueRefused')
    if (options.rule.files.metadata === 'strip' && !this.#observe) this.notice('metadataStripped')
  }

  field(path: string): FieldOrder {
    const order = this.#fieldOrder(path)
    if (order !== 'scan') this.#options.fieldSettled?.(path, order)
    if (order === 'drop') this.#changes = true
    if (order === 'keep' && this.#deniesValues) return 'scan'
    if (order !== 'scan' && !this.#observe) this.notice('fieldUnread')
    return this.#observe ? 'scan' : order
  }

  #fieldOrder(path: string): FieldOrder {
    const said = this.#correctedField?.(path) ?? 'scan'
    return said === 'scan' ? this.#options.rule.fieldOrder(path) : said
  }

  entity(found: LocatedFinding): Operator {
    const type = found.finding.type
    this.#counts ??= {}
    if (found.again !== true) this.#counts[type] = (this.#counts[type] ?? 0) + 1
    const normal = normalizeEntity(type, found.value)
    const { ordered, why, counts } = orderFor(found, normal, {
      options: this.#options,
      isKeptField: this.#isKeptField,
    })
    if (found.signed === true && ordered !== 'keep' && ordered !== 'refuse') {
      this.#noteSigned(found, ordered, normal)
      return this.#observe || this.#options.rule.onSigned === 'pass' ? 'keep' : 'refuse'
    }
    if (found.fixed === true) this.notice('fixed')
    if (found.signed === true) this.notice('signedFile')
    const isFixed = found.fixed === true && ordered !== 'keep' && ordered !== 'refuse'
    if (isFixed && found.place === 'body') this.#isUnwritten = true
    let operator: Operator = isFixed ? 'keep' : ordered
    let note = isFixed ? `fixed-field:${ordered}` : why
    if (operator === 'refuse') this.#refuse('entity-refused')
    else if (counts && this.#exceedsPersons(type, normal, operator)) {
      operator = 'refuse'
      note = 'too-many-persons'
      this.#refuse('too-many-persons')
    } else if (operator !== 'keep') {
      this.#changes = true
      if (isKeyed(operator)) {
        const settled = this.#settle(operator, found)
        if (settled.note !== null) note = `${settled.note}:${operator}`
        operator = settled.operator
        if (operator === 'refuse') this.#refuse('tokens-not-kept')
      }
    }
    this.#note(found, operator, { normal, note })
    return this.#observe ? 'keep' : operator
  }

  /** A change would break the signature of the file that it stands in. */
  #noteSigned(found: LocatedFinding, ordered: Operator, normal: string): void {
    const isKept = this.#options.rule.onSigned === 'pass'
    if (isKept) this.told('signed')
    else this.#refuse('signed-content')
    this.#note(found, isKept ? 'keep' : 'refuse', { normal, note: `signed:${ordered}` })
  }

  get fileNotes(): readonly string[] {
    return this.#fileNotes ?? noNotes
  }

  /** Asked where a file is met. Mode `observe` changes nothing. */
  get metadata(): 'strip' | 'keep' {
    this.notice('file')
    return this.#observe ? 'keep' : this.#options.rule.files.metadata
  }

  get base64Depth(): number {
    return this.#options.rule.files.base64Depth
  }

  get maxFileBytes(): number {
    return this.#options.maxFileBytes ?? defaultMaxFileBytes
  }

  get isCorrected(): boolean {
    return this.#deniesValues || this.#correctedField !== null
  }

  get isUnwritten(): boolean {
    return this.#isUnwritten
  }

  get room(): Room | undefined {
    return this.#options.room
  }

  unpacks(growth: number, bytes: number): boolean {
    this.#growth ??= new Growth()
    return this.#growth.allows(growth, bytes)
  }

  notice(trait: LookedTrait): void {
    this.#looked |= lookedBit[trait]
  }

  told(note: FileNote): void {
    this.notice('file')
    this.#fileNotes ??= []
    if (!this.#fileNotes.includes(note)) this.#fileNotes.push(note)
    if (note === 'metadata-stripped') this.#changes = true
    if (note === 'signed-metadata' && this.#options.rule.onSigned === 'refuse') this.#refuse('signed-content')
  }

  /** In mode `observe` no key is asked: nothing will stand in anybody's place. */
  #settle(operator: Keyed, { finding, value, number }: LocatedFinding): SettledOrRefused {
    if (number === true) return { operator: 'mask', note: 'json-number' }
    if (this.#observe) return { operator, note: null }
    const settled = this.standIns.settle(operator, { type: finding.type, value })
    const { standIns, rule } = this.#options
    // As where a token was made and could not be kept. Where nobody keeps tokens, a mask is all that there is.
    const isMissed = settled.note === 'no-key' && operator === 'tokenize' && standIns !== undefined
    return isMissed && rule.onFailure === 'refuse' ? { operator: 'refuse', note: 'no-key' } : settled
  }

  judgement(): Judgement {
    const { action, reason } = this.#outcome()
    return {
      action,
      reason,
      observed: this.#observe && action !== 'pass',
      findings: this.#findings ?? noFindings,
      findingCounts: this.#counts ?? noCounts,
      looked: writeLooked(this.#looked, this.#options.rule.files.base64Depth),
    }
  }

  #outcome(): Pick<Judgement, 'action' | 'reason'> {
    if (this.#refusal !== null) return { action: 'refuse', reason: this.#refusal }
    if (this.#changes) return { action: 'transform', reason: 'rule' }
    return { action: 'pass', reason: this.#counts === null ? 'nothing-found' : 'all-kept' }
  }

  #refuse(reason: VerdictReason): void {
    this.#refusal ??= reason
    // What is refused does not leave, so it may not use up the hour of what comes after it.
    if (!this.#observe) this.#options.persons?.withdraw()
  }

  /** The hour counts only what leaves readable; the exchange counts whatever is found. */
  #exceedsPersons(type: EntityType, normal: string, operator: Operator): boolean {
    const bound = this.#options.rule.maxPersons
    if (bound === null || !entityTypes[type].person) return false
    this.#persons ??= new SeenPersons(bound)
    const seen = this.#persons.see(type, normal)
    if (seen !== 'new') return seen === 'too-many'
    if (operator !== 'keep' || this.#refusal !== null) return false
    const inHour = this.#options.persons?.add(type, normal) ?? 0
    return inHour > bound
  }

  #note(found: LocatedFinding, operator: Operator, detail: { normal: string; note: string | null }): void {
    this.#findings ??= []
    const { finding, place, path, offset, length } = found
    const known = found.again === true ? placeIn(this.#findings, found) : -1
    if (known < 0 && this.#findings.length >= maxJournalFindings) return
    const { score, reasons } = finding
    const { blindIndex, destinationGroup } = this.#options
    this.#findings[known < 0 ? this.#findings.length : known] = {
      type: finding.type,
      class: entityTypes[finding.type].class,
      place,
      path: path === null ? null : journalPath(path, this.#options.policy.analyzer.fields),
      offset,
      length,
      score,
      reasons: detail.note === null ? reasons : [...reasons, detail.note],
      operator,
      blindIndex: blindIndex.index(finding.type, destinationGroup, Buffer.from(detail.normal)),
    }
  }
}
