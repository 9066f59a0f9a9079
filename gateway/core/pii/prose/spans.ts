/** Turns likelihoods of tokens into findings: what begins where, ends where, and how sure that is. */
import type { EntityType, Finding } from '../entity.ts'
import { addressEnd, addressStart, behindFlat } from './address-ends.ts'
import { isGainsaid } from './agreement.ts'
import { BLANK, CAPITALS, INITIAL, NUMBER, PUNCTUATION, SMALL, TITLE } from './forms.ts'
import { isUnread } from './language.ts'
import { labelCount } from './model.ts'
import { behindPlace, isNobody } from './name-doubts.ts'
import { namesOf } from './name-lines.ts'
import { areQuantities, namesNoPlace } from './quantity-rules.ts'
import type { Sight } from './sight.ts'
import { breakAt } from './span-breaks.ts'
import { streetClass, titleClass } from './vocabulary.ts'
import { ANY_NAME, CITY, COMMON, FIRST } from './word-look.ts'

/** From this likelihood on a token counts. Below one half, since a missed name weighs more than one too many. */
export interface Thresholds {
  /** For a first name with a listed name behind it, where the text is nothing else. */
  readonly wholePerson: number
  /** For a first name with another word in capitals behind it. */
  readonly person: number
  /** For one that is no first name with another one behind it. */
  readonly plainPerson: number
  /** For two words in capitals, neither of them a common one or a city. */
  readonly pair: number
  /** For a first name that is a common word too, and a listed name behind it. */
  readonly wordPerson: number
  /** For a first name alone in a sentence, unless a city has it too. */
  readonly firstName: number
  /** For a name written without any capital. */
  readonly smallPerson: number
  readonly address: number
  /** For an address that is a number alone. */
  readonly plainAddress: number
  /** An address with so much in it makes other parts of its text likelier; they count from the thresholds below on. */
  readonly sureAddress: number
  readonly besideAddress: { readonly address: number; readonly plainAddress: number }
}

/** What passed the threshold of its kind counts for that much, from which the rules of the shipped policy act. */
const leastScore = 0.4

/** `longest`, in tokens: what goes on for longer is a list, and each piece of it a finding of its own. */
const kinds: readonly { type: EntityType; label: number; longest: number }[] = [
  { type: 'PERSON', label: 1, longest: 12 },
  { type: 'ADDRESS', label: 3, longest: 48 },
]

/** By the bits of the model's lists. */
const listReasons: readonly (readonly [bit: number, reason: string])[] = [
  [0b00001, 'list:first-name'],
  [0b00010, 'list:last-name'],
  [0b00100, 'list:name'],
]

/** The open tokens `[from, to)`; `likelihood` is theirs, from the first one on. */
export interface OpenRun {
  readonly from: number
  readonly to: number
  readonly likelihood: Float64Array
  readonly bytes: Uint8Array
}

/** Appends what the tokens of a run hold. */
export function addSpans(sight: Sight, run: OpenRun, usual: Thresholds, out: Finding[]): void {
  const { from, to, likelihood } = run
  const thresholds = hasAddress(run, usual) ? { ...usual, ...usual.besideAddress } : usual
  let index = from
  let isRest = false
  while (index < to) {
    const kind = kindAt(likelihood, index - from, thresholds)
    if (kind === null) {
      index++
      isRest = false
      continue
    }
    let end = index + 1
    let next = 0
    while (
      end < to &&
      end - index < kind.longest &&
      continues(likelihood, end - from, kind.label, thresholds)
    ) {
      next = breakAt(sight, index, end, kind.type)
      if (next !== 0) break
      end++
    }
    addSpan(sight, { from: index, to: end, run, kind, thresholds, isRest }, out)
    isRest = next !== 0
    index = isRest ? next : end
  }
}

/** A sure one: a line for the flat and the postcode behind the country are unsure by themselves. */
function hasAddress({ from, to, likelihood }: OpenRun, { sureAddress }: Thresholds): boolean {
  for (let token = 0; token < to - from; token++) if (both(likelihood, token, 3) >= sureAddress) return true
  return false
}

type Kind = (typeof kinds)[number]

function kindAt(likelihood: Float64Array, token: number, thresholds: Thresholds): Kind | null {
  const person = both(likelihood, token, 1)
  const address = both(likelihood, token, 3)
  if (person >= thresholds.wholePerson && person >= address) return kinds[0]!
  if (address >= thresholds.address) return kinds[1]!
  return null
}

