/** Makes one server certificate: for which names, by which root, how long. */
import type { KeyObject } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import type { Leaf } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import {
  certificatePem,
  distinguishedName,
  maxNameAttributeLength,
  type RandomBytes,
  randomSerial,
  signCertificate,
} from './certificate.ts'
import {
  leafConstraints,
  leafKeyUsage,
  serverAuthUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from './extensions.ts'
import { type Issuer, wholeSeconds } from './generation.ts'
import type { HostName } from './names.ts'

/** The key that leaves carry, in the forms that are needed again and again. */
export interface LeafKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** PEM, PKCS#8. */
  readonly privateKey: string
  /** The subjectKeyIdentifier extension, DER. */
  readonly identifier: Uint8Array
}

export function leafKey(pair: { publicKey: KeyObject; privateKey: KeyObject }): LeafKey {
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' })
  return {
    publicKey,
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    identifier: subjectKeyIdentifier(publicKey),
  }
}

export interface LeafOrder {
  readonly issuer: Issuer
  readonly key: LeafKey
  /** At least one; the first is the common name where it fits. */
  readonly names: readonly HostName[]
  readonly days: number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly random: RandomBytes
}

/** A leaf and the time from which it shall be replaced. */
export interface DatedLeaf extends Leaf {
  readonly notBefore: number
  readonly renewAt: number
}

/** Public web leaves live 90 days at most by custom; short lives keep a lost leaf key from mattering for long. */
const longestLeafDays = 90

/** Clients whose clock is behind by up to a day still find the leaf valid. */
const backDateMs = dayMs

const fixedExtensions = [leafConstraints(), leafKeyUsage(), serverAuthUsage()]

/**
 * Signs one leaf: at most 90 days all in all, back-dated by a day, and never beyond its root.
 *
 * @throws GatewayError LEAF_REFUSED where the root has ended
 */
export function makeLeaf(order: LeafOrder): DatedLeaf {
  const { issuer, key, names } = order
  const { notBefore, notAfter, renewAt } = validity(order)
  if (notAfter <= order.now) throw new GatewayError('LEAF_REFUSED', { why: 'authority-ended' })
  const title = names[0]?.text ?? ''
  const named = title !== '' && title.length <= maxNameAttributeLength
  const der = signCertificate(
    {
      serial: randomSerial(order.random),
      issuer: issuer.name,
      subject: distinguishedName(named ? [['commonName', title]] : []),
      notBefore,
      notAfter,
      publicKey: key.publicKey,
      extensions: [
        ...fixedExtensions,
        // RFC 5280 §4.2.1.6: without a subject the alternative name must be critical.
        subjectAlternativeName(names, named ? 'plain' : 'critical'),
        key.identifier,
        issuer.keyIdentifier,
      ],
    },
    issuer.privateKey,
  )
  const certificateChain = certificatePem(der) + issuer.pem
  return { certificateChain, privateKey: key.privateKey, notBefore, notAfter, renewAt }
}

function validity({ issuer, days, now: boxTime }: LeafOrder) {
  const root = issuer.generation
  // A box without a clock battery may start years ago; it can't be earlier than its own root, which clients can tell.
  const now = Math.max(boxTime, root.notBefore + backDateMs)
  const notBefore = wholeSeconds(now - backDateMs)
  const lifetimeMs = Math.min(days, longestLeafDays) * dayMs
  // RFC 5280 §4.1.2.5: both ends belong to the validity, hence the second less.
  const wished = notBefore + lifetimeMs - 1000
  const notAfter = Math.min(wished, root.notAfter)
  // Where the root ends first a new leaf would live no longer, so it is kept to its end.
  const renewAt = wished <= root.notAfter ? Math.floor(notAfter - lifetimeMs / 3) : notAfter
  return { notBefore, notAfter, renewAt }
}
