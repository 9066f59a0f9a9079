/** The certificate extensions that Gatehouse writes, each as RFC 5280 §4.2 wants it. */
import { createHash } from 'node:crypto'
import {
  bitString,
  booleanTrue,
  contextConstructed,
  contextPrimitive,
  objectIdentifier,
  octetString,
  sequence,
  unsignedInteger,
} from './der.ts'
import type { Exclusion } from './exclusions.ts'
import type { HostName } from './names.ts'

/** RFC 5280 §4.2.1.9: an authority that signs leaves only, no further authorities. Critical. */
export function authorityConstraints(): Buffer {
  const pathLength = unsignedInteger(Buffer.from([0]))
  return extension('2.5.29.19', sequence(booleanTrue(), pathLength), 'critical')
}

/** Says that the certificate is no authority, where leaving it out would leave that to the reader. Critical. */
export function leafConstraints(): Buffer {
  return extension('2.5.29.19', sequence(), 'critical')
}

/** RFC 5280 §4.2.1.3, bits 5 (keyCertSign) and 6 (cRLSign). Critical. */
export function authorityKeyUsage(): Buffer {
  return extension('2.5.29.15', bitString(Buffer.from([0b0000_0110]), 1), 'critical')
}

/** RFC 5280 §4.2.1.3, bit 0 (digitalSignature): all that an EC key does in TLS. Critical. */
export function leafKeyUsage(): Buffer {
  return extension('2.5.29.15', bitString(Buffer.from([0b1000_0000]), 7), 'critical')
}

/** RFC 5280 §4.2.1.12: serverAuth and nothing else. */
export function serverAuthUsage(): Buffer {
  return extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')))
}

/** RFC 5280 §4.2.1.12: clientAuth and nothing else, so that no device can play a server of the office. */
export function clientAuthUsage(): Buffer {
  return extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.2')))
}

export function subjectKeyIdentifier(publicKey: Uint8Array): Buffer {
  return extension('2.5.29.14', octetString(keyIdentifier(publicKey)))
}

export function authorityKeyIdentifier(publicKey: Uint8Array): Buffer {
  return extension('2.5.29.35', sequence(contextPrimitive(0, keyIdentifier(publicKey))))
}

/** RFC 5280 §4.2.1.6: names as dNSName [2], addresses as iPAddress [7]; critical where the subject is empty. */
export function subjectAlternativeName(names: readonly HostName[], critical: 'critical' | 'plain'): Buffer {
  const general = names.map((name) =>
    name.kind === 'dns'
      ? contextPrimitive(2, Buffer.from(name.text, 'latin1'))
      : contextPrimitive(7, name.bytes),
  )
  return extension('2.5.29.17', sequence(...general), critical)
}

/** RFC 5280 §4.2.1.6: one uniformResourceIdentifier [6]. */
export function uriAlternativeName(uri: string): Buffer {
  return extension('2.5.29.17', sequence(contextPrimitive(6, Buffer.from(uri, 'latin1'))))
}

/** RFC 5280 §4.2.1.10: excludedSubtrees [1]; an address range is address and mask after one another. Critical. */
export function excludedNames(exclusions: readonly Exclusion[]): Buffer {
  const subtrees = exclusions.map((exclusion) =>
    sequence(
      exclusion.kind === 'dns'
        ? contextPrimitive(2, Buffer.from(exclusion.text, 'latin1'))
        : contextPrimitive(7, Buffer.concat([exclusion.address, exclusion.mask])),
    ),
  )
  return extension('2.5.29.30', sequence(contextConstructed(1, ...subtrees)), 'critical')
}

function extension(identifier: string, value: Uint8Array, critical: 'critical' | 'plain' = 'plain'): Buffer {
  const flag = critical === 'critical' ? [booleanTrue()] : []
  return sequence(objectIdentifier(identifier), ...flag, octetString(value))
}

/** An uncompressed P-256 point, the last part of its SubjectPublicKeyInfo. */
const pointLength = 65

/** RFC 7093 §2 method 1: the first 160 bits of the SHA-256 of the key's bits. */
function keyIdentifier(publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(publicKey.subarray(-pointLength)).digest().subarray(0, 20)
}
