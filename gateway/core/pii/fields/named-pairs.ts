/** Finds values in a JSON body whose names stand in a member beside them: `{"property":"firstname","value":"Ana"}`. */
import type { Buffer } from 'node:buffer'
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
  collect(root, { path: '', depth: 0, beside: [], found, fields })
  return found.meanings.size === 0 ? null : found
}

/** What is told of the value at `path`; undefined where nothing. */
export function meaningBeside({ meanings }: NamedPairs, path: string): FieldMeaning | undefined {
  return meanings.get(path) ?? meanings.get(path.replace(/\[\d{1,9}\]$/, ''))
}

interface Search {
  path: string
  depth: number
  /** Names in the same list. */
  beside: readonly string[]
  found: NamedPairs
  fields: FieldDictionary
}

function collect(value: unknown, search: Search): void {
  const { path, depth } = search
  if (typeof value !== 'object' || value === null || depth > deepest) return
  if (Array.isArray(value)) {
    const beside = value.slice(0, mostNames).flatMap((one) => fieldNamesIn(one, search.fields))
    for (const [index, one] of value.entries())
      collect(one, { ...search, path: `${path}[${index}]`, depth: depth + 1, beside })
    return
  }
  const record = value as Record<string, unknown>
  const meaning = valueKeys.some((key) => isText(record[key])) ? meaningIn(record, search) : null
  for (const [key, one] of Object.entries(record)) {
    const inner = memberPath(path, key)
    if (inner === null) continue
    if (meaning !== null && valueKeys.includes(key) && isText(one)) {
      search.found.meanings.set(inner, meaning)
      if (!search.fields.tells(key)) search.found.hasUntold = true
    } else collect(one, { ...search, path: inner, depth: depth + 1, beside: [] })
  }
}

/** Numbers beside a word mostly count what it says: `{"name":"mobile","value":1234567}` are visits. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.some((one) => typeof one === 'string'))
}

function meaningIn(record: Record<string, unknown>, { beside, fields }: Search): FieldMeaning | null {
  const told = fieldNamesIn(record, fields).map((name) => fields.meaningAmong(name, beside))
  const kinds = kindKeys.flatMap((key) => kindsIn(record[key])).map((kind) => fields.meaningOf([kind]))
  const values = [...told, ...kinds].filter((meaning) => meaning?.role === 'value')
  // A kind that tells nothing personal leaves it open what the value is.
  return values[0] ?? told.find((meaning) => meaning !== null) ?? null
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
