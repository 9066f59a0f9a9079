/** Judges what was found in a recorded exchange by another rule: the least and the most that may come of it. */
import { Buffer } from 'node:buffer'
import type { LocatedFinding } from '../../content/inspector.ts'
import type { JournalFinding } from '../../journal.ts'
import { type EntityType, entityTypeNames, entityTypes, type Operator } from '../../pii/entity.ts'
import type { StandIns } from '../../pii/tokens/stand-ins.ts'
import { createJudge, type ExchangeJudge } from '../judge.ts'
import { actsOnProse, typesOfProse } from '../judge-options.ts'
import type { Judgement } from '../verdict.ts'
import { type Asked, isOwn, located, type Question, type World } from './found-anew.ts'
import { type Act, atLeast, atMost, type Span } from './span.ts'
import type { Unknown } from './unknown.ts'

export interface JudgedAnew extends Span {
  /** What becomes of each finding, in their order; null where that is not known. */
  operators: readonly (Operator | null)[]
  /** True where persons are let through readable, whom the hour counts. */
  countsHour: boolean
}

export function judgeAnew(asked: Asked): JudgedAnew {
  const least = play(asked, 'least')
  const most = play(asked, 'most')
  const span: Span = { low: least.action, high: most.action, whys: [...most.whys] }
  unlisted(asked, span)
  return {
    ...span,
    operators: least.operators.map((one, at) => (one === most.operators[at] ? one : null)),
    countsHour: most.persons > 0,
  }
}

/** The most that this rule makes of anything at all that may be found. */
export function ceilingOf({ rule, policy, group }: Pick<Asked, 'rule' | 'policy' | 'group'>): Act {
  const orders = new Set(entityTypeNames.map((type) => rule.operatorFor(type)))
  if (orders.has('refuse') || rule.maxPersons !== null) return 'refuse'
  const isKept = [...orders].every((order) => order === 'keep') && rule.fields.drop.length === 0
  const isCorrected = policy.corrections.deniesValues(group) || policy.corrections.fieldsOf(group) !== null
  return isKept && !isCorrected && rule.files.metadata === 'keep' ? 'pass' : 'transform'
}

interface Played {
  action: Act
  operators: readonly (Operator | null)[]
  persons: number
  whys: Set<Unknown>
}

function play(asked: Asked, world: World): Played {
  const { record, policy, rule, group } = asked
  const whys = new Set<Unknown>()
  const persons = { count: 0 }
  const present: { finding: JournalFinding | null } = { finding: null }
  const judge = createJudge({
    // Whose value it is, and which, the record says: not what stands here in its place.
    policy: { ...policy, own: { has: () => isOwn(present.finding, { world, whys }) } },
    rule,
    destinationGroup: group,
    blindIndex: { index: () => present.finding?.blindIndex ?? null },
    persons: counting(persons),
    standIns: asOrdered,
  })
  const removed = new Set<JournalFinding>()
  const operators: (Operator | null)[] = []
  const values = distinctValues(world)
  const fields = fieldsAnew(asked, judge)
  for (const finding of record.findings) if (fields.of(finding) === 'keep') removed.add(finding)
  for (const finding of record.findings) {
    present.finding = finding
    const question = { asked, world, whys }
    const isMet = isFoundAgain(question, finding, { order: fields.of(finding), othersGone: removed.size > 0 })
    if (!isMet) operators.push(null)
    else operators.push(fed(judge, located(question, finding, values(finding)), finding))
  }
  const { action } = judge.judgement()
  const isUnwritten = judge.isUnwritten === true && rule.onFailure === 'refuse'
  if (isUnwritten) whys.add('fixed-field')
  return {
    action: isUnwritten && world === 'most' ? 'refuse' : action,
    operators,
    persons: persons.count,
    whys,
  }
}

/** What the rule orders, whether or not it can be carried out where it is recorded. */
function fed(judge: ExchangeJudge, found: LocatedFinding, { path }: JournalFinding): Operator | null {
  const before = judge.judgement().findings.length
  judge.entity({ ...found, path })
  const noted: Judgement['findings'] = judge.judgement().findings
  return noted[before]?.operator ?? null
}

