/** The small interfaces through which rooms meet: each is named by its role, and app.ts decides who plays it. */
import type { DeviceIdentity } from './device/device.ts'
import type { RecordedExchange } from './journal.ts'
import type { LedgerNote } from './ledger/entry.ts'
import type { EntityType } from './pii/entity.ts'
import type { CompiledPolicy } from './policy/compile.ts'
import type { Secret } from './secret.ts'
import type { Bucket, VaultClass } from './vault/object.ts'

/** Time, so that rooms can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970; may jump when the box's clock is set. */
  now(): number
  /** Milliseconds that only ever grow; for durations and deadlines. */
  monotonic(): number
}

/** Takes the record of an exchange. Never blocks and never throws: a full disk stops history, not protection. */
export interface JournalSink {
  record(record: RecordedExchange): void
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

/** Keys what stands in for a value. Synchronous, since stand-ins are written while a body passes. */
export interface TokenKeys {
  /**
   * HMAC-SHA-256 of the value under the present key of this use, type and destination group, with the period (`2026-11`)
   * whose key it is. Null where no key can be had (full disk).
   */
  keyed(
    use: 'token' | 'hash' | 'fpe',
    scope: { type: EntityType; destinationGroup: string },
    value: Uint8Array,
  ): { period: string; bytes: Uint8Array } | null
}

/** A token that stands in a request. `code`: what of it is unique (core/pii/tokens/form.ts). */
export interface IssuedToken {
  code: string
  type: EntityType
  period: string
  /** Of the entity, escapes undone. */
  value: Uint8Array
  /**
   * Null where all escapes that the value was written with were undone, as for nearly all. Else it may hold those of JSON
   * texts that it stood in: how many of such inside the body's own text were read for it.
   */
  undone: number | null
}

/** For whom tokens are kept and given back: whoever this exchange is of, at this destination group. */
export interface TokenExchange {
  id: string
  client: string
  destinationGroup: string
}

/**
 * Keeps tokens and gives their values back. Egress has no store: it registers each exchange and asks by its id, so that
 * what it may be given is decided here.
 */
export interface Tokens {
  register(exchange: TokenExchange): void
  /** The exchange is over: nothing is given for it any more. */
  release(exchangeId: string): void
  /**
   * Durable when it resolves with true. False where it could not be kept (full disk, no such exchange) or where a code is
   * another value's already: then no byte with one of these tokens should leave. Never rejects.
   */
  keep(exchangeId: string, tokens: readonly IssuedToken[]): Promise<boolean>
  /**
   * The values of those codes that were caused by the exchange's client, or its group, toward its destination group; the
   * rest is missing. Bounded in rate for what is not found. Never throws, never rejects; at once where it is at hand.
   */
  restore(exchangeId: string, codes: readonly string[]): Restored | Promise<Restored>
}

/** By code. */
export type Restored = ReadonlyMap<string, RestoredToken>

export type RestoredToken = Pick<IssuedToken, 'type' | 'value' | 'undone'>

/** What a keyring hands out. Long-lived keys outlive epochs; the others turn and die with a sweep. */
export interface KeyRing {
  /** 32 bytes; created when first asked for. */
  longLivedKey(name: LongLivedKeyName): Promise<Secret>
  /** The current key for keyed indexes of one kind in one period (`2026-11`). Created when first asked for. */
  hmacKey(purpose: HmacPurpose, scope: string, period: string): Secret
  /** The key of sealed columns of one class in one period. Created when first asked for. */
  columnKey(columnClass: string, period: string): Secret
}

/** Where a key under the epoch key belongs: its use and its period. Two keys never share a place. */
export type KeyPlace =
  | { kind: 'hmac'; purpose: HmacPurpose; scope: string; period: string }
  | { kind: 'column'; columnClass: string; period: string }
  | { kind: 'bucket'; source: string; bucketClass: VaultClass; period: string }
  /** Of the originals of one hour: `2026-11-22T09`. */
  | { kind: 'original'; period: string }

/** What ingest gets of the vault's keys: public halves alone, so that sealing is write-only. */
export interface BucketRecipients {
  /** The age X25519 recipient (`age1…`) of a bucket; its key pair is made, durably, when first asked for. */
  recipientOf(bucket: Bucket): string
}

/** What opens objects: the private halves, which live under the epoch key. */
export interface BucketIdentities {
  /** The age X25519 identity of a bucket; null where it was destroyed or never was. */
  identityOf(bucket: Bucket): Secret | null
}

/** Says which device a certificate of the office authority stands for; asked once at the start of each session. */
export interface DeviceDirectory {
  /** By the certificate's SHA-256 fingerprint, upper-case hex pairs joined by colons. Null: unknown or revoked. */
  byFingerprint(fingerprint256: string): DeviceIdentity | null
}

/** Says which device an SSH public key belongs to; asked at each log-in over SFTP. */
export interface DeviceSshKeys {
  /** By the key's own bytes (RFC 4253 §6.6: what `ssh-ed25519 AAAA…` holds in base64). Null: unknown or revoked. */
  bySshKey(key: Uint8Array): DeviceIdentity | null
}

/** Gives a device its next certificate, asked over a connection that its present one opened. */
export interface CertificateRenewal {
  /**
   * Takes a PKCS#10 request in PEM. PEM: the certificate, then every root of the office that devices should trust now.
   * Throws CERTIFICATE_REQUEST_INVALID, RENEWAL_TOO_OFTEN, DEVICE_UNKNOWN (revoked meanwhile) and the STORE_ errors.
   */
  renew(device: DeviceIdentity, request: string): Promise<string>
}

/** Writes the tamper-evident ledger. Durable when it returns. Throws the STORE_ errors: what cannot be noted is not done. */
export interface Ledger {
  append(note: LedgerNote): void
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
