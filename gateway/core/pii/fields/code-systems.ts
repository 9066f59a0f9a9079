/** Knows the systems whose codes say something of somebody's health: diagnoses, findings, medicines. */
import type { FieldMeaning } from './field-meaning.ts'

/** Members of FHIR's Coding (R5 §2.1.28.0.5) that hold the code and its words; `system` says what it is a code of. */
export const codedMembers: readonly string[] = ['code', 'display']

/**
 * HL7 Terminology, external code systems: ICD-9 to ICD-11 with the editions of countries, as the last part of an address
 * (`http://hl7.org/fhir/sid/icd-10-cm`); SNOMED CT; WHO's classification of medicines, RxNorm.
 */
const diagnoses = /[/:]icd-(?:9|10|11)(?:-[a-z]{2,4})?$/
const others = new Set([
  'http://snomed.info/sct',
  'http://www.whocc.no/atc',
  'http://www.nlm.nih.gov/research/umls/rxnorm',
])
/** ICD-11, as WHO publishes it: its codes may begin with digits (`6A70`). */
const icd11 = 'http://id.who.int/icd/release/11/'
/** The same by HL7's register of OIDs: ICD-10, ICD-10-CM, ICD-9-CM; SNOMED CT, the classification of medicines, RxNorm. */
const numberedDiagnoses = new Set(['3', '90', '103'].map(numbered))
const numberedOthers = new Set(['96', '73', '88'].map(numbered))
const longestSystem = 64

function numbered(arc: string): string {
  return `urn:oid:2.16.840.1.113883.6.${arc}`
}

/** Near a code this may be such a system, with its slashes escaped or not. */
export const mayBeSystem: RegExp =
  /"system"\s*:\s*"[^"]{0,64}(?:icd-(?:9|10|11)|id\.who\.int|snomed\.info|whocc\.no|rxnorm|113883\.6\.\d)/

const health = { code: 'health', role: 'value', type: 'HEALTH', score: 0.85 } as const
const words: FieldMeaning = { ...health, shape: 'text' }
const diagnosis: FieldMeaning = { ...health, shape: 'text-or-code' }
const number: FieldMeaning = { ...health, shape: 'number' }

/** What the member `key` of a coding of this system is; null where it tells nothing of health. */
export function codedMeaning(system: unknown, key: string): FieldMeaning | null {
  if (typeof system !== 'string' || !codedMembers.includes(key)) return null
  const isDiagnosis = isOfDiagnoses(system)
  if (!isDiagnosis && !isOther(system)) return null
  if (key !== 'code') return words
  return isDiagnosis ? diagnosis : number
}

/** True for a system whose codes tell of health. */
export function isOfHealth(system: string): boolean {
  return isOther(system) || isOfDiagnoses(system)
}

function isOther(system: string): boolean {
  return others.has(system) || numberedOthers.has(system) || system.startsWith(icd11)
}

function isOfDiagnoses(system: string): boolean {
  return system.length <= longestSystem && (diagnoses.test(system) || numberedDiagnoses.has(system))
}
