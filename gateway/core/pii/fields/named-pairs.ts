/** Finds values in a JSON body whose names stand in a member beside them: `{"property":"firstname","value":"Ana"}`. */
import type { Buffer } from 'node:buffer'
import { codedMeaning, codedMembers, isOfHealth, mayBeSystem } from './code-systems.ts'
import type { FieldDictionary } from './field-dictionary.ts'
import type { FieldMeaning } from './field-meaning.ts'
import { memberPath } from './member-path.ts'

const deepest = 24
/** Of the names in one list, that tell of each other. */
const mostNames = 256
const longestName = 64
/** So many values are looked at before a body is read for pairs anyway. */
const mostLooks = 64
/** How far from its value a name is looked for. */
const lookReach = 256

/** Members that hold a name of a field, as programs write it, the surest first: of CRMs, forms, webhooks. */
const plainKeys = 'property propertyName property_name field fieldName field_name key name attribute'.split(
  ' ',
)
/** The same as people read it: `Your e-mail address`. */
const labelKeys = ['label', 'title', 'question']
const nameKeys = [...plainKeys, ...labelKeys]
/** Members that may say what a value is: of contact points, FHIR's identifiers, card processors. */
const kindKeys = ['type', 'system', 'code', 'kind', 'url']
const valueKeys =
  'value val values fieldValue field_value valueString stringValue string_value content answer'.split(' ')

const valueNames = new Set(valueKeys)

/** Names of members that make a pair with another one: a body without any is not read for pairs (`wasm/json-shape.wat`). */
export const pairNames = {
  values: [...valueKeys, ...codedMembers],
  names: nameKeys,
  kinds: kindKeys,
} as const

/** HL7 Terminology, CodeSystem v2-0203 (identifierType); and the OIDs under which HL7 registers two of them. */
const identifierNames: ReadonlyMap<string, string> = new Map([
  ['MR', 'medical_record_number'],
  ['PI', 'patient_number'],
  ['PT', 'patient_number'],
  ['HC', 'health_insurance_number'],
  ['MB', 'health_insurance_number'],
  ['MC', 'health_insurance_number'],
  ['SS', 'ssn'],
  ['SB', 'ssn'],
  ['NI', 'national_id'],
  ['DL', 'driver_license_number'],
  ['PPN', 'passport_number'],
  ['TAX', 'tax_id'],
  ['2.16.840.1.113883.4.1', 'ssn'],
  ['2.16.840.1.113883.2.1.4.1', 'nhs_number'],
])

const strongName = new RegExp(`"(${nameKeys.join('|')})"\\s*:\\s*"`)
const anyName = new RegExp(`"(${[...nameKeys, ...kindKeys].join('|')})"\\s*:\\s*["{]`)
/** How the names of values are written, and what may stand beside each. */
const looks: readonly (readonly [value: string, name: RegExp])[] = [
  ['"val', anyName],
  ['Value"', anyName],
  ['_value"', anyName],
  // Messages to assistants have a `content` and a `type`.
  ['"content"', strongName],
  ['"answer"', strongName],
  ['"code"', mayBeSystem],
]

/** False where no value has a name near. */
export function mayHavePairs(body: Buffer): boolean {
  for (const [value, name] of looks) {
    let at = body.indexOf(value)
    for (let look = 0; at >= 0 && look < mostLooks; look++) {
      if (name.test(body.toString('latin1', Math.max(0, at - lookReach), at + lookReach))) return true
      at = body.indexOf(value, at + value.length)
    }
    if (at >= 0) return true
  }
  return false
}

/** What the names beside values tell. */
export interface NamedPairs {
  /** Some of the values stand under names that tell nothing themselves. */
  hasUntold: boolean
  /** By the path of the value, or of the list it is in. */
  readonly meanings: Map<string, FieldMeaning>
}

/** null where no name beside a value tells anything. */
export function namedPairs(root: unknown, fields: FieldDictionary): NamedPairs | null {
  const found: NamedPairs = { hasUntold: false, meanings: new Map() }
  collect(root, null, { keys: [], beside: new Map(), found, fields })
  return found.meanings.size === 0 ? null : found
}

/** What is told of the value at `path`; undefined where nothing. */
export function meaningBeside({ meanings }: NamedPairs, path: string): FieldMeaning | undefined {
  const own = meanings.get(path)
  if (own !== undefined || !path.endsWith(']')) return own
  return meanings.get(path.replace(/\[\d{1,9}\]$/, ''))
}

type List = readonly unknown[]

