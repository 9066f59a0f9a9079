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
import type { BlindIndex } from '../ports.ts'
import { MiB } from '../units.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Correction } from './corrections.ts'
import { journalPath } from './journal-path.ts'
import type { PersonCounter } from './persons.ts'
import type { ExchangeRule, Judgement } from './verdict.ts'

export interface ExchangeJudge extends Judge {
  /** True where what a person said of a value or a field may overrule the rule. */
  readonly isCorrected?: boolean
  /** The journal's notes on files that were met. */
  readonly fileNotes?: readonly string[]
  /** What the exchange comes to so far; final once every part of it was inspected. */
  judgement(): Judgement
}

export interface JudgeOptions {
  policy: CompiledPolicy
  rule: ExchangeRule
  destinationGroup: string
  blindIndex: BlindIndex
  /** Counts the hour; null where nobody does, so that only the exchange itself is bounded. */
  persons: PersonCounter | null
  /** Makes what needs a key; absent: that is masked instead. */
  standIns?: StandIns | undefined
  /** Most bytes that are held of a file in a body that is not held itself; absent: a MiB. */
  maxFileBytes?: number
  /** Counts what is held for files; absent: nobody does. */
  room?: Room
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

/**
 * How much longer the documents of a body may get by being unpacked: by the first, and by the second for each of their
 * bytes; one document by no more than the third. Reading a MiB holds everybody else up for a third of a second, and twice
 * that where it is looked through twice. Texts in office files are packed to a fifth or a tenth.
 */
const growthAtOnce = 4 * MiB
const growthPerByte = 8
const mostGrowth = 12 * MiB

interface Order {
  ordered: Operator
  /** The note beside it. */
  why: string | null
  /** Whether its person counts. */
  counts: boolean
}

type SettledOrRefused = SettledOperator | { operator: 'refuse'; note: string }

const noNotes: readonly string[] = []
const noFindings: readonly JournalFinding[] = []
const noCounts: Judgement['findingCounts'] = {}

/** What is found in free text alone. */
const typesOfProse: readonly EntityType[] = [
  'PERSON',
  'ADDRESS',
  'HEALTH',
  'BIOMETRIC',
  'RELIGION',
  'UNION',
  'ORIENTATION',
  'ORIGIN',
  'POLITICS',
]

/** Reading free text takes longer than all else together: only where anybody would act on what is found there. */
function actsOnProse({ rule, policy: { corrections }, destinationGroup }: JudgeOptions): boolean {
  const denies = corrections.deniesValues(destinationGroup)
  return typesOfProse.some(
    (type) =>
      rule.operatorFor(type) !== 'keep' || (denies && corrections.knowsValues(type, destinationGroup)),
  )
}

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
  #fileNotes: string[] | null = null
  #findings: JournalFinding[] | null = null
  #counts: Partial<Record<EntityType, number>> | null = null
  #persons: Map<EntityType, Set<string>> | null = null
  #refusal: VerdictReason | null = null
  #changes = false
  #fileBytes = 0
  #growth = 0

  constructor(options: JudgeOptions) {
    this.#options = options
    this.#observe = options.policy.mode === 'observe'
    const { analyzer } = options.policy
    this.analyzer = actsOnProse(options) ? analyzer : analyzer.withoutProse
    this.standIns = options.standIns ?? keylessStandIns
    this.#correctedField = options.policy.corrections.fieldsOf(options.destinationGroup)
    this.#deniesValues = options.policy.corrections.deniesValues(options.destinationGroup)
    this.files = this
    this.judgesFields = options.rule.namesFields || this.#correctedField !== null
  }

  field(path: string): FieldOrder {
    const order = this.#fieldOrder(path)
    if (order === 'drop') this.#changes = true
    if (order === 'keep' && this.#deniesValues) return 'scan'
    return this.#observe ? 'scan' : order
  }

  #fieldOrder(path: string): FieldOrder {
    const said = this.#correctedField?.(path) ?? 'scan'
    return said === 'scan' ? this.#options.rule.fieldOrder(path) : said
  }

