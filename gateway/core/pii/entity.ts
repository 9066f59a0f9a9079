/** Names the kinds of personal data that Gatehouse recognises, and what a finding of one looks like. */

/** What an entity is in the eyes of the law and of the owner (DESIGN: data classes). */
export type DataClass =
  | 'identifying'
  | 'special'
  | 'financial'
  | 'secret'
  | 'pseudonymous'
  | 'behavioural'
  | 'demographic'

export interface EntityDescription {
  /** What an owner calls it. */
  title: string
  class: DataClass
  /** True where one distinct value stands for one person, so that persons can be counted. */
  person: boolean
}

/** Every entity type: name → description. Policy files, journal, API and pages use these names. */
export const entityTypes = {
  EMAIL: { title: 'e-mail address', class: 'identifying', person: true },
  PHONE: { title: 'phone number', class: 'identifying', person: true },
  CREDIT_CARD: { title: 'payment card number', class: 'financial', person: true },
  IBAN: { title: 'bank account (IBAN)', class: 'financial', person: true },
  US_SSN: { title: 'US social security number', class: 'identifying', person: true },
  IP_ADDRESS: { title: 'IP address', class: 'pseudonymous', person: false },
  PRIVATE_KEY: { title: 'private key', class: 'secret', person: false },
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
}

/** What is done to an entity. Presidio's words plus `refuse`. */
export const operators = ['keep', 'mask', 'redact', 'replace', 'refuse'] as const
export type Operator = (typeof operators)[number]