interface Search {
  /** Names and indexes that lead to what is looked at. Most records have no pair: only of one that has, the path is made. */
  readonly keys: (string | number)[]
  /** Names in the same list. */
  readonly beside: Map<List, readonly string[]>
  readonly found: NamedPairs
  readonly fields: FieldDictionary
}

/** `list`: what the value is an element of. */
function collect(value: unknown, list: List | null, search: Search): void {
  const { keys } = search
  if (typeof value !== 'object' || value === null || keys.length > deepest) return
  if (!Array.isArray(value)) {
    collectIn(value as Record<string, unknown>, list, search)
    return
  }
  for (let index = 0; index < value.length; index++) {
    keys.push(index)
    collect(value[index], value, search)
    keys.pop()
  }
}

function collectIn(record: Record<string, unknown>, list: List | null, search: Search): void {
  const members = Object.keys(record)
  const hasValue = members.some((key) => valueNames.has(key) && isText(record[key]))
  const meaning = hasValue ? meaningIn(record, list, search) : null
  for (const key of members) {
    const one = record[key]
    search.keys.push(key)
    const told = meaning !== null && valueNames.has(key) ? meaning : codedMeaning(record.system, key)
    if (told === null || !isText(one)) collect(one, null, search)
    else note(key, told, search)
    search.keys.pop()
  }
}

function note(key: string, meaning: FieldMeaning, { keys, found, fields }: Search): void {
  const path = pathOf(keys)
  if (path === null) return
  found.meanings.set(path, meaning)
  if (!fields.tells(key)) found.hasUntold = true
}

function pathOf(keys: readonly (string | number)[]): string | null {
  let path: string | null = ''
  for (const key of keys) {
    if (path === null) return null
    path = typeof key === 'number' ? `${path}[${key}]` : memberPath(path, key)
  }
  return path
}

/**
 * False where a string under the name of a kind, or of a name, says nothing of a value beside it, whatever else stands there:
 * then the body is not read for its sake. Whatever `meaningIn` goes by must be asked here too.
 */
export function tellsOfValue(text: string, isKind: boolean, fields: FieldDictionary): boolean {
  if (isKind)
    return isOfHealth(text) || kindsIn(text).some((kind) => fields.meaningOf([kind])?.role === 'value')
  return isName(text) && among.some((outer) => fields.meaningOf([text, ...outer]) !== null)
}

/** What names in the same list may make of one. */
const among: readonly (readonly string[])[] = [[], ['person'], ['product']]

/** Numbers beside a word mostly count what it says: `{"name":"mobile","value":1234567}` are visits. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.some((one) => typeof one === 'string'))
}

function meaningIn(record: Record<string, unknown>, list: List | null, search: Search): FieldMeaning | null {
  const { fields } = search
  const beside = list === null ? [] : namesBeside(list, search)
  const told = fieldNamesIn(record, fields).map((name) => fields.meaningAmong(name, beside))
  const kinds = kindKeys.flatMap((key) => kindsIn(record[key])).map((kind) => fields.meaningOf([kind]))
  const values = [...told, ...kinds].filter((meaning) => meaning?.role === 'value')
  // A kind that tells nothing personal leaves it open what the value is.
  return values[0] ?? told.find((meaning) => meaning !== null) ?? null
}

function namesBeside(list: List, { beside, fields }: Search): readonly string[] {
  const known = beside.get(list)
  if (known !== undefined) return known
  const names = list.slice(0, mostNames).flatMap((one) => fieldNamesIn(one, fields))
  beside.set(list, names)
  return names
}

/** Of several words a name is one only where all of them are words of fields, as `Blue mobile` is not, or on a label. */
function fieldNamesIn(record: unknown, fields: FieldDictionary): string[] {
  const plain = namesIn(record, plainKeys).filter((name) => !name.includes(' ') || fields.knows(name))
  return [...plain, ...namesIn(record, labelKeys)]
}

function namesIn(value: unknown, keys: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return keys.map((key) => (value as Record<string, unknown>)[key]).filter(isName)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestName
}

/** A word, an address whose end is one, or FHIR's CodeableConcept. */
function kindsIn(value: unknown): string[] {
  if (isName(value)) return [identifierNames.get(value.replace(/^urn:oid:/, '')) ?? lastPart(value)]
  if (typeof value !== 'object' || value === null) return []
  const { text, coding } = value as { text?: unknown; coding?: unknown }
  const codings = Array.isArray(coding) ? coding.slice(0, 4) : []
  return [text, ...codings.flatMap((one) => namesIn(one, ['code', 'display']))]
    .filter(isName)
    .flatMap(kindsIn)
}

/** `http://hl7.org/fhir/sid/us-ssn` names a `us-ssn`. */
function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
}
