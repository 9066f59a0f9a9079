/** The small interfaces through which rooms meet: each is named by its role, and app.ts decides who plays it. */
import type { ExchangeRecord } from './journal.ts'
import type { EntityType } from './pii/entity.ts'
import type { CompiledPolicy } from './policy/compile.ts'
import type { Secret } from './secret.ts'

/** Time, so that rooms can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970; may jump when the box's clock is set. */
  now(): number
  /** Milliseconds that only ever grow; for durations and deadlines. */
  monotonic(): number
}

/** Takes the record of an exchange. Never blocks and never throws: a full disk stops history, not protection. */
export interface JournalSink {
  record(record: ExchangeRecord): void
}

/** A certificate for one host name or address, with the key that belongs to it. */
export interface Leaf {
  /** PEM: the leaf, then the issuer. */
  certificateChain: string
  /** PEM, PKCS#8. */
  privateKey: string
  notAfter: number
}

/** Issues certificates of the interception authority for hosts; cached, one flight per host. */
export interface LeafIssuer {
  /** Throws GatewayError LEAF_REFUSED where the name may not be impersonated (excluded) or is no host name. */
  leafFor(host: string): Promise<Leaf>
}

/** The policy as it is now. A new object each time it changes, so that identity can be compared. */
export interface PolicySource {
  current(): CompiledPolicy
}

/** Turns a value into an index that says "the same again" without saying what; keys die with their period. */
export interface BlindIndex {
  /** `value` is normalised already. Null where the index is switched off. */
  index(type: EntityType, destinationGroup: string, value: Uint8Array): string | null
}

/** What a keyring hands out. Long-lived keys outlive epochs; the others turn and die with a sweep. */
export interface KeyRing {
  /** 32 bytes; created when first asked for. */
  longLivedKey(name: LongLivedKeyName): Promise<Secret>
  /** The current key for keyed indexes of one kind in one period (`2026-11`). Created when first asked for. */
  hmacKey(purpose: HmacPurpose, scope: string, period: string): Secret
  /** The key of sealed columns of one class in one period. Created when first asked for. */
  columnKey(columnClass: string, period: string): Secret
}

export type LongLivedKeyName = 'database' | 'interception-ca' | 'office-ca' | 'ledger'
export type HmacPurpose = 'blind-index' | 'token'

/** How bad a health warning is: `act-now` is red, `act-by` amber, `note` grey. */
export type Severity = 'act-now' | 'act-by' | 'note'

/** Something the first screen must say. `code` is stable; `title` is for an owner; `hint` says what to do. */
export interface HealthWarning {
  code: string
  title: string
  hint: string
  severity: Severity
  since: number
}

/** Where rooms report what they cannot do, and take it back when they can again. */
export interface HealthBoard {
  raise(warning: Omit<HealthWarning, 'since'>): void
  clear(code: string): void
  warnings(): readonly HealthWarning[]
}