type FieldAnew = 'scan' | 'keep' | 'drop' | 'unsure'

/** What the draft says of the field that a finding stands in. */
function fieldsAnew({ rule, policy, group, looked }: Asked, judge: ExchangeJudge) {
  const corrected = policy.corrections.fieldsOf(group)
  return {
    of({ path, place }: JournalFinding): FieldAnew {
      if (path === null || !judge.judgesFields) return 'scan'
      const isTold = !path.includes('{…}') && !path.endsWith('…')
      const said = corrected?.(path) ?? 'scan'
      const order = said === 'scan' ? rule.fieldOrder(path) : said
      if (isTold && order === 'scan') return 'scan'
      const isField = place === 'body' && looked?.has('file') !== true && looked?.has('fixed') !== true
      if (!isTold || !isField) return 'unsure'
      // A value may be denied that stands in a field that is kept: the judge is asked about it all the same.
      return order === 'keep' && policy.corrections.deniesValues(group) ? 'scan' : order
    },
  }
}

function isFoundAgain(
  { asked, world, whys }: Question,
  finding: JournalFinding,
  field: { order: FieldAnew; othersGone: boolean },
): boolean {
  const { looked, policy, rule, group } = asked
  const least = world === 'least'
  if (field.order === 'keep' || field.order === 'drop') return false
  if (field.order === 'unsure') {
    whys.add('fields')
    if (least) return false
  }
  const isProse = typesOfProse.includes(finding.type)
  // Somebody who is named in a field that is kept may have been found elsewhere by that alone.
  if (isProse && field.othersGone) {
    whys.add('fields')
    if (least) return false
  }
  const options = { rule, policy, destinationGroup: group } as Parameters<typeof actsOnProse>[0]
  if (isProse && looked?.has('prose') === true && !actsOnProse(options)) {
    whys.add('free-text')
    if (least) return false
  }
  if (finding.blindIndex === null && policy.corrections.knowsValues(finding.type, group)) {
    whys.add('correction')
    if (least) return false
  }
  return true
}

/** Something that is the same where the values were the same, and that no normal form changes into another's. */
function distinctValues(world: World): (finding: JournalFinding) => Uint8Array {
  const numbers = new Map<string, number>()
  return ({ blindIndex, type }) => {
    const unknown = world === 'least' ? `${type}` : `${type} ${numbers.size}`
    const name = blindIndex === null ? unknown : `${type} ${blindIndex}`
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return Buffer.from(String(1_000_000 + number))
  }
}

/** What is counted and not listed. */
function unlisted({ record, rule }: Asked, span: Span): void {
  const listed: Partial<Record<EntityType, number>> = {}
  for (const { type } of record.findings) listed[type] = (listed[type] ?? 0) + 1
  for (const [name, count] of Object.entries(record.findingCounts)) {
    const type = name as EntityType
    if (count <= (listed[type] ?? 0)) continue
    const order = rule.operatorFor(type)
    const isMany = rule.maxPersons !== null && entityTypes[type].person && count > rule.maxPersons
    if (order === 'refuse' || isMany) atMost(span, 'refuse', 'findings')
    else if (order !== 'keep') atMost(span, 'transform', 'findings')
  }
}

function counting(persons: { count: number }) {
  return {
    add() {
      persons.count += 1
      return 0
    },
    withdraw() {
      persons.count = 0
    },
  }
}

/** No key is asked: what was ordered is what counts. */
const asOrdered: StandIns = {
  settle: (operator) => ({ operator, note: null }),
  make: () => new Uint8Array(0),
}

/** Fields that are emptied, whatever stands in them: which there were, only findings tell. */
export function droppedFields({ record, rule, policy, group, looked }: Asked, span: Span): void {
  const judge = createJudge({
    policy,
    rule,
    destinationGroup: group,
    blindIndex: { index: () => null },
    persons: null,
  })
  const isCorrected = policy.corrections.fieldsOf(group) !== null
  if (rule.fields.drop.length === 0 && !isCorrected) return
  const fields = fieldsAnew({ record, rule, policy, group, looked }, judge)
  if (record.findings.some((finding) => fields.of(finding) === 'drop')) atLeast(span, 'transform')
  atMost(span, 'transform', 'fields')
}