  entity(found: LocatedFinding): Operator {
    const type = found.finding.type
    this.#counts ??= {}
    this.#counts[type] = (this.#counts[type] ?? 0) + 1
    const normal = normalizeEntity(type, found.value)
    const { ordered, why, counts } = this.#order(found, normal)
    if (found.signed === true && ordered !== 'keep' && ordered !== 'refuse') {
      this.#noteSigned(found, ordered, normal)
      return this.#observe || this.#options.rule.onSigned === 'pass' ? 'keep' : 'refuse'
    }
    const isFixed = found.fixed === true && ordered !== 'keep' && ordered !== 'refuse'
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

  /** Mode `observe` changes nothing. */
  get metadata(): 'strip' | 'keep' {
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

  get room(): Room | undefined {
    return this.#options.room
  }

  unpacks(growth: number, bytes: number): boolean {
    this.#fileBytes += bytes
    this.#growth += growth
    if (growth <= mostGrowth && this.#growth <= growthAtOnce + growthPerByte * this.#fileBytes) return true
    this.#growth -= growth
    return false
  }

  told(note: FileNote): void {
    this.#fileNotes ??= []
    if (!this.#fileNotes.includes(note)) this.#fileNotes.push(note)
    if (note === 'metadata-stripped') this.#changes = true
    if (note === 'signed-metadata' && this.#options.rule.onSigned === 'refuse') this.#refuse('signed-content')
  }

  /** What is to be done by what a person said of this value, else by whose it is, else by the rule. */
  #order({ finding, path }: LocatedFinding, normal: string): Order {
    const { type, score } = finding
    const { policy, rule } = this.#options
    const said = this.#correctionOf(type, normal)
    if (said?.effect === 'allow') return { ordered: 'keep', why: `allowed:${said.id}`, counts: false }
    if (said?.effect === 'deny') {
      const ruled = rule.operatorFor(type)
      return { ordered: ruled === 'keep' ? 'mask' : ruled, why: `denied:${said.id}`, counts: true }
    }
    if (this.#deniesValues && path !== null && this.#fieldOrder(path) === 'keep')
      return { ordered: 'keep', why: 'kept-field', counts: false }
    if (policy.own.has(type, normal)) return { ordered: 'keep', why: 'own-identity', counts: false }
    if (score < rule.minScore) return { ordered: 'keep', why: 'below-min-score', counts: false }
    return { ordered: rule.operatorFor(type), why: null, counts: true }
  }

  #correctionOf(type: EntityType, normal: string): Pick<Correction, 'id' | 'effect'> | null {
    const { policy, destinationGroup, blindIndex } = this.#options
    if (!policy.corrections.knowsValues(type, destinationGroup)) return null
    const index = blindIndex.index(type, destinationGroup, Buffer.from(normal))
    return index === null ? null : policy.corrections.ofValue(type, destinationGroup, index)
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

  /**
   * Distinct values are counted per type and the largest count is the bound's: a record with an address and a number is
   * one person, not two. The hour counts only what leaves readable; the exchange counts whatever is found.
   */
  #exceedsPersons(type: EntityType, normal: string, operator: Operator): boolean {
    const bound = this.#options.rule.maxPersons
    if (bound === null || !entityTypes[type].person) return false
    this.#persons ??= new Map()
    let seen = this.#persons.get(type)
    if (seen === undefined) {
      seen = new Set()
      this.#persons.set(type, seen)
    }
    if (seen.has(normal)) return false
    if (seen.size >= bound) return true
    seen.add(normal)
    if (operator !== 'keep' || this.#refusal !== null) return false
    const inHour = this.#options.persons?.add(type, normal) ?? 0
    return inHour > bound
  }

  #note(found: LocatedFinding, operator: Operator, detail: { normal: string; note: string | null }): void {
    this.#findings ??= []
    if (this.#findings.length >= maxJournalFindings) return
    const { finding, place, path, offset, length } = found
    const { score, reasons } = finding
    const { blindIndex, destinationGroup } = this.#options
    this.#findings.push({
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
    })
  }
}
