/** Knows the office's own values (its letterhead, not somebody's data), which are never touched and never counted. */
import { inRanges, parseRange } from '../net/address.ts'
import { normalizeEntity } from '../pii/anonymize.ts'
import type { EntityType } from '../pii/entity.ts'

/** The office's own values as the configuration lists them. */
export interface OwnIdentity {
  readonly emails: readonly string[]
  /** Every address in these mail domains is the office's own. */
  readonly emailDomains: readonly string[]
  readonly ibans: readonly string[]
  readonly phones: readonly string[]
  /** Addresses or CIDR ranges. */
  readonly ipAddresses?: readonly string[]
}

export interface OwnValues {
  /** Whether a value, normalised by `normalizeEntity`, is the office's own. */
  has(type: EntityType, normal: string): boolean
}

export function compileOwnIdentity(own: OwnIdentity): OwnValues {
  const emails = normalSet('EMAIL', own.emails)
  const domains = new Set(own.emailDomains.map((domain) => domain.toLowerCase()))
  const ibans = normalSet('IBAN', own.ibans)
  const phones = own.phones.map((phone) => significantDigits(normalizeEntity('PHONE', Buffer.from(phone))))
  const ranges = (own.ipAddresses ?? []).map(parseRange).filter((range) => range !== null)
  return {
    has(type, normal) {
      switch (type) {
        case 'EMAIL':
          return emails.has(normal) || (domains.size > 0 && domains.has(domainOf(normal)))
        case 'IBAN':
          return ibans.has(normal)
        case 'PHONE':
          return phones.length > 0 && isOwnPhone(significantDigits(normal), phones)
        case 'IP_ADDRESS':
          return ranges.length > 0 && inRanges(withoutPrefix(normal), ranges)
        default:
          return false
      }
    },
  }
}

function normalSet(type: EntityType, values: readonly string[]): ReadonlySet<string> {
  return new Set(values.map((value) => normalizeEntity(type, Buffer.from(value))))
}

/** `203.0.113.7/24`, as interfaces are written, means the address. */
function withoutPrefix(address: string): string {
  return address.replace(/\/.*$/, '')
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase()
}

/** Digits without the zeros that stand for "out of the country" or "out of the town". */
function significantDigits(phone: string): string {
  return phone.replaceAll(/\D/g, '').replace(/^0+/, '')
}

/** Seven digits are the shortest that name one line; a country code has at most three (ITU-T E.164 §6.2.1). */
function isOwnPhone(digits: string, phones: readonly string[]): boolean {
  for (const own of phones) {
    if (digits === own) return digits !== ''
    const [short, long] = digits.length < own.length ? [digits, own] : [own, digits]
    if (short.length >= 7 && long.length - short.length <= 3 && long.endsWith(short)) return true
  }
  return false
}