function both(likelihood: Float64Array, token: number, label: number): number {
  return likelihood[token * labelCount + label]! + likelihood[token * labelCount + label + 1]!
}

function continues(likelihood: Float64Array, token: number, label: number, thresholds: Thresholds): boolean {
  const kind = kindAt(likelihood, token, thresholds)
  if (kind === null || kind.label !== label) return false
  return likelihood[token * labelCount + label]! <= likelihood[token * labelCount + label + 1]!
}

interface Span {
  from: number
  to: number
  run: OpenRun
  kind: Kind
  thresholds: Thresholds
  /** It follows a span of its kind that ended with a sentence or a line. */
  isRest: boolean
}

function addSpan(sight: Sight, span: Span, out: Finding[]): void {
  const { tokens } = sight
  const { kind } = span
  const { likelihood, bytes, from: first } = span.run
  let { from, to } = span
  // Marks at the edge belong to the sentence, but for the full stop of an initial.
  while (from < to && (tokens.form[from] === PUNCTUATION || isBefore(sight, from, to, kind))) from++
  while (to > from && tokens.form[to - 1] === PUNCTUATION) to--
  if (kind.type === 'PERSON') {
    from = behindTitles(sight, behindShortened(sight, { from: behindPlace(sight, from, to), to, bytes }), to)
    if (isNobody(sight, from, to)) return
  } else from = behindFlat(sight, from, to)
  if (from === to) return
  const begin = kind.type === 'PERSON' ? withFirstName(sight, from, first) : from
  let score = 1
  let listed = 0
  let capital = false
  let number = false
  for (let index = from; index < to; index++) {
    if (tokens.form[index] === PUNCTUATION) continue
    score = Math.min(score, both(likelihood, index - first, kind.label))
    listed |= sight.listsAt(index)
    if (tokens.form[index] !== SMALL && tokens.form[index] !== NUMBER) capital = true
    if (tokens.form[index] === NUMBER) number = true
  }
  if (!capital && !mayBePlain(span, score, from, to, number)) return
  if (kind.type === 'PERSON') {
    if (number || score < leastPerson(sight, from, to, span.thresholds)) return
    if (begin === from && isGainsaid(sight, { from, to, score }, span.run)) return
    if (isUnread(sight, { from: begin, to, bytes })) return
  }
  if (kind.type === 'ADDRESS') {
    // What made it likely was the address before it.
    if (span.isRest && !number) return
    // A word for a street names none.
    if (to === from + 1 && sight.kindAt(from) === streetClass) return
    if (areQuantities(sight, from, to, bytes) || namesNoPlace(sight, from, to)) return
    from = addressStart(sight, from)
    to = addressEnd(sight, to, tokens.count)
  }
  const reasons = ['tagger']
  if (kind.type === 'PERSON') {
    for (const [bit, reason] of listReasons) if ((listed & bit) !== 0) reasons.push(reason)
    const title = titleBefore(sight, from)
    if (title >= 0) reasons.push(`title:${wordAt(sight, title, bytes)}`)
  }
  const { type } = kind
  const whole = { from: Math.min(from, begin), to }
  const rounded = Math.round(Math.max(score, leastScore) * 100) / 100
  for (const part of type === 'PERSON' ? namesOf(sight, bytes, whole) : [whole]) {
    const [start, end] = [tokens.start[part.from]!, tokens.end[part.to - 1]!]
    out.push({ type, start, end, score: rounded, reasons: [...reasons] })
  }
}

/**
 * A first name with another word in capitals behind it leaves least doubt, also behind a verb that was taken for a part of it.
 * One alone leaves less where the sentence goes on than between marks, where it may be anything on a list.
 */
