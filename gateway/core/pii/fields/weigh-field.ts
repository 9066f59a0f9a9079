/** Weighs what was found in a value by the name of its field, and finds the value itself where the name tells what it is. */
import { type EntityDescription, type EntityType, entityTypes, type Finding } from '../entity.ts'
import type { FieldMeaning, ValueMeaning } from './field-meaning.ts'
import type { Shape } from './field-model.ts'
import { isFoundAgain } from './insert-found.ts'
import { isPlaceholder, isTypeOfValue } from './placeholders.ts'
import { fitShape } from './shapes.ts'

/** Says how well a whole value is one of a type, by its check digits or form; null where it cannot be one. */
export type WholeValue = (
  type: EntityType,
  bytes: Uint8Array,
  span: { start: number; end: number },
) => { score: number; reasons: readonly string[] } | null

/** A value that is at hand as a whole. */
export interface FieldValue {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

const toldScore = 0.95
const untoldScore = 0.3
/** A vehicle is told by its maker as often as by its plate. */
const vehicleScore = 0.6

/** From this score on the text itself says enough (a word, a grouping, a country code), whatever its field is called. */
const firmScore = 0.9
const firmPhoneScore = 0.7

/** Types whose form is told apart by nothing but itself: no name of a field speaks against them. */
const selfEvident = new Set<EntityType>([
  'EMAIL',
  'IBAN',
  'PRIVATE_KEY',
  'IP_ADDRESS',
  'URL',
  'CRYPTO_WALLET',
  'MAC_ADDRESS',
])

/** Shapes so common that only the type's own form tells. */
const mustCheck = new Set<Shape>(['network', 'bic', 'checked-number', 'lettered-number'])

/** Names that say `number of a person` speak for all of these: the check digits know better which it is. */
const personNumbers = new Set<EntityType>([
  'NATIONAL_ID',
  'TAX_ID',
  'HEALTH_ID',
  'PASSPORT',
  'DRIVER_LICENSE',
])

/** Where findings stand. */
export interface FieldPlace {
  readonly meaning: FieldMeaning | null
  readonly place: 'body' | 'query' | 'path' | 'header'
  /** False in a text that belongs to no field: a plain one. */
  readonly isField: boolean
}

/** What the place and the name of the field make of findings that stand in its value. */
export function weighFindings(found: Finding[], where: FieldPlace): void {
  let kept = 0
  for (const finding of found) {
    const weighed = weighAt(finding, where)
    if (weighed !== null) found[kept++] = weighed
  }
  found.length = kept
}

/** Null where nothing speaks for the finding that does not speak for half of all numbers. */
function weighAt(finding: Finding, { meaning, place, isField }: FieldPlace): Finding | null {
  if (isFoundAgain(finding)) return finding
  // That a text holds nothing else says something of what people write; most numbers in fields and paths stand alone, and
  // one in two has the check digits of some country.
  const isAlone = finding.reasons.includes('alone')
  // A segment of a path is hardly ever typed by a person: it is the name of what is asked for.
  if (place === 'path') return isAlone ? null : isFirm(finding) ? finding : lowered(finding, 'place:path')
  if (meaning === null || meaning.role === 'vehicle') {
    if (meaning !== null && isPlateOfSeries(finding)) return asPlate(finding, meaning.code)
    return isAlone && isField ? null : finding
  }
  if (meaning.role === 'prose' || meaning.role === 'silent') return finding
  if (meaning.role === 'value' && agrees(finding.type, meaning.type)) {
    const score = Math.max(finding.score, toldScore)
    return { ...finding, score, reasons: [...finding.reasons, `key:${meaning.code}`] }
  }
  if (isAlone) return null
  if (isFirm(finding)) return finding
  return lowered(finding, meaning.role !== 'value' ? `veto:${meaning.code}` : `key:${meaning.code}`)
}

function lowered(finding: Finding, reason: string): Finding {
  const score = Math.min(finding.score, untoldScore)
  return { ...finding, score, reasons: [...finding.reasons, reason] }
}

/** Of plates that are written as tickets are (`VSB-5743`), the field of a vehicle tells them apart. */
function isPlateOfSeries({ type, reasons }: Finding): boolean {
  return type === 'LICENSE_PLATE' && reasons.includes('series')
}

function asPlate(finding: Finding, code: string): Finding {
  const score = Math.max(finding.score, vehicleScore)
  return { ...finding, score, reasons: [...finding.reasons, `key:${code}`] }
}

function isFirm({ type, score }: Finding): boolean {
  return selfEvident.has(type) || score >= (type === 'PHONE' ? firmPhoneScore : firmScore)
}

/** True where a finding of `found` is what a field of `told` holds, or a kind of it. */
function agrees(found: EntityType, told: EntityType): boolean {
  if (found === told || generalOf(found) === told) return true
  // A name for one country's number means that one.
  if (generalOf(told) !== null || !personNumbers.has(told)) return false
  return personNumbers.has(generalOf(found) ?? found)
}

function generalOf(type: EntityType): EntityType | null {
  const { kindOf }: EntityDescription = entityTypes[type]
  return kindOf === undefined ? null : (kindOf as EntityType)
}

/**
 * Adds the value itself to what was found in it, where the name tells of it, it looks that way, and nothing that was found
 * covers it already. What is found firmly inside stays, and the value is what is left around it.
 */
export function findValue(
  value: FieldValue,
  found: Finding[],
  { meaning, wholeValue }: { meaning: ValueMeaning; wholeValue: WholeValue },
): void {
  const verdict = fitShape(meaning.shape, value.bytes, value)
  if (verdict === null || isPlaceholder(value.bytes, verdict.start, verdict.end)) return
  const { start, end } = verdict
  if (meaning.shape === 'login' && isTypeOfValue(value.bytes, start, end)) return
  const checked = wholeValue(meaning.type, value.bytes, verdict)
  if (checked === null && mustCheck.has(meaning.shape)) return
  const strength = Math.max(meaning.score + verdict.weight, checked?.score ?? 0)
  const firm = found.filter((one) => stands(one, meaning.type, strength))
  if (firm.some((one) => covers(one, value.bytes, verdict))) return
  const score = Math.min(0.99, strength)
  const reasons = [`key:${meaning.code}`, `shape:${meaning.shape}`, ...(checked?.reasons ?? [])]
  const inner = found.filter((one) => !firm.includes(one))
  const sure = inner.find((one) => one.type !== meaning.type && agrees(one.type, meaning.type))
  const type = sure?.type ?? meaning.type
  found.length = 0
  let from = start
  for (const one of firm) {
    if (hasLetter(value.bytes, from, one.start))
      found.push({ type, start: from, end: trimmed(value.bytes, one.start, from), score, reasons })
    found.push(one)
    // Two readings of one value may overlap.
    from = Math.max(from, one.end)
  }
  if (from === start || hasLetter(value.bytes, from, end))
    found.push({ type, start: skipped(value.bytes, from, end), end, score, reasons })
}

/** True where a finding in the value is not outdone by what the name tells. */
function stands(one: Finding, told: EntityType, strength: number): boolean {
  return selfEvident.has(one.type) || agrees(one.type, told) ? isFirm(one) : one.score > strength
}

/** True where nothing but marks is left around a finding. */
function covers(finding: Finding, bytes: Uint8Array, span: { start: number; end: number }): boolean {
  return !hasLetter(bytes, span.start, finding.start) && !hasLetter(bytes, finding.end, span.end)
}

function hasLetter(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isWord(bytes[at]!)) return true
  return false
}

function skipped(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (
    at < to &&
    bytes[at] !== 0x2b &&
    bytes[at] !== 0x28 &&
    !isWord(bytes[at]!) &&
    isSeparator(bytes[at]!)
  )
    at++
  return at
}

function trimmed(bytes: Uint8Array, to: number, from: number): number {
  let at = to
  while (at > from && isSeparator(bytes[at - 1]!)) at--
  return at
}

function isSeparator(byte: number): boolean {
  return byte === 0x20 || byte === 0x2c || byte === 0x3b || byte === 0x3c || byte === 0x09
}

function isWord(byte: number): boolean {
  const small = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (small >= 0x61 && small <= 0x7a) || byte >= 0x80
}
