/** Names the kinds of personal data that Gatehouse recognises, and what a finding of one looks like. */
import { financialTypes } from './types/financial.ts'
import { numberTypes } from './types/numbers.ts'
import { personTypes } from './types/person.ts'
import { secretTypes } from './types/secrets.ts'
import { specialTypes } from './types/special.ts'

/** What an entity is in the eyes of the law and of the owner (DESIGN: data classes). */
export const dataClasses = [
  'identifying',
  'special',
  'financial',
  'secret',
  'pseudonymous',
  'behavioural',
  'demographic',
] as const
export type DataClass = (typeof dataClasses)[number]

/**
 * What two ways of writing one value have in common (`normalizeEntity`): `digits` and `alphanumeric` without anything
 * else and in upper case, `words` in lower case with single spaces, `exact` as it is written.
 */
export type NormalForm = 'email' | 'phone' | 'address' | 'key' | 'digits' | 'alphanumeric' | 'words' | 'exact'

export interface EntityDescription {
  /** What an owner calls it. */
  title: string
  class: DataClass
  /** True where one distinct value stands for one person, so that persons can be counted. */
  person: boolean
  normal: NormalForm
  /** The general type that it is a kind of: what a rule says of that one counts for it too, unless it is named itself. */
  kindOf?: string
}

/** Every entity type: name → description. Policy files, journal, API and pages use these names. */
export const entityTypes = {
  ...personTypes,
  ...financialTypes,
  ...numberTypes,
  ...secretTypes,
  ...specialTypes,
} as const satisfies Record<string, EntityDescription>

export type EntityType = keyof typeof entityTypes

export const entityTypeNames = Object.keys(entityTypes) as EntityType[]

/** One entity found in one text. Offsets are bytes in the scanned text: start inclusive, end exclusive. */
export interface Finding {
  type: EntityType
  start: number
  end: number
  /** Likelihood in 0..1 that this is what `type` says. */
  score: number
  /** Stable codes of what speaks for it, in order: `luhn`, `iin:visa`, `mod97`, `country-length:DE`. */
  reasons: readonly string[]
}

/**
 * A stretch of text in which entities are looked for. `bytes[start, end)` is the part of the text that is at hand;
 * `from` says up to where an earlier scan has decided, `final` that the text ends at `end`.
 */
export interface TextWindow {
  bytes: Uint8Array
  start: number
  from: number
  end: number
  final: boolean
  /**
   * No entity may begin before it: where the last one ended. Given by whoever scans a text in pieces, and moved on by each
   * scan; absent: `from`.
   */
  floor?: number
  /** From here on no byte of the text can anchor an entity, as whoever looked through all of it knows; absent: `end`. */
  clearFrom?: number | undefined
}

/** What is done to an entity. Presidio's words plus `refuse`. */
export const operators = ['keep', 'mask', 'redact', 'replace', 'hash', 'tokenize', 'fpe', 'refuse'] as const
export type Operator = (typeof operators)[number]