function leastPerson(sight: Sight, from: number, to: number, thresholds: Thresholds): number {
  const { count, form, gap } = sight.tokens
  const isAll = from === 0 && to + 1 >= count
  let least = thresholds.plainPerson
  for (let at = from; at < to; at++) {
    if (form[at] !== TITLE) continue
    if (isPair(sight, at, to)) least = Math.min(least, thresholds.pair)
    if ((sight.listsAt(at) & FIRST) === 0) continue
    const isWord = (sight.listsAt(at) & COMMON) !== 0
    for (let next = at + 1; next < to; next++) {
      // `Cream, Ricotta` are two of a list; only the full stop of an initial is passed over.
      if (form[next] === PUNCTUATION && form[next - 1] !== INITIAL) break
      if (form[next] !== TITLE && form[next] !== CAPITALS) continue
      const isListed = (sight.listsAt(next) & ANY_NAME) !== 0
      if (!isWord) return isListed && isAll ? thresholds.wholePerson : thresholds.person
      if (isListed) least = Math.min(least, thresholds.wordPerson)
    }
  }
  const goesOn = to < count && gap[to] === BLANK && form[to] === SMALL
  const isFirst = (sight.listsAt(from) & (FIRST | CITY | COMMON)) === FIRST && form[from] === TITLE
  return isFirst && goesOn ? thresholds.firstName : least
}

/** Two words in capitals that are none of a language, as names are that stand on no list. */
function isPair(sight: Sight, at: number, to: number): boolean {
  const { form, gap } = sight.tokens
  if (at + 1 >= to || form[at + 1] !== TITLE || gap[at + 1] !== BLANK) return false
  return ((sight.listsAt(at) | sight.listsAt(at + 1)) & (COMMON | CITY)) === 0
}

/** `Yesterday Anna`: a common word that nobody is called, right before a first name. */
function isBefore(sight: Sight, index: number, to: number, { type }: Kind): boolean {
  const next = index + 1
  if (type !== 'PERSON' || next >= to || sight.tokens.form[next] !== TITLE) return false
  return (
    (sight.listsAt(index) & (COMMON | FIRST | ANY_NAME)) === COMMON && (sight.listsAt(next) & FIRST) !== 0
  )
}

/** Where the name begins whose last name at `from` was sure enough: at the first name before it. */
function withFirstName(sight: Sight, from: number, first: number): number {
  const { form, gap } = sight.tokens
  if (from <= first || form[from] !== TITLE || form[from - 1] !== TITLE || gap[from] !== BLANK) return from
  return (sight.listsAt(from - 1) & (FIRST | COMMON)) === FIRST ? from - 1 : from
}

/** Without any capital only a sure name counts; and of addresses, a postcode that stands for one. */
function mayBePlain(
  { kind, thresholds }: Span,
  score: number,
  from: number,
  to: number,
  number: boolean,
): boolean {
  if (kind.type === 'PERSON') return score >= thresholds.smallPerson
  return number && to === from + 1 && score >= thresholds.plainAddress
}

/**
 * `Dr.` is no part of a name, so that the same person is one, with and without it. In `Praxis Dr. Weber` the name begins
 * behind it too.
 */
function behindTitles(sight: Sight, from: number, to: number): number {
  const { tokens } = sight
  let at = from
  while (at < to && (sight.kindAt(at) === titleClass || (at > from && tokens.form[at] === PUNCTUATION))) at++
  for (let inner = at + 1; inner + 2 < to; inner++) {
    if (
      sight.kindAt(inner) === titleClass &&
      tokens.form[inner] !== INITIAL &&
      tokens.form[inner + 1] === PUNCTUATION
    ) {
      at = inner + 2
    }
  }
  return at
}

/** `e.g. John Smith`, `z. B. Hans Meier`: the letters of a shortened phrase, of which the first one is small, are no initials. */
function behindShortened(
  { tokens }: Sight,
  { from, to, bytes }: { from: number; to: number; bytes: Uint8Array },
): number {
  const { form, start, end } = tokens
  const isShort = (at: number) =>
    end[at]! - start[at]! === 1 && form[at + 1] === PUNCTUATION && bytes[start[at + 1]!] === 0x2e
  let isBehind = from > 1 && form[from - 2] === SMALL && isShort(from - 2)
  let at = from
  while (at + 2 < to && isShort(at) && (isBehind || form[at] === SMALL)) {
    isBehind = true
    at += 2
  }
  return at
}

/** The title right before a name, over its full stop; -1 where none stands. */
function titleBefore(sight: Sight, from: number): number {
  const { tokens } = sight
  const at = from > 1 && tokens.form[from - 1] === PUNCTUATION ? from - 2 : from - 1
  return at >= 0 && sight.kindAt(at) === titleClass ? at : -1
}

const decoder = new TextDecoder()

function wordAt({ tokens }: Sight, index: number, bytes: Uint8Array): string {
  return decoder.decode(bytes.subarray(tokens.start[index]!, tokens.end[index]!)).toLowerCase()
}
