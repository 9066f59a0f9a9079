/** Puts together one X.509 certificate and signs it with an authority's P-256 key (RFC 5280 §4.1, RFC 5758 §3.2). */
import { type KeyObject, sign } from 'node:crypto'
import {
  bitString,
  contextConstructed,
  objectIdentifier,
  sequence,
  setOfOne,
  time,
  unsignedInteger,
  utf8String,
} from './der.ts'

/** Random bytes, as node:crypto's randomBytes gives them; an argument so that tests can repeat a run. */
export type RandomBytes = (size: number) => Uint8Array

/** What goes into a certificate; names, key and extensions are in DER already, so that what repeats is encoded once. */
export interface CertificateParts {
  readonly serial: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  /** Milliseconds since 1970, cut to whole seconds. */
  readonly notBefore: number
  readonly notAfter: number
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  readonly extensions: readonly Uint8Array[]
}

const version3 = contextConstructed(0, unsignedInteger(Buffer.from([2])))
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'))

/** The signed certificate in DER. One ECDSA signature; everything else is copying. */
export function signCertificate(parts: CertificateParts, signer: KeyObject): Buffer {
  const toBeSigned = sequence(
    version3,
    unsignedInteger(parts.serial),
    ecdsaWithSha256,
    parts.issuer,
    sequence(time(parts.notBefore), time(parts.notAfter)),
    parts.subject,
    parts.publicKey,
    contextConstructed(3, sequence(...parts.extensions)),
  )
  const signature = sign('sha256', toBeSigned, { key: signer, dsaEncoding: 'der' })
  return sequence(toBeSigned, ecdsaWithSha256, bitString(signature))
}

/** RFC 5280 §4.1.2.2 wants positive, unique, at most 20 bytes; 128 random bits are unique without a counter to keep. */
export function randomSerial(random: RandomBytes): Buffer {
  const serial = Buffer.from(random(16))
  if (serial.every((byte) => byte === 0)) serial[15] = 1
  return serial
}

const nameAttributes = { organization: '2.5.4.10', commonName: '2.5.4.3' } as const

/** A distinguished name in the order given; RFC 5280 §4.1.2.4: UTF8String. Empty without attributes. */
export function distinguishedName(
  attributes: readonly (readonly [keyof typeof nameAttributes, string])[],
): Buffer {
  return sequence(
    ...attributes.map(([type, value]) =>
      setOfOne(sequence(objectIdentifier(nameAttributes[type]), utf8String(value))),
    ),
  )
}

/** RFC 5280 appendix A: ub-common-name and ub-organization-name are 64 characters. */
export const maxNameAttributeLength = 64

/** PEM (RFC 7468) with its final line break. */
export function certificatePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
