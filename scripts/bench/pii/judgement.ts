/** Compares what was found in annotated texts with their labels, and counts per type and source. */
import type { AnnotatedText } from './corpus.ts'
import { overlaps, type Span } from './spans.ts'
import { isKnown, isOfClass, typeOf } from './type-names.ts'
import { wrongBecause } from './wrong-labels.ts'

/** Finds the entities of one text: ours, or a peer. */
export type Finder = (text: string) => Span[]

/** Counts of one type in one source. */
export interface Tally {
  type: string
  source: string
  wanted: number
  caught: number
  exact: number
  found: number
  right: number
  /** Labels that cannot be right, which count nowhere else. */
  wrongLabels: number
}

export interface Alarm {
  type: string
  source: string
  /** Of a type that was looked for by the annotators. */
  inScope: boolean
}

export interface Judgement {
  tallies: Tally[]
  /** Of labels that are there though their type was not looked for everywhere: only what is caught of them says something. */
  beside: Tally[]
  clean: { characters: number; texts: number; alarms: Alarm[] }
  /** Characters of all right labels of personal data, and how many of them any finding covers, by source. */
  covered: Map<string, { personal: number; covered: number }>
}

/** One miss or false alarm, for whoever wants to see them. */
export type Explain = (kind: 'missed' | 'wrong' | 'clean', text: AnnotatedText, span: Span) => void

export function judgeTexts(texts: readonly AnnotatedText[], find: Finder, explain: Explain): Judgement {
  const tallies = new Tallies()
  const beside = new Tallies()
  const clean: Judgement['clean'] = { characters: 0, texts: 0, alarms: [] }
  const covered: Judgement['covered'] = new Map()
  for (const text of texts) {
    const found = find(text.text).filter((span) => isJudged(text, span))
    judgeText(text, found, { tallies, beside, explain })
    if (text.entities.length === 0) addClean(clean, text, { found, explain })
    addCoverage(covered, text, found)
  }
  return { tallies: tallies.all(), beside: beside.all(), clean, covered }
}

/** Where a text as a whole was said to be nothing, finding an address in a part of it is no mistake. */
function isJudged({ text, whole }: AnnotatedText, { start, end }: Span): boolean {
  return whole !== true || end - start >= text.trim().length
}

/** One tally a type and source. */
class Tallies {
  readonly #byKey = new Map<string, Tally>()

  of(type: string, source: string): Tally {
    const key = `${type} ${source}`
    const known = this.#byKey.get(key)
    if (known) return known
    const made = { type, source, wanted: 0, caught: 0, exact: 0, found: 0, right: 0, wrongLabels: 0 }
    this.#byKey.set(key, made)
    return made
  }

  all(): Tally[] {
    return [...this.#byKey.values()]
  }
}

interface Counting {
  tallies: Tallies
  beside: Tallies
  explain: Explain
}

interface Label extends Span {
  value: string
  /** False where the annotators did not look for its type. */
  inScope: boolean
}

function judgeText(text: AnnotatedText, found: readonly Span[], counting: Counting): void {
  const { source } = text
  const labels = labelsOf(text)
  const wrong = labels.filter(({ type, value }) => wrongBecause(type, value) !== null)
  for (const { type, inScope } of wrong)
    (inScope ? counting.tallies : counting.beside).of(type, source).wrongLabels++
  const right = labels.filter((label) => !wrong.includes(label) && isKnown(label.type))
  for (const label of right) countLabel(text, label, { found, counting })
  const scope = scopeOf(text)
  for (const span of found) {
    if (wrong.some((label) => overlaps(span, label))) continue
    const match = right.find((label) => overlaps(span, label) && isOfClass(span.type, label.type))
    if (match?.inScope === false) continue
    const type = match?.type ?? judgedAs(span.type, scope)
    if (type === null) continue
    const tally = counting.tallies.of(type, source)
    tally.found++
    if (match) tally.right++
    else counting.explain('wrong', text, { ...span, type })
  }
}

function countLabel(
  text: AnnotatedText,
  label: Label,
  { found, counting }: { found: readonly Span[]; counting: Counting },
): void {
  const tally = (label.inScope ? counting.tallies : counting.beside).of(label.type, text.source)
  const matches = found.filter((span) => overlaps(span, label) && isOfClass(span.type, label.type))
  tally.wanted++
  if (matches.length > 0) tally.caught++
  else counting.explain('missed', text, label)
  if (matches.some(({ start, end }) => start === label.start && end === label.end)) tally.exact++
}

function labelsOf({ entities, scope }: AnnotatedText): Label[] {
  return entities.map(({ type, start, end, value }) => ({
    type: typeOf(type),
    start,
    end,
    value,
    inScope: scope === undefined || scope.includes(type),
  }))
}

/** The type of the scope as which a finding counts: its own, else one of its class; null where nobody looked for it. */
function judgedAs(type: string, scope: readonly string[]): string | null {
  return scope.includes(type) ? type : (scope.find((one) => isOfClass(type, one)) ?? null)
}

function scopeOf(text: AnnotatedText): string[] {
  return (text.scope ?? []).map(typeOf)
}

function addClean(
  clean: Judgement['clean'],
  text: AnnotatedText,
  { found, explain }: { found: readonly Span[]; explain: Explain },
): void {
  clean.characters += text.text.length
  clean.texts++
  const scope = scopeOf(text)
  for (const span of found) {
    const type = judgedAs(span.type, scope)
    clean.alarms.push({ type: span.type, source: text.source, inScope: type !== null })
    explain('clean', text, span)
  }
}

function addCoverage(covered: Judgement['covered'], text: AnnotatedText, found: readonly Span[]): void {
  const sum = covered.get(text.source) ?? { personal: 0, covered: 0 }
  covered.set(text.source, sum)
  const personal = new Set<number>()
  for (const { type, start, end, value } of labelsOf(text)) {
    if (!isKnown(type) || wrongBecause(type, value) !== null) continue
    for (let unit = start; unit < end; unit++) personal.add(unit)
  }
  sum.personal += personal.size
  for (const unit of personal) if (found.some(({ start, end }) => start <= unit && unit < end)) sum.covered++
}
