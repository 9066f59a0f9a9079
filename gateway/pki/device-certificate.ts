/** Makes the certificate of one device: who it is, that it is only ever a client, and how long that counts. */
import { X509Certificate } from 'node:crypto'
import type { DeviceIdentity } from '../core/device/device.ts'
import { GatewayError } from '../core/errors.ts'
import { dayMs } from '../core/units.ts'
import {
  certificatePem,
  distinguishedName,
  type RandomBytes,
  randomSerial,
  signCertificate,
} from './certificate.ts'
import {
  clientAuthUsage,
  leafConstraints,
  leafKeyUsage,
  subjectKeyIdentifier,
  uriAlternativeName,
} from './extensions.ts'
import { type Issuer, wholeSeconds } from './generation.ts'

export interface DeviceCertificateOrder {
  /** Of the office authority. */
  readonly issuer: Issuer
  readonly device: DeviceIdentity
  /** SubjectPublicKeyInfo of a P-256 key that proved itself. */
  readonly publicKey: Uint8Array
  readonly days: number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly random: RandomBytes
}

export interface IssuedCertificate {
  /** PEM, without its issuer. */
  readonly pem: string
  /** SHA-256, upper-case hex pairs joined by colons. */
  readonly fingerprint: string
  readonly notBefore: number
  readonly notAfter: number
}

/** A device whose clock is behind by up to a day can use its certificate at once. */
const backDateMs = dayMs

/**
 * The name stands in the subject, the id, which never comes back, in the alternative name. Counts from a day before now
 * until `days` from now, and never beyond its root.
 *
 * @throws GatewayError LEAF_REFUSED where the root has ended
 */
export function makeDeviceCertificate(order: DeviceCertificateOrder): IssuedCertificate {
  const { issuer, device, publicKey } = order
  const { notBefore, notAfter } = validity(order)
  if (notAfter <= order.now) throw new GatewayError('LEAF_REFUSED', { why: 'authority-ended' })
  const der = signCertificate(
    {
      serial: randomSerial(order.random),
      issuer: issuer.name,
      subject: distinguishedName([['commonName', device.name]]),
      notBefore,
      notAfter,
      publicKey,
      extensions: [
        leafConstraints(),
        leafKeyUsage(),
        clientAuthUsage(),
        uriAlternativeName(deviceUri(device)),
        subjectKeyIdentifier(publicKey),
        issuer.keyIdentifier,
      ],
    },
    issuer.privateKey,
  )
  const fingerprint = new X509Certificate(der).fingerprint256
  return { pem: certificatePem(der), fingerprint, notBefore, notAfter }
}

/** How a device's certificate names it (RFC 8141: an informal name, for this house alone). */
export function deviceUri({ id }: DeviceIdentity): string {
  return `urn:gatehouse:device:${id}`
}

function validity({ issuer, days, now: boxTime }: DeviceCertificateOrder) {
  const root = issuer.generation
  // A box without a clock battery may start years ago; it can't be earlier than its own root.
  const now = Math.max(boxTime, root.notBefore + backDateMs)
  // RFC 5280 §4.1.2.5: both ends belong to the validity, hence the second less.
  const wished = wholeSeconds(now + days * dayMs) - 1000
  return { notBefore: wholeSeconds(now - backDateMs), notAfter: Math.min(wished, root.notAfter) }
}
